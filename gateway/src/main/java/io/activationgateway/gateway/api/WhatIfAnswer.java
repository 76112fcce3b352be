package io.activationgateway.gateway.api;

import io.activationgateway.gateway.screening.WhatIf;
import io.activationgateway.gateway.screening.WhatIf.Change;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Locale;
import java.util.TreeMap;

/** What a draft would change, as JSON. */
final class WhatIfAnswer {

    private WhatIfAnswer() {}

    /**
     * What it was asked for.
     *
     * @param acting the version that the draft is compared with
     * @param node whose traffic it is
     */
    record Head(Instant at, long acting, String node) {}

    static JsonObject of(WhatIf.Report report, Head head) {
        long newlySent = report.count(Change.NEWLY_SENT);
        return new JsonObject()
                .put("at", head.at().toString())
                .put("acting", head.acting())
                .put(
                        "coverage",
                        new JsonObject()
                                .put("since", report.since().toString())
                                .put("screened", report.screened())
                                .put("recorded", report.recorded())
                                .put("decided", report.decided())
                                .put("features", report.features())
                                .put("nodes", new JsonArray().add(head.node())))
                .put(
                        "counts",
                        new JsonObject()
                                .put("same", report.same())
                                .put("newly_sent", newlySent)
                                .put("newly_withheld", report.count(Change.NEWLY_WITHHELD))
                                .put("other_reason", report.count(Change.OTHER_REASON))
                                .put("other_fields", report.count(Change.OTHER_FIELDS))
                                .put("misdirected", report.count(Change.MISDIRECTED)))
                .put("newly_sent", newlySent)
                .put("flips", PolicyAnswers.array(report.flips(), WhatIfAnswer::flip))
                .put("gaps", gaps(report));
    }

    private static JsonObject flip(WhatIf.Flip flip) {
        return new JsonObject()
                .put("change", flip.change().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("destination", flip.destination())
                .put("purpose", flip.purpose())
                .put("country", flip.country())
                .put("before", flip.before())
                .put("after", flip.after())
                .put("records", flip.records());
    }

    private static JsonArray gaps(WhatIf.Report report) {
        var gaps = new JsonArray();
        new TreeMap<>(report.columns())
                .forEach((column, records) ->
                        gaps.add(new JsonObject().put("column", column).put("records", records)));
        return gaps;
    }
}
