package io.activationgateway.gateway.api;

import io.activationgateway.gateway.delivery.RecordEnd;
import io.activationgateway.gateway.screening.ScreenedBatch;
import io.activationgateway.residency.verdict.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The names of ends and verdicts in answers, and how often each occurs. */
final class Outcomes {

    private static final List<String> ENDS = List.of("forwarded", "withheld", "misdirected", "failed", "uncertain");
    private static final List<String> VERDICTS = List.of("forward", "withhold", "misdirected", "failed");

    private Outcomes() {}

    static String of(RecordEnd end) {
        return switch (end) {
            case RecordEnd.Forwarded _ -> "forwarded";
            case RecordEnd.Withheld _ -> "withheld";
            case RecordEnd.Misdirected _ -> "misdirected";
            case RecordEnd.Failed _ -> "failed";
            case RecordEnd.Uncertain _ -> "uncertain";
        };
    }

    static String ofVerdict(ScreenedBatch batch, int row) {
        return switch (batch.verdict(row)) {
            case Verdict.Forward _ -> "forward";
            case Verdict.Withhold _ -> "withhold";
            case Verdict.Misdirected _ -> "misdirected";
            case null -> "failed";
        };
    }

    static Map<String, Integer> count(List<RecordEnd> ends) {
        var counts = zeros(ends.size(), ENDS);
        ends.forEach(end -> counts.merge(of(end), 1, Integer::sum));
        return counts;
    }

    static Map<String, Integer> countVerdicts(ScreenedBatch batch) {
        var counts = zeros(batch.rows().size(), VERDICTS);
        for (int row = 0; row < batch.rows().size(); row++) {
            counts.merge(ofVerdict(batch, row), 1, Integer::sum);
        }
        return counts;
    }

    private static Map<String, Integer> zeros(int received, List<String> names) {
        var counts = new LinkedHashMap<String, Integer>();
        counts.put("received", received);
        names.forEach(name -> counts.put(name, 0));
        return counts;
    }
}
