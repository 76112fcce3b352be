package io.activationgateway.residency.oracle;

import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.consent.profile.ObjectionScope;
import io.activationgateway.consent.profile.PurposeCode;
import io.activationgateway.consent.profile.RecipientType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Rules that no lawyer wrote: any stage, outcome and condition that the schema lets pass. */
final class RandomRules {

    private static final List<String> STAGES = List.of(
            "SUBJECT",
            "OBJECTION",
            "CHILD",
            "DATA",
            "DATA",
            "DATA",
            "BASIS",
            "BASIS",
            "CHANNEL",
            "CHANNEL",
            "TRANSFER",
            "MINIMISATION",
            "OBLIGATIONS");
    private static final Map<String, List<String>> REASONS = Map.of(
            "SUBJECT", List.of("restriction.active", "erasure.done"),
            "OBJECTION", List.of("objection.channel", "consent.withdrawn", "objection.sale"),
            "CHILD", List.of("child.profiling", "consent.parental"),
            "DATA", List.of("consent.explicit", "special.criminal", "secret.bank"),
            "BASIS", List.of("consent.missing", "consent.basis"),
            "CHANNEL", List.of("channel.consent", "channel.promotion"),
            "TRANSFER", List.of("transfer.no-mechanism", "residency.local-only"),
            "MINIMISATION", List.of("minimisation.required-field"),
            "OBLIGATIONS", List.of("consent.explicit", "minimisation.required-field"));

    private final Draw draw;

    RandomRules(Draw draw) {
        this.draw = draw;
    }

    /** What lets most purposes and channels of a law of one's own pass, so that other stages decide too. */
    List<Writing> usual(String law) {
        var basis = rule(law, "z-basis", "BASIS")
                .put("when", new Writing().put("consent", new Writing().put("states", List.of("GRANTED", "UNKNOWN"))))
                .put("then", then("ALLOW").put("basis", "LEGIT_INTEREST"));
        var channel = rule(law, "z-channel", "CHANNEL").put("then", then("ALLOW"));
        var lesser = rule(law, "z-lesser", "DATA")
                .put(
                        "when",
                        new Writing().put("data", new Writing().put("categories", List.of("DEMOGRAPHIC", "LOCATION"))))
                .put(
                        "then",
                        then("REDACT")
                                .put("action", new Writing().put("generalise", draw.of("MONTH", "YEAR", "REGION"))));
        return draw.percent(60) ? List.of(basis, channel, lesser) : List.of(basis, channel);
    }

    Writing any(String law, int number) {
        String stage = draw.of(STAGES);
        String outcome = outcome(stage);
        boolean withholds = outcome.equals("DENY") || outcome.equals("NEEDS_CONSENT");
        // What withholds asks for more, else it would silence all the others.
        Writing when = condition(withholds ? 3 : 1, outcome.equals("REDACT"));
        Writing then = then(outcome);
        if (withholds || (outcome.equals("REDACT") && draw.percent(40))) {
            then.put("reason", draw.of(REASONS.getOrDefault(stage, List.of())));
        }
        if (withholds && draw.percent(20)) {
            then.put("remedy", draw.of("LEGAL_REVIEW", "NONE", "OBTAIN_CONSENT"));
        }
        if (outcome.equals("REDACT") && draw.percent(60)) {
            then.put("action", draw.of(RandomDestinations.ACTIONS));
        }
        if (outcome.equals("ALLOW") && draw.percent(40)) {
            then.put("basis", draw.of("LEGIT_INTEREST", "CONTRACT", "LEGAL_OBLIGATION"));
        }
        return rule(law, "r" + (char) ('a' + number), stage)
                .put("when", when.isEmpty() ? null : when)
                .put("unless", draw.percent(35) ? condition(1, false) : null)
                .put("then", then)
                .put("removals", draw.percent(20) ? true : null);
    }

    private String outcome(String stage) {
        return switch (stage) {
            case "BASIS", "CHANNEL", "TRANSFER" ->
                draw.of("ALLOW", "ALLOW", "ALLOW", "NEEDS_CONSENT", "DENY", "REDACT");
            case "DATA", "MINIMISATION" -> draw.of("REDACT", "REDACT", "REDACT", "NEEDS_CONSENT", "DENY", "ALLOW");
            default -> draw.of("ALLOW", "REDACT", "NEEDS_CONSENT", "DENY");
        };
    }

    private static Writing rule(String law, String name, String stage) {
        return Writing.document("TransferRule", law + "." + name)
                .put("jurisdiction", law)
                .put("stage", stage);
    }

