package io.activationgateway.residency.oracle;

import io.activationgateway.residency.verdict.FieldAction;
import io.activationgateway.residency.verdict.FieldPlan;
import io.activationgateway.residency.verdict.Finding;
import io.activationgateway.residency.verdict.Reason;
import io.activationgateway.residency.verdict.Remedy;
import io.activationgateway.residency.verdict.Verdict;
import io.activationgateway.residency.verdict.Verdict.Forward;
import io.activationgateway.residency.verdict.Verdict.Misdirected;
import io.activationgateway.residency.verdict.Verdict.Withhold;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Decides one question after the other from the text of the documents, with nothing worked out before and nothing kept.
 * What it says is what the documents and the handbook of policies say; how fast it says it does not matter.
 */
final class Oracle {

    private final PolicyText policy;
    private final List<Column> columns;
    private final Rules rules;
    private final Map<String, Integer> positions = new HashMap<>();

    Oracle(PolicyText policy) {
        this.policy = policy;
        this.columns = Column.all(policy.all("FieldCatalogue").getFirst());
        this.rules = new Rules(policy.all("TransferRule"));
    }

    Verdict decide(Question question) {
        return away(question).or(() -> unknown(question)).orElseGet(() -> judge(question));
    }

    /**
     * The answers on one record for two persons that its identifiers mean, as one: what either withholds is withheld, and
     * a field leaves only as far as both let it.
     */
    static Verdict both(Verdict one, Verdict other) {
        if (one instanceof Forward first && other instanceof Forward second) {
            var plan = new FieldAction[first.plan().size()];
            Arrays.setAll(
                    plan,
                    column -> Strictness.stricter(
                            first.plan().action(column), second.plan().action(column)));
            return new Forward(
                    FieldPlan.of(plan),
                    first.basis() == null ? second.basis() : first.basis(),
                    union(first.law(), second.law()),
                    union(first.obligations(), second.obligations()));
        }
        if (one instanceof Withhold first && other instanceof Withhold second) {
            var findings = union(findings(first), findings(second));
            Finding strictest = findings.stream()
                    .filter(finding -> !finding.curableByConsent())
                    .findFirst()
                    .orElse(findings.getFirst());
            return new Withhold(strictest, findings, union(first.obligations(), second.obligations()));
        }
        return one instanceof Forward ? other : one;
    }

    private static List<Finding> findings(Withhold withhold) {
        return union(List.of(withhold.reason()), withhold.also());
    }

    private static <T> List<T> union(List<T> one, List<T> other) {
        var all = new LinkedHashSet<>(one);
        all.addAll(other);
        return List.copyOf(all);
    }

    private Optional<Sheet> region(String controller) {
        return policy.all("Region").stream()
                .filter(region -> region.sheets("controllers").stream()
                        .anyMatch(one -> one.text("name").equals(controller)))
                .findFirst();
    }

    /** A person who is not at home in the region of the controller. */
    private Optional<Verdict> away(Question question) {
        Optional<Sheet> here = region(question.controller());
        if (here.isEmpty()) {
            return Optional.of(withhold(Reason.GAP_CONTROLLER));
        }
        String country = question.country();
        if (country == null) {
            return Optional.of(withhold(Reason.GAP_COUNTRY));
        }
        Optional<Sheet> home = home(country);
        if (home.isEmpty()) {
            return Optional.of(withhold(Reason.GAP_COUNTRY));
        }
        List<String> local = laws(country).stream()
                .filter(law -> law.text("family").equals("LOCAL_ONLY"))
                .filter(law -> !Places.inside(law.texts("territory"), home.get().text("country")))
                .map(law -> law.sheet("articles").text("export"))
                .toList();
        if (!local.isEmpty()) {
            return Optional.of(new Withhold(
                    new Finding(Reason.RESIDENCY_LOCAL_ONLY, local, Remedy.LEGAL_REVIEW, false), List.of(), List.of()));
        }
        String name = home.get().text("name");
        return name.equals(here.get().text("name")) ? Optional.empty() : Optional.of(misdirected(country, home.get()));
    }

    private Optional<Sheet> home(String country) {
        for (String place : List.of(country, Places.whole(country))) {
            for (Sheet region : policy.all("Region")) {
                if (Places.names(region.texts("homes"), place)) {
                    return Optional.of(region);
                }
            }
        }
        return Optional.empty();
    }

