package io.activationgateway.residency.oracle;

import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.consent.signal.SignalClass;
import io.activationgateway.residency.verdict.FieldAction;
import io.activationgateway.residency.verdict.FieldPlan;
import io.activationgateway.residency.verdict.Finding;
import io.activationgateway.residency.verdict.Obligation;
import io.activationgateway.residency.verdict.Reason;
import io.activationgateway.residency.verdict.Remedy;
import io.activationgateway.residency.verdict.Verdict;
import io.activationgateway.residency.verdict.Verdict.Forward;
import io.activationgateway.residency.verdict.Verdict.Withhold;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One question heard under all laws that apply, stage by stage: what rules take of the fields, and everything that speaks
 * against the record or for it. The strictest outcome wins.
 */
final class Trial {

    private static final List<String> STAGES = List.of(
            "SUBJECT", "OBJECTION", "CHILD", "DATA", "BASIS", "CHANNEL", "TRANSFER", "MINIMISATION", "OBLIGATIONS");

    private final Scene scene;
    private final Rules rules;
    private final Map<String, Facts> facts;
    private final List<FieldAction> plan = new ArrayList<>();
    private final Map<Integer, Sheet> takers = new HashMap<>();
    private final Set<Finding> against = new LinkedHashSet<>();
    private final Set<String> articles = new LinkedHashSet<>();
    private final Set<Obligation> duties = new LinkedHashSet<>();
    private final Set<Obligation> dutiesOfRefusal = new LinkedHashSet<>();
    private @Nullable LegalBasis basis;

    private Trial(Scene scene, Rules rules) {
        this.scene = scene;
        this.rules = rules;
        this.facts = scene.facts();
        scene.columns().forEach(column -> plan.add(scene.asked(column)));
    }

    static Verdict of(Scene scene, Rules rules) {
        Verdict verdict = new Trial(scene, rules).verdict();
        return verdict instanceof Forward forward ? withoutTelltales(forward, scene, rules) : verdict;
    }

    /** A column without a value leaves only where it could leave with one: its name alone would tell. */
    private static Forward withoutTelltales(Forward forward, Scene scene, Rules rules) {
        var plan = new FieldAction[forward.plan().size()];
        for (int column = 0; column < plan.length; column++) {
            plan[column] = forward.plan().action(column);
            if (!scene.filled().contains(column) && !plan[column].equals(FieldAction.DROP)) {
                plan[column] = new Trial(scene.holding(column), rules).verdict() instanceof Forward filled
                        ? filled.plan().action(column)
                        : FieldAction.DROP;
            }
        }
        return new Forward(FieldPlan.of(plan), forward.basis(), forward.law(), forward.obligations());
    }

    private Verdict verdict() {
        for (String stage : STAGES) {
            scene.laws().forEach(law -> hear(stage, law));
            if (stage.equals("MINIMISATION")) {
                checkNeeds();
            }
        }
        checkNeeds();
        if (against.isEmpty()) {
            var actions = plan.toArray(FieldAction[]::new);
            return new Forward(FieldPlan.of(actions), basis, List.copyOf(articles), List.copyOf(duties));
        }
        Finding reason = against.stream()
                .filter(finding -> !finding.curableByConsent())
                .findFirst()
                .orElse(against.iterator().next());
        var also = new ArrayList<>(against);
        also.remove(reason);
        return new Withhold(reason, also, List.copyOf(dutiesOfRefusal));
    }

    private List<Sheet> speaking(String stage, Sheet law) {
        Facts seen = facts.get(law.text("name"));
        return rules.of(law, stage).stream()
                .filter(rule -> !scene.question().removal() || rule.isTrue("removals"))
                .filter(rule -> seen.hold(rule.sheet("when")))
                .filter(rule -> !rule.has("unless") || !seen.hold(rule.sheet("unless")))
                .toList();
    }

    private void takeFields(List<Sheet> speaking) {
        for (Sheet rule : speaking) {
            if (!outcome(rule).equals("REDACT")) {
                continue;
            }
            FieldAction action = Strictness.read(rule.sheet("then").keys().get("action"), FieldAction.DROP);
            for (int column = 0; column < plan.size(); column++) {
                Column meant = scene.columns().get(column);
                if (meant.isMeantBy(rule.sheet("when").sheet("data"))) {
                    FieldAction before = plan.get(column);
                    plan.set(column, Strictness.stricter(before, meant.bearing(action)));
                    if (!plan.get(column).equals(before)) {
                        takers.put(column, rule);
                    }
                }
            }
        }
    }

    private void hear(String stage, Sheet law) {
        List<Sheet> speaking = speaking(stage, law);
        takeFields(speaking);
        for (Sheet rule : speaking) {
            switch (outcome(rule)) {
                case "DENY", "NEEDS_CONSENT" -> {
                    against.add(finding(rule, outcome(rule).equals("NEEDS_CONSENT")));
                    dutiesOfRefusal.addAll(duties(rule));
                }
                case "REDACT" -> speakFor(rule);
                default -> {}
            }
        }
        boolean removal = scene.question().removal();
        switch (stage) {
            case "OBJECTION" -> signals(law);
            case "BASIS" -> {
                if (!removal) {
                    openBasis(law, speaking);
                }
            }
            case "CHANNEL" -> {
                if (!removal && !scene.purpose().text("channel").equals("NONE")) {
                    open(law, speaking, Reason.CHANNEL_CONSENT, "channel");
                }
            }
            case "TRANSFER" -> cross(law, speaking);
            case "OBLIGATIONS" -> speaking.stream().filter(Trial::allows).forEach(this::speakFor);
            default -> {}
        }
    }

