package io.activationgateway.residency.table;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.consent.calendar.BusinessCalendar;
import io.activationgateway.consent.event.ConsentEvent;
import io.activationgateway.consent.event.Folded;
import io.activationgateway.consent.event.Merge;
import io.activationgateway.consent.event.RecordedEvent;
import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.signal.SignalClass;
import io.activationgateway.residency.policy.Destination;
import io.activationgateway.residency.policy.FieldCatalogue;
import io.activationgateway.residency.policy.Mechanism;
import io.activationgateway.residency.table.ConsentCase.Expected.Goes;
import io.activationgateway.residency.table.ConsentCase.Expected.Stays;
import io.activationgateway.residency.verdict.FieldAction;
import io.activationgateway.residency.verdict.Obligation;
import io.activationgateway.residency.verdict.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole way from what was told to what goes: events, merge, packs, compiled table. */
class ConsentCasesTest {

    private static final BusinessCalendar TURKISH =
            requireNonNull(Policies.law("kvkk").calendar());

    private static final FieldCatalogue CATALOGUE = Policies.with().catalogue();

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void isDecidedAsTheLawSays(ConsentCase given) {
        check(given, decide(given, recorded(given, ConsentCasesTest::claimed)));
    }

    /** What is told late is told with its time. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void isDecidedTheSameWhenAllOfItArrivesLate(ConsentCase given) {
        check(given, decide(given, recorded(given, _ -> given.at())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void isDecidedTheSameInAnotherOrder(ConsentCase given) {
        var events = new ArrayList<>(recorded(given, ConsentCasesTest::claimed));
        events.addAll(List.copyOf(events));
        Collections.reverse(events);

        check(given, decide(given, events));
    }

    /** A node reads ahead what falls due, and merges nothing. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void isDecidedTheSameByWhatWasReadAhead(ConsentCase given) {
        var events = recorded(given, ConsentCasesTest::claimed);
        var last = events.stream()
                .map(RecordedEvent::received)
                .max(Instant::compareTo)
                .orElse(given.at());
        var folded = Merge.of(events).fold(last);
        var profile = folded.later().stream()
                .filter(due -> !due.at().isAfter(given.at()))
                .map(Folded.Due::profile)
                .reduce(folded.now(), (_, later) -> later);

        check(given, decide(given, profile));
    }

    @Test
    void anErasedPersonIsStillTakenOutElsewhere() {
        var given = ConsentCases.all().stream()
                .filter(one -> one.name().startsWith("13 nothing new"))
                .findFirst()
                .orElseThrow();
        var profile = Merge.of(recorded(given, ConsentCasesTest::claimed)).profile(given.at());

        assertThat(decide(given, profile, Direction.REMOVE)).isInstanceOf(Verdict.Forward.class);
    }

    static List<ConsentCase> all() {
        return ConsentCases.all();
    }

    private static Instant claimed(ConsentEvent event) {
        return requireNonNull(event.timing().claimed());
    }

    private static List<RecordedEvent> recorded(ConsentCase given, Function<ConsentEvent, Instant> received) {
        return given.events().stream()
                .map(event -> event.recorded(received.apply(event), TURKISH))
                .toList();
    }

    private static Verdict decide(ConsentCase given, List<RecordedEvent> events) {
        return decide(given, Merge.of(events).profile(given.at()));
    }

    private static Verdict decide(ConsentCase given, ConsentProfile profile) {
        return decide(given, profile, Direction.DISCLOSE);
    }

    private static Verdict decide(ConsentCase given, ConsentProfile profile, Direction direction) {
        var table = PolicyTable.compile(Policies.with(destination(given)), given.at());
        var route = table.route("destination", given.purpose(), direction, given.controller());
        var shape = new Shape(table.catalogue().size());
        given.fields().stream()
                .filter(field -> !field.equals(ConsentCase.GPC))
                .forEach(field -> shape.add(table.catalogue().number(field)));
        var signals = given.fields().contains(ConsentCase.GPC) ? SignalClass.OPTED_OUT : SignalClass.CLEAR;
        return route.decide(Persons.of(profile), 0, route.laws(given.country()), AgeBand.UNKNOWN, signals, shape);
    }

    private static Destination destination(ConsentCase given) {
        var recipient = given.recipient();
        return Policies.destination(
                recipient.kind(),
                recipient.role(),
                recipient.country(),
                recipient.mechanisms().toArray(Mechanism[]::new));
    }

    private static void check(ConsentCase given, Verdict verdict) {
        switch (given.expected()) {
            case Goes(var basis, var obligations, var dropped) ->
                assertThat(verdict).isInstanceOfSatisfying(Verdict.Forward.class, forward -> {
                    assertThat(forward.basis()).isEqualTo(basis);
                    assertThat(forward.obligations())
                            .extracting(Obligation::code)
                            .isEqualTo(obligations);
                    assertThat(given.fields())
                            .filteredOn(field -> !field.equals(ConsentCase.GPC))
                            .filteredOn(field -> forward.plan().action(CATALOGUE.number(field)) == FieldAction.DROP)
                            .isEqualTo(dropped);
                });
            case Stays(var reason, var remedy, var curable) ->
                assertThat(verdict).isInstanceOfSatisfying(Verdict.Withhold.class, withhold -> {
                    assertThat(withhold.reason().reason()).isEqualTo(reason);
                    assertThat(withhold.reason().remedy()).isEqualTo(remedy);
                    assertThat(withhold.reason().curableByConsent()).isEqualTo(curable);
                });
        }
    }
}
