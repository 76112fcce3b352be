package io.activationgateway.residency.oracle;

import java.util.ArrayList;
import java.util.List;

/** Purposes of every code on every kind of channel. */
final class RandomPurposes {

    private static final List<String> ONES = List.of(
            "DIRECT_MARKETING EMAIL",
            "DIRECT_MARKETING EMAIL",
            "DIRECT_MARKETING SMS",
            "DIRECT_MARKETING SMS",
            "DIRECT_MARKETING POST",
            "DIRECT_MARKETING PUSH",
            "DIRECT_MARKETING CALL_LIVE",
            "DIRECT_MARKETING MESSENGER",
            "PROFILING NONE",
            "PROFILING NONE",
            "PROFILING EMAIL",
            "AD_TARGETING WEB_AD",
            "AD_TARGETING WEB_AD",
            "AD_TARGETING NONE",
            "ANALYTICS NONE",
            "ANALYTICS WEB_AD",
            "SERVICE_MESSAGE SMS",
            "SERVICE_MESSAGE SMS",
            "SERVICE_MESSAGE EMAIL",
            "SERVICE_MESSAGE NONE",
            "LEGAL_NOTICE EMAIL",
            "SUPPRESSION_SYNC NONE");

    private final Draw draw;

    RandomPurposes(Draw draw) {
        this.draw = draw;
    }

    List<Writing> documents() {
        var all = new ArrayList<Writing>();
        for (int i = 0; i < 9; i++) {
            String[] words = draw.of(ONES).split(" ");
            boolean service = words[0].equals("SERVICE_MESSAGE") || words[0].equals("LEGAL_NOTICE");
            all.add(Writing.document("Purpose", "purpose-" + (char) ('a' + i))
                    .put("code", words[0])
                    .put("channel", words[1])
                    .put("brand", draw.of("acme", "acme", "globex"))
                    .put("promotional", draw.percent(service ? 50 : 70))
                    .put("recurring", draw.percent(50))
                    .put("ownSimilarProducts", draw.percent(40)));
        }
        return all;
    }
}