    private Verdict misdirected(String country, Sheet home) {
        List<Sheet> ofThePerson = laws(country);
        List<Sheet> speaking = ofThePerson.isEmpty() ? laws(home.text("country")) : ofThePerson;
        List<String> articles = speaking.stream()
                .map(law -> law.sheet("articles").text("export"))
                .toList();
        return new Misdirected(
                home.text("name"), new Finding(Reason.RESIDENCY_HOME_REGION, articles, Remedy.NONE, false));
    }

    /** The laws in whose territory a country lies. */
    private List<Sheet> laws(String country) {
        return policy.all("Jurisdiction").stream()
                .filter(law -> Places.inside(law.texts("territory"), country))
                .toList();
    }

    private Optional<Verdict> unknown(Question question) {
        var gaps = new ArrayList<Finding>();
        if (policy.find("Destination", question.destination()).isEmpty()) {
            gaps.add(Reason.GAP_DESTINATION.finding(false));
        }
        if (policy.find("Purpose", question.purpose()).isEmpty()) {
            gaps.add(Reason.GAP_PURPOSE.finding(false));
        }
        return gaps.isEmpty()
                ? Optional.empty()
                : Optional.of(new Withhold(gaps.getFirst(), gaps.subList(1, gaps.size()), List.of()));
    }

    /** The names of the laws that apply to a question whose documents are there and whose person is at home here. */
    List<String> applicable(Question question) {
        return isHeard(question)
                ? scene(question).laws().stream().map(law -> law.text("name")).toList()
                : List.of();
    }

    /** The names of those that see a border on the way of the data. */
    List<String> crossing(Question question) {
        if (!isHeard(question)) {
            return List.of();
        }
        Scene scene = scene(question);
        return scene.laws().stream()
                .filter(law -> !scene.borders(law).answers(scene.recordedIn()).isEmpty())
                .map(law -> law.text("name"))
                .toList();
    }

    /** The articles of each rule of a law that allows in a stage. */
    List<List<String>> allowing(String law, String stage) {
        return rules.of(policy.get("Jurisdiction", law), stage).stream()
                .map(rule -> rule.sheet("then"))
                .filter(then -> then.text("outcome").equals("ALLOW"))
                .map(then -> then.texts("articles"))
                .toList();
    }

    /** An article that a law names where no rule speaks. */
    String article(String law, String what) {
        return policy.get("Jurisdiction", law).sheet("articles").text(what);
    }

    private boolean isHeard(Question question) {
        return away(question).or(() -> unknown(question)).isEmpty();
    }

    private Scene scene(Question question) {
        Sheet here = region(question.controller()).orElseThrow();
        Sheet controller = here.sheets("controllers").stream()
                .filter(one -> one.text("name").equals(question.controller()))
                .findFirst()
                .orElseThrow();
        return new Scene(
                question,
                policy.get("Purpose", question.purpose()),
                controller,
                policy.get("Destination", question.destination()),
                here.text("country"),
                applicable(question, controller),
                columns,
                filled(question));
    }

    private Verdict judge(Question question) {
        Scene scene = scene(question);
        return scene.laws().isEmpty() ? withhold(Reason.GAP_JURISDICTION) : Trial.of(scene, rules);
    }

    private SortedSet<Integer> filled(Question question) {
        var filled = new TreeSet<Integer>();
        for (String name : question.columns()) {
            filled.add(positions.computeIfAbsent(name, column -> Column.find(columns, column)));
        }
        filled.remove(Column.UNKNOWN);
        return filled;
    }

    /** The laws that bind the controller whoever the person is, and those that follow the person to it. */
    private List<Sheet> applicable(Question question, Sheet controller) {
        return policy.all("Jurisdiction").stream()
                .filter(law -> applies(law, question, controller))
                .toList();
    }

    private static boolean applies(Sheet law, Question question, Sheet controller) {
        List<String> territory = law.texts("territory");
        boolean established = Places.inside(territory, controller.text("country"));
        boolean protectsThePerson =
                Scene.homes(question).stream().anyMatch(country -> Places.inside(territory, country));
        return switch (law.text("scope")) {
            case "RESIDENTS" -> protectsThePerson;
            case "EFFECT" -> established || protectsThePerson;
            default ->
                established
                        || (protectsThePerson
                                && controller.texts("targets").stream()
                                        .anyMatch(target -> Places.reaches(target, territory)));
        };
    }

    private static Verdict withhold(Reason reason) {
        return new Withhold(reason.finding(false), List.of(), List.of());
    }
}
