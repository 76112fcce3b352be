package io.activationgateway.residency.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.consent.register.ConsentView;
import io.activationgateway.consent.signal.SignalClass;
import io.activationgateway.residency.policy.DataCategory;
import io.activationgateway.residency.policy.FieldClass;
import io.activationgateway.residency.policy.FieldPlanning;
import io.activationgateway.residency.policy.FieldValue;
import io.activationgateway.residency.policy.Mechanism;
import io.activationgateway.residency.policy.Sensitivity;
import io.activationgateway.residency.policy.SpecialTag;
import io.activationgateway.residency.policy.ValueType;
import io.activationgateway.residency.verdict.FieldAction;
import io.activationgateway.residency.verdict.Finding;
import io.activationgateway.residency.verdict.Reason;
import io.activationgateway.residency.verdict.Verdict;
import io.activationgateway.residency.verdict.Verdict.Forward;
import io.activationgateway.residency.verdict.Verdict.Withhold;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PolicyTableTest {

    private static final Instant NOW = Instant.parse("2026-11-20T07:00:00Z");

    private final PolicyTable table = PolicyTable.compile(Policies.with(Policies.processor("DE")), NOW);

    @Test
    void homeIsFoundFromCountryAndController() {
        assertThat(table.home("DE", "euco")).isInstanceOf(Home.Here.class);
        assertThat(table.home("US", "euco")).isInstanceOf(Home.Here.class);
        assertThat(table.home("TR", "euco")).isInstanceOfSatisfying(Home.Elsewhere.class, home -> {
            assertThat(home.region()).isEqualTo("tr");
            assertThat(home.reason().reason()).isEqualTo(Reason.RESIDENCY_HOME_REGION);
            assertThat(home.reason().law()).containsExactly("KVKK:9(1)");
        });
        assertThat(table.home("US", "trco"))
                .isInstanceOfSatisfying(
                        Home.Elsewhere.class,
                        home -> assertThat(home.reason().law()).containsExactly("GDPR:44"));
    }

    @Test
    void anUnknownHomeSaysWhatIsMissing() {
        assertThat(table.home(null, "euco")).isEqualTo(new Home.Unknown(Reason.GAP_COUNTRY.finding(false)));
        assertThat(table.home("JP", "euco")).isEqualTo(new Home.Unknown(Reason.GAP_COUNTRY.finding(false)));
        assertThat(table.home("DE", "nobody")).isEqualTo(new Home.Unknown(Reason.GAP_CONTROLLER.finding(false)));
    }

    @Test
    void anUnknownNameWithholdsEverything() {
        assertThat(gaps("nowhere", "newsletter", "euco")).containsExactly(Reason.GAP_DESTINATION);
        assertThat(gaps("destination", "nothing", "euco")).containsExactly(Reason.GAP_PURPOSE);
        assertThat(gaps("destination", "newsletter", "nobody")).containsExactly(Reason.GAP_CONTROLLER);
        assertThat(gaps("nowhere", "nothing", "nobody"))
                .containsExactly(Reason.GAP_DESTINATION, Reason.GAP_PURPOSE, Reason.GAP_CONTROLLER);
    }

    private List<Reason> gaps(String destination, String purpose, String controller) {
        var verdict = (Withhold) table.route(destination, purpose, Direction.DISCLOSE, controller)
                .decide(Persons.of(), ConsentView.UNKNOWN, 0, AgeBand.ADULT, SignalClass.CLEAR, new Shape(1));
        assertThat(verdict.reason().curableByConsent()).isFalse();
        return Stream.concat(Stream.of(verdict.reason()), verdict.also().stream())
                .map(Finding::reason)
                .toList();
    }

    @Test
    void holdsUntilTheNextDatedFactChanges() {
        assertThat(table.validUntil()).isEqualTo("2031-12-28T00:00:00Z");
        assertThat(until(Paper.standardContract("2026-11-18", null))).isEqualTo("2026-11-25T21:00:00Z");
        assertThat(until(Paper.listing("2027-03-01", "2026-11-20"))).isEqualTo("2026-12-21T00:00:00Z");
        assertThat(until(Paper.standardContract("2026-11-25", null))).isEqualTo("2026-11-24T21:00:00Z");
    }

    private static Instant until(Mechanism mechanism) {
        return PolicyTable.compile(Policies.with(Policies.processor("US", mechanism)), NOW)
                .validUntil();
    }

    @Test
    void theRegistersCountryAndAgeCountBesideTheRows() {
        var child = LawCase.personIn("DE").aged(AgeBand.AGE_14).profile(table);
        var route = table.route("destination", "newsletter", Direction.DISCLOSE, "euco");
        var shape = new Shape(table.catalogue().size());
        shape.add(table.catalogue().number("email"));

        Verdict verdict = route.decide(Persons.of(child), 0, route.laws("SE"), AgeBand.ADULT, SignalClass.CLEAR, shape);

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Withhold.class,
                        withhold -> assertThat(withhold.reason().reason()).isEqualTo(Reason.CONSENT_PARENTAL));
    }

    @Test
    void aWarmTableDecidesWithoutGarbage() {
        ConsentProfile[] profiles = {
            LawCase.personIn("DE").profile(table),
            LawCase.personIn("FR").on(LawCase.state(ConsentState.WITHDRAWN)).profile(table),
            LawCase.personIn("SE").on(LawCase.on(LegalBasis.EXPLICIT_CONSENT)).profile(table),
        };
        var view = Persons.of(profiles);
        var route = table.route("destination", "newsletter", Direction.DISCLOSE, "euco");
        var shape = new Shape(table.catalogue().size());
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        decideAll(route, view, shape, 10);

        long before = threads.getCurrentThreadAllocatedBytes();
        decideAll(route, view, shape, 10_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).isLessThan(10_000);
    }

    private void decideAll(Route route, ConsentView view, Shape shape, int rounds) {
        for (int round = 0; round < rounds; round++) {
            for (int profile = ConsentView.UNKNOWN; profile < view.profileCount(); profile++) {
                shape.clear();
                shape.add(0);
                shape.add(round % 2);
                int laws = route.laws(round % 2 == 0 ? "DE" : "GB");
                if (route.decide(view, profile, laws, AgeBand.ADULT, SignalClass.CLEAR, shape)
                        instanceof Verdict.Misdirected) {
                    throw new AssertionError("no home here");
                }
            }
        }
    }

    @Test
    void signalsRestrictBehindWhatTheRegisterSaysAndBeforeTheBasis() {
        assertThat(reasons(LawCase.personIn("DE"), SignalClass.CLEAR)).isEmpty();
        assertThat(reasons(LawCase.personIn("DE"), SignalClass.REFUSED_MISSING_UNUSABLE))
                .containsExactly(
                        Reason.CONSENT_SIGNAL_REFUSED, Reason.CONSENT_SIGNAL_UNUSABLE, Reason.CONSENT_SIGNAL_MISSING);
        assertThat(reasons(LawCase.personIn("DE").on(LawCase.state(ConsentState.WITHDRAWN)), SignalClass.REFUSED))
                .startsWith(Reason.CONSENT_WITHDRAWN, Reason.CONSENT_SIGNAL_REFUSED);
        assertThat(reasons(LawCase.personIn("DE").on(LawCase.state(ConsentState.UNKNOWN)), SignalClass.MISSING))
                .startsWith(Reason.CONSENT_SIGNAL_MISSING, Reason.CONSENT_MISSING);
    }

    @Test
    void aSignalIsRefusedByTheArticleOfEachLawThatApplies() {
        var withhold = (Withhold) decide(LawCase.personIn("DE"), Direction.DISCLOSE, SignalClass.REFUSED);
        assertThat(withhold.reason().law()).containsExactly("GDPR:6(1)");
        assertThat(withhold.reason().curableByConsent()).isTrue();
    }

    @Test
    void aRemovalPassesSignals() {
        assertThat(decide(LawCase.personIn("DE"), Direction.REMOVE, SignalClass.REFUSED_MISSING_UNUSABLE))
                .isInstanceOf(Verdict.Forward.class);
    }

    private static List<Reason> reasons(LawCase person, SignalClass signals) {
        return decide(person, Direction.DISCLOSE, signals) instanceof Withhold withhold
                ? Stream.concat(Stream.of(withhold.reason()), withhold.also().stream())
                        .map(Finding::reason)
                        .toList()
                : List.of();
    }

    private static Verdict decide(LawCase person, Direction direction, SignalClass signals) {
        // A table remembers profiles by number, and every person here has number 0.
        var fresh = PolicyTable.compile(Policies.with(Policies.processor("DE")), NOW);
        var shape = new Shape(fresh.catalogue().size());
        shape.add(fresh.catalogue().number("email"));
        var route = fresh.route("destination", "newsletter", direction, "euco");
        return route.decide(Persons.of(person.profile(fresh)), 0, route.laws("DE"), AgeBand.ADULT, signals, shape);
    }

    @Test
    void aFullMemoryStillDecides() {
        var policies = Policies.with(Policies.processor("DE"));
        var small = PolicyTable.compile(policies, NOW, 3);
        var route = small.route("destination", "newsletter", Direction.DISCLOSE, "euco");
        var large = table.route("destination", "newsletter", Direction.DISCLOSE, "euco");
        var view = Persons.of(LawCase.personIn("DE").profile(table));
        for (int bits = 0; bits < 1 << 8; bits++) {
            var shape = new Shape(table.catalogue().size());
            for (int field = 0; field < 8; field++) {
                if ((bits & 1 << field) != 0) {
                    shape.add(field);
                }
            }
            Verdict verdict = large.decide(view, 0, 0, AgeBand.ADULT, SignalClass.CLEAR, shape);
            assertThat(route.decide(view, 0, 0, AgeBand.ADULT, SignalClass.CLEAR, shape))
                    .isEqualTo(verdict);
            assertThat(large.decide(view, 0, 0, AgeBand.ADULT, SignalClass.CLEAR, shape))
                    .isSameAs(verdict);
        }
    }

    @Test
    void theDestinationsPlanDecidesTheFormOfAField() {
        var plan = new FieldPlanning(
                FieldAction.PASS,
                Map.of("email", FieldAction.HASH),
                Map.of(DataCategory.IDENTIFIER, FieldAction.PSEUDONYMISE, DataCategory.DEMOGRAPHIC, FieldAction.DROP));
        var forward = (Forward) LawCase.personIn("DE")
                .to(Policies.planning(Policies.processor("DE"), plan))
                .with("email", "user_id", "city", "purchases")
                .decide();

        assertThat(forward.plan().action(table.catalogue().number("email"))).isEqualTo(FieldAction.HASH);
        assertThat(forward.plan().action(table.catalogue().number("user_id"))).isEqualTo(FieldAction.PSEUDONYMISE);
        assertThat(forward.plan().action(table.catalogue().number("city"))).isEqualTo(FieldAction.DROP);
        assertThat(forward.plan().action(table.catalogue().number("purchases"))).isEqualTo(FieldAction.PASS);
    }

    @Test
    void whatIsInsideAFieldDecidesItsFormToo() {
        var plan = new FieldPlanning(FieldAction.PASS, Map.of(), Map.of(DataCategory.SPECIAL, FieldAction.DROP));
        var diet = field("diet", DataCategory.BEHAVIOURAL, List.of(SpecialTag.HEALTH));
        var visits = field("visits", DataCategory.BEHAVIOURAL, List.of());
        var basket = new FieldClass(
                List.of("basket"),
                List.of(),
                DataCategory.TRANSACTIONAL,
                null,
                new FieldValue(
                        ValueType.STRING, List.of(visits, field("illness", DataCategory.SPECIAL, List.of())), null),
                Sensitivity.NONE);

        assertThat(plan.action(basket)).isEqualTo(FieldAction.DROP);
        assertThat(plan.action(diet)).isEqualTo(FieldAction.DROP);
        assertThat(plan.action(visits)).isEqualTo(FieldAction.PASS);
    }

    private static FieldClass field(String name, DataCategory category, List<SpecialTag> tags) {
        return new FieldClass(
                List.of(name), List.of(), category, null, FieldValue.TEXT, new Sensitivity(tags, List.of(), false));
    }

    /** An evaluation asks of a child before it asks for a basis. */
    @Test
    void ofEquallyStrictReasonsTheOneOfTheEarlierStageIsNamed() {
        var route = table.route("destination", "newsletter", Direction.DISCLOSE, "euco");
        Verdict unasked =
                LawCase.personIn("DE").on(LawCase.state(ConsentState.UNKNOWN)).decide();
        Verdict child = LawCase.personIn("IE").aged(AgeBand.AGE_15).decide();

        for (var combined : List.of(route.combine(unasked, child), route.combine(child, unasked))) {
            assertThat(combined).isInstanceOfSatisfying(Withhold.class, withhold -> {
                assertThat(withhold.reason().reason()).isEqualTo(Reason.CONSENT_PARENTAL);
                assertThat(withhold.also())
                        .extracting(Finding::reason)
                        .containsExactly(Reason.CONSENT_MISSING, Reason.CHANNEL_CONSENT);
            });
        }
    }

    @Test
    void ofTwoVerdictsTheStricterCounts() {
        var route = table.route("destination", "newsletter", Direction.DISCLOSE, "euco");
        var consented = LawCase.personIn("DE").with("email", "health_segment");
        Verdict redacted = consented.decide();
        Verdict full = consented.on(LawCase.on(LegalBasis.EXPLICIT_CONSENT)).decide();
        Verdict withdrawn =
                LawCase.personIn("DE").on(LawCase.state(ConsentState.WITHDRAWN)).decide();
        Verdict restricted = LawCase.personIn("DE").restricted().decide();

        assertThat(((Forward) route.combine(full, redacted)).plan()).isEqualTo(((Forward) redacted).plan());
        assertThat(route.combine(full, withdrawn)).isEqualTo(withdrawn);
        assertThat(route.combine(withdrawn, full)).isEqualTo(withdrawn);
        assertThat(route.combine(withdrawn, restricted)).isInstanceOfSatisfying(Withhold.class, withhold -> {
            assertThat(withhold.reason().reason()).isEqualTo(Reason.RESTRICTION_ACTIVE);
            assertThat(withhold.also()).extracting(Finding::reason).contains(Reason.CONSENT_WITHDRAWN);
        });
        assertThat(route.combine(full, full)).isSameAs(full);
        assertThat(route.combine(restricted, withdrawn)).isEqualTo(route.combine(withdrawn, restricted));
    }
}