    /** What the signals of the row say against it; a removal passes all gates of consent. */
    private void signals(Sheet law) {
        SignalClass signals = scene.question().signals();
        if (scene.question().removal()) {
            return;
        }
        if (signals.refused()) {
            against.add(unsaid(Reason.CONSENT_SIGNAL_REFUSED, law, "basis"));
        }
        if (signals.unusable()) {
            against.add(unsaid(Reason.CONSENT_SIGNAL_UNUSABLE, law, "basis"));
        }
        if (signals.missing()) {
            against.add(unsaid(Reason.CONSENT_SIGNAL_MISSING, law, "basis"));
        }
    }

    private void openBasis(Sheet law, List<Sheet> speaking) {
        Reason missing = switch (scene.known().cell().data()) {
            case GRANTED -> Reason.CONSENT_BASIS;
            case DENIED -> Reason.CONSENT_DENIED;
            case WITHDRAWN -> Reason.CONSENT_WITHDRAWN;
            case EXPIRED -> Reason.CONSENT_EXPIRED;
            case VOID -> Reason.CONSENT_VOID;
            case UNKNOWN -> Reason.CONSENT_MISSING;
        };
        Optional<Sheet> allowing = open(law, speaking, missing, "basis");
        if (basis == null && allowing.isPresent()) {
            basis = basis(allowing.get());
        }
    }

    /** The strongest basis that the rule asks for and the record holds, else the one that the rule itself names. */
    private @Nullable LegalBasis basis(Sheet rule) {
        List<String> asked = rule.sheet("when").sheet("consent").texts("bases");
        Set<LegalBasis> held = scene.known().cell().bases();
        // An explicit consent is more than a consent; the others stand in the order of their strength.
        var strongest = new ArrayList<>(List.of(LegalBasis.EXPLICIT_CONSENT));
        strongest.addAll(List.of(LegalBasis.values()));
        for (LegalBasis each : strongest) {
            if (held.contains(each) && asked.contains(each.name())) {
                return each;
            }
        }
        String named = rule.sheet("then").textOrNull("basis");
        return named == null ? null : LegalBasis.valueOf(named);
    }

    /** A stage that is closed unless a rule opens it; the first by name speaks for those that do. */
    private Optional<Sheet> open(Sheet law, List<Sheet> speaking, Reason closed, String article) {
        Optional<Sheet> allowing = speaking.stream().filter(Trial::allows).findFirst();
        allowing.ifPresent(this::speakFor);
        boolean withheld = speaking.stream()
                .anyMatch(rule -> List.of("DENY", "NEEDS_CONSENT").contains(outcome(rule)));
        if (allowing.isEmpty() && !withheld) {
            against.add(unsaid(closed, law, article));
        }
        return allowing;
    }

    /** Data outside the law crosses freely; for all else every border must be open. */
    private void cross(Sheet law, List<Sheet> speaking) {
        if (scene.question().removal()) {
            articles.add(law.sheet("articles").text("removal"));
        }
        Optional<Sheet> outside = speaking.stream().filter(Trial::allows).findFirst();
        if (outside.isPresent()) {
            speakFor(outside.get());
            return;
        }
        for (Borders.Answer answer : scene.borders(law).answers(scene.recordedIn())) {
            Reason reason = answer.reason();
            if (reason != null && !isRecall()) {
                against.add(new Finding(reason, List.of(), reason.remedy(), false));
            }
            duties.addAll(answer.duties());
        }
    }

    /** Who was sent the person is told to take them out, whatever has become of the paperwork. */
    private boolean isRecall() {
        return scene.question().removal() && scene.question().disclosed();
    }

    /** What the destination needs must go, where the row holds it, in the form that it asks for. */
    private void checkNeeds() {
        var needed = new LinkedHashSet<>(List.of(scene.destination().text("sharedKey")));
        if (!scene.question().removal()) {
            needed.addAll(scene.destination().texts("requiredFields"));
        }
        for (String name : needed) {
            int column = Column.find(scene.columns(), name);
            boolean lessened =
                    !plan.get(column).equals(scene.asked(scene.columns().get(column)));
            if (scene.filled().contains(column) && lessened) {
                Sheet taker = takers.get(column);
                against.add(
                        taker.sheet("then").has("reason")
                                ? finding(taker, false)
                                : Reason.MINIMISATION_REQUIRED_FIELD.finding(false));
            }
        }
    }

    private void speakFor(Sheet rule) {
        articles.addAll(rule.sheet("then").texts("articles"));
        duties.addAll(duties(rule));
    }

    private static List<Obligation> duties(Sheet rule) {
        return rule.sheet("then").texts("obligations").stream()
                .map(Obligation.Kind::valueOf)
                .map(Obligation::of)
                .toList();
    }

    private static Finding finding(Sheet rule, boolean curable) {
        Sheet then = rule.sheet("then");
        Reason reason = Reason.ofCode(then.text("reason")).orElseThrow();
        var remedy = Remedy.valueOf(then.text("remedy", reason.remedy().name()));
        return new Finding(reason, then.texts("articles"), remedy, curable);
    }

    private static Finding unsaid(Reason reason, Sheet law, String article) {
        return new Finding(reason, List.of(law.sheet("articles").text(article)), reason.remedy(), true);
    }

    private static boolean allows(Sheet rule) {
        return outcome(rule).equals("ALLOW");
    }

    private static String outcome(Sheet rule) {
        return rule.sheet("then").text("outcome");
    }
}
