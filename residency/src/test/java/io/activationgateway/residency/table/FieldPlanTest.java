package io.activationgateway.residency.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.consent.profile.Cell;
import io.activationgateway.consent.profile.CellState;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.consent.profile.Objection;
import io.activationgateway.consent.profile.ObjectionScope;
import io.activationgateway.consent.profile.PurposeCode;
import io.activationgateway.consent.profile.RecipientType;
import io.activationgateway.consent.signal.SignalClass;
import io.activationgateway.residency.policy.Condition;
import io.activationgateway.residency.policy.Condition.DataIs;
import io.activationgateway.residency.policy.DataCategory;
import io.activationgateway.residency.policy.Destination;
import io.activationgateway.residency.policy.FieldPlanning;
import io.activationgateway.residency.policy.PolicySet;
import io.activationgateway.residency.policy.Stage;
import io.activationgateway.residency.policy.TransferRule;
import io.activationgateway.residency.policy.TransferRule.Effect;
import io.activationgateway.residency.policy.TransferRule.Outcome;
import io.activationgateway.residency.verdict.FieldAction;
import io.activationgateway.residency.verdict.FieldAction.Truncate;
import io.activationgateway.residency.verdict.Reason;
import io.activationgateway.residency.verdict.Remedy;
import io.activationgateway.residency.verdict.Verdict;
import io.activationgateway.residency.verdict.Verdict.Forward;
import io.activationgateway.residency.verdict.Verdict.Withhold;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens to fields, by what is known of the person and of the field. */
class FieldPlanTest {

    private static final Instant NOW = Instant.parse("2026-11-20T07:00:00Z");
    private static final CellState CONSENT = LawCase.consent();

    @Test
    void aScoreLeavesWithANewsletterOnlyWhereThePersonMayBeProfiled() {
        assertThat(score("DE", CellState.UNKNOWN, AgeBand.ADULT)).isEqualTo(FieldAction.DROP);
        assertThat(score("DE", CONSENT, AgeBand.ADULT)).isEqualTo(FieldAction.PASS);
        assertThat(score("DE", LawCase.on(LegalBasis.LEGIT_INTEREST), AgeBand.ADULT))
                .isEqualTo(FieldAction.DROP);
        assertThat(score("DE", LawCase.state(ConsentState.WITHDRAWN), AgeBand.ADULT))
                .isEqualTo(FieldAction.DROP);
        assertThat(score("TR", CONSENT, AgeBand.ADULT)).isEqualTo(FieldAction.PASS);
        assertThat(score("TR", LawCase.on(LegalBasis.PARENTAL_CONSENT), AgeBand.ADULT))
                .isEqualTo(FieldAction.DROP);
    }

    @Test
    void aScoreOfWhoMayBeAChildStaysWhateverWasConsentedTo() {
        assertThat(score("SE", CONSENT, AgeBand.UNKNOWN)).isEqualTo(FieldAction.DROP);
        assertThat(score("SE", CONSENT, AgeBand.AGE_15)).isEqualTo(FieldAction.PASS);
        assertThat(score("TR", CONSENT, AgeBand.AGE_16_17)).isEqualTo(FieldAction.DROP);
    }

    @Test
    void anObjectionToProfilingTakesTheScoreOutAndLetsTheNewsletterGo() {
        var cells = cells("newsletter", CONSENT, CONSENT);
        var profile = new ConsentProfile(
                cells,
                new TreeSet<>(Set.of(new Objection("acme", ObjectionScope.PROFILING, Channel.NONE))),
                false,
                false,
                RecipientType.INDIVIDUAL,
                AgeBand.ADULT,
                "DE");

        var plan = forward(
                        decide(Policies.with(Policies.processor("DE")), profile, "newsletter", "email", "churn_score"))
                .plan();

        assertThat(plan.action(number("churn_score"))).isEqualTo(FieldAction.DROP);
        assertThat(plan.action(number("email"))).isEqualTo(FieldAction.PASS);
    }

    /** A purpose that is profiling itself has its own gate: consent to it carries what it concludes. */
    @Test
    void profilingItselfUsesScores() {
        assertThat(LawCase.personIn("DE")
                        .forPurpose("profiling")
                        .with("email", "churn_score")
                        .decide())
                .isInstanceOfSatisfying(
                        Forward.class,
                        forward -> assertThat(forward.plan().action(number("churn_score")))
                                .isEqualTo(FieldAction.PASS));
    }

    /** With a value it would be denied; without one even its name would tell that there is an account. */
    @ParameterizedTest
    @EnumSource(names = {"DISCLOSE", "REMOVE"})
    void anEmptySecretDoesNotLeaveAsAName(Direction direction) {
        var person = LawCase.personIn("TR")
                .forPurpose("profiling")
                .to(Policies.processor("DE", Paper.standardContract("2026-09-07", "2026-09-10")));
        if (direction == Direction.REMOVE) {
            person.removing();
        }

        assertThat(person.decide())
                .isInstanceOfSatisfying(
                        Forward.class,
                        forward -> assertThat(forward.plan().action(number("card_limit")))
                                .isEqualTo(FieldAction.DROP));
        assertThat(LawCase.personIn("DE").decide()).isInstanceOfSatisfying(Forward.class, forward -> {
            assertThat(forward.plan().action(number("conviction"))).isEqualTo(FieldAction.DROP);
            assertThat(forward.plan().action(number("health_segment"))).isEqualTo(FieldAction.DROP);
        });
    }

