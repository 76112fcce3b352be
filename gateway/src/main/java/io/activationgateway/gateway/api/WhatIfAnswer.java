package io.activationgateway.gateway.api;

import io.activationgateway.gateway.lifecycle.RegionTraffic;
import io.activationgateway.gateway.screening.WhatIfReport;
import io.activationgateway.gateway.screening.WhatIfReport.Change;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** What a draft would change, as JSON. */
final class WhatIfAnswer {

    private WhatIfAnswer() {}

    /** @param acting the version that the draft is compared with */
    static JsonObject of(RegionTraffic.Answer answer, long acting, Instant at) {
        var report = answer.sum();
        long newlySent = report.count(Change.NEWLY_SENT);
        return new JsonObject()
                .put("at", at.toString())
                .put("acting", acting)
                .put(
                        "coverage",
                        coverage(report)
                                .put(
                                        "nodes",
                                        PolicyAnswers.array(
                                                answer.nodes().entrySet(),
                                                node -> coverage(node.getValue())
                                                        .put("node", node.getKey())))
                                .put("silent", new JsonArray(List.copyOf(answer.silent()))))
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

    private static JsonObject coverage(WhatIfReport report) {
        return new JsonObject()
                .put("since", report.since().toString())
                .put("screened", report.screened())
                .put("recorded", report.recorded())
                .put("decided", report.decided())
                .put("features", report.features());
    }

    private static JsonObject flip(WhatIfReport.Flip flip) {
        var kind = flip.kind();
        return new JsonObject()
                .put("change", kind.change().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("destination", kind.destination())
                .put("purpose", kind.purpose())
                .put("country", kind.country())
                .put("before", kind.before())
                .put("after", kind.after())
                .put("records", flip.records());
    }

    private static JsonArray gaps(WhatIfReport report) {
        var gaps = new JsonArray();
        new TreeMap<>(report.columns())
                .forEach((column, records) ->
                        gaps.add(new JsonObject().put("column", column).put("records", records)));
        return gaps;
    }
}