    private Writing then(String outcome) {
        return new Writing()
                .put("outcome", outcome)
                .put("articles", List.of("LEX:" + draw.between(1, 40)))
                .put("obligations", draw.percent(25) ? List.of(draw.of("ADD_OPT_OUT", "LOG_DISCLOSURE")) : null);
    }

    private Writing condition(int groups, boolean describing) {
        var condition = new Writing();
        if (describing || draw.percent(25)) {
            condition.put("data", data(describing));
        }
        for (String group : draw.some(List.of("purpose", "consent", "profiling", "subject", "route"), groups, 3)) {
            condition.put(
                    group,
                    switch (group) {
                        case "purpose" -> purpose();
                        case "consent" -> consent();
                        case "profiling" -> profiling();
                        case "subject" -> subject();
                        default -> route();
                    });
        }
        return condition;
    }

    private Writing purpose() {
        var asked = new Writing().put("codes", words(PurposeCode.values(), 3, 6));
        if (draw.percent(30)) {
            asked.put("channels", words(Channel.values(), 3, 8));
        }
        return switch (draw.between(0, 4)) {
            case 0 -> asked.put("promotional", draw.percent(50));
            case 1 -> asked.put("recurring", draw.percent(50));
            case 2 -> asked.put("ownSimilarProducts", draw.percent(50));
            default -> asked;
        };
    }

    private Writing consent() {
        return switch (draw.between(0, 5)) {
            case 0 -> new Writing().put("bases", words(LegalBasis.values(), 1, 5));
            case 1 -> new Writing().put("messages", words(ConsentState.values(), 1, 4));
            case 2 -> new Writing().put("awaitsRegistration", draw.percent(50));
            case 3 -> new Writing().put("transfers", words(ConsentState.values(), 1, 4));
            case 4 -> new Writing().put("optedOut", draw.percent(50));
            default ->
                new Writing()
                        .put("states", words(ConsentState.values(), 1, 4))
                        .put("bases", draw.percent(30) ? words(LegalBasis.values(), 2, 6) : null);
        };
    }

    private Writing profiling() {
        return draw.percent(50)
                ? new Writing().put("states", words(ConsentState.values(), 1, 3))
                : new Writing().put("bases", words(LegalBasis.values(), 1, 4));
    }

    private Writing subject() {
        return switch (draw.between(0, 5)) {
            case 0 -> new Writing().put("erased", draw.percent(50));
            case 1 -> new Writing().put("restricted", draw.percent(50));
            case 2 -> new Writing().put("objections", words(ObjectionScope.values(), 1, 2));
            case 3 -> new Writing().put("recipientTypes", words(RecipientType.values(), 1, 2));
            default ->
                new Writing()
                        .put(
                                "ages",
                                draw.some(
                                        List.of(
                                                "BELOW_CONSENT_AGE",
                                                "BELOW_EVERY_CONSENT_AGE",
                                                "BELOW_16",
                                                "MINOR",
                                                "UNKNOWN"),
                                        1,
                                        2));
        };
    }

    private Writing data(boolean describing) {
        var asked = new Writing();
        if (!describing && draw.percent(40)) {
            return asked.put("only", draw.of(List.of("AGGREGATE"), List.of("AGGREGATE", "IDENTIFIER", "CONTACT")));
        }
        switch (draw.between(0, 5)) {
            case 0, 1, 2 ->
                asked.put(
                        "categories",
                        draw.some(
                                List.of("CONTACT", "DEMOGRAPHIC", "BEHAVIOURAL", "LOCATION", "FINANCIAL", "SPECIAL"),
                                1,
                                2));
            case 3 -> asked.put("tags", draw.some(List.of("HEALTH", "DRESS", "CRIMINAL", "RACE"), 1, 2));
            case 4 -> asked.put("secrets", draw.some(List.of("BANK_SECRET", "LOCAL_ONLY"), 1, 2));
            default -> asked.put("inferred", draw.percent(70));
        }
        return asked;
    }

    private Writing route() {
        return switch (draw.between(0, 3)) {
            case 0 ->
                new Writing().put("kinds", draw.some(List.of("CDP", "MESSAGING", "ONLINE_PLATFORM", "CRM"), 1, 3));
            case 1 -> new Writing().put("abroad", draw.percent(50));
            case 2 -> new Writing().put("senderRegistered", draw.percent(50));
            default ->
                new Writing()
                        .put("importerRoles", draw.some(List.of("CONTROLLER", "JOINT_CONTROLLER", "PROCESSOR"), 1, 2));
        };
    }

    private <E extends Enum<E>> List<String> words(E[] all, int least, int most) {
        return draw.some(Arrays.stream(all).map(Enum::name).toList(), least, most);
    }
}
