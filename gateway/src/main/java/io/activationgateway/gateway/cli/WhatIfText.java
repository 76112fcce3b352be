package io.activationgateway.gateway.cli;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.Locale;

/** What a draft would change, for a person. */
final class WhatIfText {

    private static final int SHOWN = 40;

    private WhatIfText() {}

    static void print(JsonObject whatIf, PrintWriter out) {
        var coverage = whatIf.getJsonObject("coverage");
        out.printf(
                Locale.ROOT,
                "What-if for %s against version %d: %,d of %,d rows since %s on %s are recorded, %,d decided again%n",
                whatIf.getString("at"),
                whatIf.getLong("acting"),
                coverage.getLong("recorded"),
                coverage.getLong("screened"),
                coverage.getString("since"),
                String.join(
                        ", ",
                        coverage.getJsonArray("nodes").stream()
                                .map(node -> ((JsonObject) node).getString("node"))
                                .toList()),
                coverage.getLong("decided"));
        coverage.getJsonArray("silent")
                .forEach(node ->
                        out.printf(Locale.ROOT, "! without the traffic of %s, which did not answer in time%n", node));
        var counts = whatIf.getJsonObject("counts");
        out.printf(
                Locale.ROOT,
                "  newly sent %,d   newly withheld %,d   other reason %,d   other fields %,d   misdirected %,d   same %,d%n",
                counts.getLong("newly_sent"),
                counts.getLong("newly_withheld"),
                counts.getLong("other_reason"),
                counts.getLong("other_fields"),
                counts.getLong("misdirected"),
                counts.getLong("same"));
        var flips = whatIf.getJsonArray("flips");
        flips.stream()
                .limit(SHOWN)
                .map(JsonObject.class::cast)
                .forEach(flip -> out.printf(
                        Locale.ROOT,
                        "  %s%-15s %,9d  %s, %s, %s: %s -> %s%n",
                        flip.getString("change").equals("newly-sent") ? "! " : "  ",
                        flip.getString("change"),
                        flip.getLong("records"),
                        flip.getString("destination"),
                        flip.getString("purpose"),
                        flip.getString("country").isEmpty() ? "no country" : flip.getString("country"),
                        flip.getString("before"),
                        flip.getString("after")));
        if (flips.size() > SHOWN) {
            out.printf(Locale.ROOT, "    and %d more kinds; --format json shows all%n", flips.size() - SHOWN);
        }
        for (var gap : whatIf.getJsonArray("gaps")) {
            var column = (JsonObject) gap;
            out.printf(
                    Locale.ROOT,
                    "  unclassified column %s, seen with %,d rows: it never leaves%n",
                    column.getString("column"),
                    column.getLong("records"));
        }
    }
}