    @Test
    void aRuleCanLetLessLeaveOfAField() {
        var policies = with(
                Policies.processor("DE"), rule("cut-city", new Truncate(3)), rule("cut-city-more", new Truncate(1)));

        assertThat(forward(decide(policies, adult("newsletter"), "newsletter", "email", "city"))
                        .plan()
                        .action(number("city")))
                .isEqualTo(new Truncate(1));
    }

    /** What hashes and what cuts allow differs, so that nothing is left. */
    @Test
    void ofARuleAndAPlanThatDoNotAgreeNothingIsLeft() {
        var hashing = Policies.planning(
                Policies.processor("DE"),
                new FieldPlanning(FieldAction.PASS, Map.of("city", FieldAction.HASH), Map.of()));

        assertThat(forward(decide(
                                with(hashing, rule("cut-city", new Truncate(3))),
                                adult("newsletter"),
                                "newsletter",
                                "email",
                                "city"))
                        .plan()
                        .action(number("city")))
                .isEqualTo(FieldAction.DROP);
    }

    /** An address that leaves as something else reaches nobody: the destination cannot take the record. */
    @Test
    void aRuleThatChangesWhatTheDestinationNeedsWithholds() {
        var requiring = Policies.requiring(Policies.processor("DE"), "city");

        assertThat(decide(
                        with(requiring, rule("cut-city", new Truncate(3))),
                        adult("newsletter"),
                        "newsletter",
                        "email",
                        "city"))
                .isInstanceOfSatisfying(
                        Withhold.class,
                        withhold ->
                                assertThat(withhold.reason().reason()).isEqualTo(Reason.MINIMISATION_REQUIRED_FIELD));
        assertThat(decide(
                        with(requiring, rule("hide-key", DataCategory.CONTACT, FieldAction.PSEUDONYMISE)),
                        adult("newsletter"),
                        "newsletter",
                        "email"))
                .isInstanceOfSatisfying(
                        Withhold.class,
                        withhold ->
                                assertThat(withhold.reason().reason()).isEqualTo(Reason.MINIMISATION_REQUIRED_FIELD));
    }

    private static FieldAction score(String country, CellState profiling, AgeBand age) {
        // Nobody objects to post under either law, so that only the score is in question.
        String purpose = country.equals("TR") ? "delivery" : "newsletter";
        var profile = new ConsentProfile(
                cells(purpose, CONSENT, profiling), Set.of(), false, false, RecipientType.INDIVIDUAL, age, country);
        return forward(decide(Policies.with(Policies.processor(country)), profile, purpose, "email", "churn_score"))
                .plan()
                .action(number("churn_score"));
    }

    private static ConsentProfile adult(String purpose) {
        return new ConsentProfile(
                cells(purpose, CONSENT, CellState.UNKNOWN),
                Set.of(),
                false,
                false,
                RecipientType.INDIVIDUAL,
                AgeBand.ADULT,
                "DE");
    }

    private static Map<Cell, CellState> cells(String purpose, CellState state, CellState profiling) {
        var table = PolicyTable.compile(Policies.with(Policies.processor("DE")), NOW);
        var cells = new TreeMap<Cell, CellState>();
        cells.put(table.purpose(purpose).orElseThrow().cell(), state);
        cells.put(new Cell("acme", PurposeCode.PROFILING, Channel.NONE), profiling);
        return cells;
    }

    private static Verdict decide(PolicySet policies, ConsentProfile profile, String purpose, String... fields) {
        var table = PolicyTable.compile(policies, NOW);
        var route = table.route(
                "destination", purpose, Direction.DISCLOSE, "TR".equals(profile.country()) ? "trco" : "euco");
        var shape = new Shape(table.catalogue().size());
        Stream.of(fields).forEach(field -> shape.add(number(field)));
        return route.decide(
                Persons.of(profile), 0, route.laws(profile.country()), profile.age(), SignalClass.CLEAR, shape);
    }

    private static Forward forward(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Forward.class);
        return (Forward) verdict;
    }

    private static int number(String field) {
        return Policies.with().catalogue().number(field);
    }

    private static PolicySet with(Destination destination, TransferRule... rules) {
        var policies = Policies.with(destination);
        return new PolicySet(
                1,
                "sha256:0",
                policies.jurisdictions(),
                policies.regions(),
                policies.purposes(),
                policies.catalogue(),
                policies.destinations(),
                Stream.concat(policies.rules().stream(), Stream.of(rules)).toList(),
                List.of());
    }

    private static TransferRule rule(String name, FieldAction action) {
        return rule(name, DataCategory.DEMOGRAPHIC, action);
    }

    private static TransferRule rule(String name, DataCategory category, FieldAction action) {
        var any = Condition.ANY;
        var data = new DataIs(List.of(category), List.of(), List.of(), null, List.of());
        return new TransferRule(
                name,
                "A rule of the test",
                "gdpr",
                Stage.DATA,
                new Condition(any.purpose(), any.consent(), any.profiling(), any.subject(), data, any.route()),
                null,
                new Effect(Outcome.REDACT, null, List.of("GDPR:5(1)(c)"), Remedy.NONE, List.of(), null, action),
                false);
    }
}
