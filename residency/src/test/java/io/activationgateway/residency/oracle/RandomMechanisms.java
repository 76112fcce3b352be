package io.activationgateway.residency.oracle;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Papers that open a border, most of them sound, each with dates near today. */
final class RandomMechanisms {

    private static final int LONG_AGO = 700;

    private final Draw draw;
    private final List<Sheet> laws;

    /** @param laws of the policy, whose tools and decisions count */
    RandomMechanisms(Draw draw, List<Sheet> laws) {
        this.draw = draw;
        this.laws = laws;
    }

    List<Writing> some(String country, String role, LocalDate today) {
        var found = new ArrayList<Writing>();
        for (Sheet law : laws) {
            int wanted = draw.of(0, 1, 1, 1, 2);
            for (int i = 0; i < wanted; i++) {
                switch (law.text("family")) {
                    case "GDPR" -> found.add(european(law, country, role, today));
                    case "KVKK" -> found.add(turkish(law, country, role, today));
                    case "UK_GDPR" -> found.add(british(law, country, today));
                    case "FADP" -> found.add(swiss(law, country, role, today));
                    case "LGPD" -> found.add(brazilian(law, country, today));
                    default -> {}
                }
            }
        }
        return found;
    }

    private Writing european(Sheet law, String country, String role, LocalDate today) {
        return switch (draw.between(0, 9)) {
            case 0, 1, 2 -> adequacy(law, "EU_ADEQUACY", country);
            case 3 -> listing("EU_DPF", today);
            case 4, 5 -> clauses("EU_SCC_M" + module(role), today);
            case 6, 7 -> approval(draw.of("EU_BCR_C", "EU_BCR_P", "EU_CODE", "EU_CERT", "EU_ADHOC"), today);
            default -> exception(draw.of("EU_DEROG_CONSENT", "EU_DEROG_CONTRACT"), today);
        };
    }

    private Writing turkish(Sheet law, String country, String role, LocalDate today) {
        return switch (draw.between(0, 9)) {
            case 0 -> adequacy(law, "TR_ADEQUACY", country);
            case 1 -> approval(draw.of("TR_BCR", "TR_UNDERTAKING", "TR_PUBLIC"), today);
            case 2, 3 ->
                exception(draw.of("TR_INCIDENTAL_CONSENT", "TR_INCIDENTAL_CONSENT", "TR_INCIDENTAL_CONTRACT"), today);
            default -> contract("TR_SS_" + module(role), today);
        };
    }

    private Writing british(Sheet law, String country, LocalDate today) {
        return switch (draw.between(0, 3)) {
            case 0 -> adequacy(law, "UK_ADEQUACY", country);
            case 1 -> listing("UK_DPF", today);
            case 2 -> clauses(draw.of("UK_IDTA", "UK_ADDENDUM"), today);
            default -> approval("UK_BCR", today);
        };
    }

    private Writing swiss(Sheet law, String country, String role, LocalDate today) {
        return switch (draw.between(0, 3)) {
            case 0 -> adequacy(law, "CH_ADEQUACY", country);
            case 1 -> listing("CH_DPF", today);
            case 2 -> clauses("CH_SCC_M" + module(role), today);
            default -> approval("CH_BCR", today);
        };
    }

    private Writing brazilian(Sheet law, String country, LocalDate today) {
        return switch (draw.between(0, 3)) {
            case 0 -> adequacy(law, "BR_ADEQUACY", country);
            case 1 -> approval(draw.of("BR_SPECIFIC", "BR_BCR"), today);
            default -> clauses("BR_CLAUSES", today);
        };
    }

    /** Seldom one for other roles. */
    private int module(String role) {
        int fitting = role.equals("PROCESSOR") ? 2 : 1;
        return draw.percent(85) ? fitting : draw.between(1, 4);
    }

    private Writing mechanism(String type) {
        return new Writing().put("type", type).put("status", draw.percent(6) ? draw.of("SUSPENDED", "ANNULLED") : null);
    }

    /** Where the law has no decision of the kind, some other paper. */
    private Writing adequacy(Sheet law, String type, String country) {
        List<Sheet> all = law.sheets("adequacy").stream()
                .filter(decision -> decision.text("type").equals(type))
                .toList();
        if (all.isEmpty()) {
            return approval(type.substring(0, 2) + (type.startsWith("EU") ? "_CODE" : "_BCR"), LocalDate.EPOCH);
        }
        List<Sheet> covering = all.stream()
                .filter(decision -> Places.inside(decision.texts("countries"), country))
                .toList();
        Sheet decision = draw.of(covering.isEmpty() || draw.percent(10) ? all : covering);
        return mechanism(type).put("decision", decision.text("decision")).put("withinScope", draw.percent(85));
    }

    private Writing listing(String type, LocalDate today) {
        return mechanism(type)
                .put("entity", "Example Recipient")
                .put("active", draw.percent(90))
                .put("certifiedFrom", draw.day(today, LONG_AGO, 5))
                .put("recertDue", draw.day(today, 5, 200))
                .put("checkedAt", draw.day(today, 35, 3));
    }

    private Writing clauses(String type, LocalDate today) {
        return mechanism(type)
                .put("reference", "contract 1")
                .put("signedAt", draw.percent(92) ? draw.day(today, draw.percent(15) ? 2500 : LONG_AGO, 5) : null)
                .put("unaltered", draw.percent(92))
                .put("assessment", draw.percent(85) ? assessment(today) : null)
                .put("terminatedAt", draw.percent(12) ? draw.day(today, 20, 60) : null);
    }

    private Writing assessment(LocalDate today) {
        return new Writing()
                .put("reference", "assessment 1")
                .put("madeAt", draw.day(today, LONG_AGO, 3))
                .put("positive", draw.percent(92))
                .put("reviewDue", draw.day(today, 10, 200));
    }

    private Writing contract(String type, LocalDate today) {
        boolean fresh = draw.percent(60);
        return mechanism(type)
                .put("reference", "standart 1")
                .put("signatures", List.of(signature(fresh, today), signature(fresh, today)))
                .put("unaltered", draw.percent(92))
                .put("notifiedAt", draw.percent(45) ? draw.day(today, fresh ? 10 : LONG_AGO, 8) : null)
                .put("assessment", draw.percent(30) ? assessment(today) : null)
                .put("terminatedAt", draw.percent(8) ? draw.day(today, 20, 60) : null);
    }

    private Writing signature(boolean fresh, LocalDate today) {
        return new Writing()
                .put("party", "a party")
                .put("signedAt", draw.percent(94) ? draw.day(today, fresh ? 12 : LONG_AGO, 2) : null);
    }

    private Writing approval(String type, LocalDate today) {
        return mechanism(type)
                .put("approval", "approval 1")
                .put("approvedAt", draw.day(today, LONG_AGO, 5))
                .put("expiresAt", draw.percent(60) ? draw.day(today, 5, 40) : null)
                .put("importerIsMember", draw.percent(90))
                .put("assessment", draw.percent(70) ? assessment(today) : null);
    }

    private Writing exception(String type, LocalDate today) {
        return mechanism(type)
                .put("riskNotice", draw.percent(95) ? "notice 1" : " ")
                .put("impossibility", draw.percent(95) ? "memo 1" : " ")
                .put("eventAt", draw.percent(55) ? today.toString() : draw.day(today, 2, 12));
    }
}
