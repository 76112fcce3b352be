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
import io.activationgateway.consent.profile.RecipientType;
import io.activationgateway.consent.register.ConsentView;
import io.activationgateway.consent.signal.SignalClass;
import io.activationgateway.residency.policy.Destination;
import io.activationgateway.residency.policy.DestinationKind;
import io.activationgateway.residency.policy.MechanismType;
import io.activationgateway.residency.policy.PolicySet;
import io.activationgateway.residency.policy.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A verdict that comes from memory is the one that evaluation would give: nothing that decides is missing in its key. */
class RememberedVerdictTest {

    private static final Instant NOW = Instant.parse("2026-11-20T07:00:00Z");
    private static final int PEOPLE = 6;
    private static final int QUESTIONS = 60;
    private static final PolicySet POLICIES = Policies.with(
            named("at-home", Policies.processor("DE")),
            named("turkish", Policies.destination(DestinationKind.MESSAGING, Role.PROCESSOR, "TR")),
            named("platform", Policies.platform("IE")),
            named(
                    "abroad",
                    Policies.processor(
                            "US",
                            Paper.listing("2027-03-01", "2026-11-20"),
                            Paper.derogation(MechanismType.TR_INCIDENTAL_CONSENT),
                            Paper.standardContract("2026-11-18", null))));
    private static final List<Direction> DIRECTIONS =
            List.of(Direction.DISCLOSE, Direction.DISCLOSE, Direction.DISCLOSE, Direction.REMOVE, Direction.RECALL);
    private static final List<String> PURPOSES = List.of(
            "newsletter", "similar-goods", "offers", "catalogue", "profiling", "prize-draw", "audience", "delivery");
    private static final List<String> CONTROLLERS = List.of("euco", "usco", "ukco", "trco", "trhome");
    private static final List<String> COUNTRIES =
            List.of("DE", "SE", "IE", "FR", "TR", "GB", "US", "US-CA", "CH", "BR", "RU", "JP");
    private static final List<LegalBasis> BASES = List.of(
            LegalBasis.CONSENT,
            LegalBasis.EXPLICIT_CONSENT,
            LegalBasis.PARENTAL_CONSENT,
            LegalBasis.SOFT_OPT_IN,
            LegalBasis.LEGIT_INTEREST);

    /** All questions go to one warm table; each goes to a table and a register of its own as well. */
    @Property(tries = 60)
    void memoryChangesNoAnswer(@ForAll long seed) {
        var random = new Random(seed);
        var people = new ArrayList<ConsentProfile>();
        for (int i = 0; i < PEOPLE; i++) {
            people.add(person(random));
        }
        var register = new Persons(people);
        var warm = PolicyTable.compile(POLICIES, NOW);
        var way = Question.draw(random, warm);

        for (int i = 0; i < QUESTIONS; i++) {
            int number = random.nextInt(-1, PEOPLE);
            var question = Question.draw(random, warm).on(way);
            var alone = number == ConsentView.UNKNOWN ? Persons.of() : Persons.of(people.get(number));
            var fresh = question.ask(
                    PolicyTable.compile(POLICIES, NOW, 0), alone, number == ConsentView.UNKNOWN ? number : 0);

            assertThat(question.ask(warm, register, number)).isEqualTo(fresh);
            assertThat(question.ask(warm, register, number)).isEqualTo(fresh);
        }
    }

    record Question(
            String destination,
            String purpose,
            Direction direction,
            String controller,
            List<String> countries,
            AgeBand age,
            SignalClass signals,
            Set<Integer> fields) {

        /** The same question on another's way: on one way, questions that differ in one thing alone are frequent. */
        Question on(Question way) {
            return new Question(
                    way.destination, way.purpose, way.direction, way.controller, countries, age, signals, fields);
        }

        static Question draw(Random random, PolicyTable table) {
            var countries = new ArrayList<String>();
            for (int i = random.nextInt(2); i > 0; i--) {
                countries.add(any(random, COUNTRIES));
            }
            var fields = new TreeSet<Integer>();
            for (int i = random.nextInt(2); i > 0; i--) {
                fields.add(random.nextInt(table.catalogue().size()));
            }
            return new Question(
                    any(random, List.of("at-home", "turkish", "platform", "abroad")),
                    any(random, PURPOSES),
                    any(random, DIRECTIONS),
                    any(random, CONTROLLERS),
                    countries,
                    any(random, List.of(AgeBand.values())),
                    any(random, List.of(SignalClass.values())),
                    fields);
        }

        Object ask(PolicyTable table, Persons register, int person) {
            var route = table.route(destination, purpose, direction, controller);
            int laws = 0;
            for (String country : countries) {
                laws |= route.laws(country);
            }
            var shape = new Shape(table.catalogue().size());
            fields.forEach(shape::add);
            return route.decide(register, person, laws, age, signals, shape);
        }
    }

    private static ConsentProfile person(Random random) {
        var cells = new TreeMap<Cell, CellState>();
        for (String purpose : PURPOSES) {
            var cell = POLICIES.purposes().stream()
                    .filter(known -> known.name().equals(purpose))
                    .findFirst()
                    .orElseThrow()
                    .cell();
            if (random.nextInt(4) > 0) {
                cells.put(cell, state(random));
            }
        }
        var objections = new TreeSet<Objection>();
        if (random.nextInt(4) == 0) {
            objections.add(new Objection("acme", ObjectionScope.ALL_DM, Channel.NONE));
        }
        if (random.nextInt(4) == 0) {
            objections.add(new Objection("acme", ObjectionScope.CHANNEL, Channel.EMAIL));
        }
        if (random.nextInt(4) == 0) {
            objections.add(new Objection("other", ObjectionScope.PROFILING, Channel.NONE));
        }
        return new ConsentProfile(
                cells,
                objections,
                random.nextInt(6) == 0,
                random.nextInt(8) == 0,
                any(random, List.of(RecipientType.values())),
                any(random, List.of(AgeBand.values())),
                random.nextInt(4) == 0 ? null : any(random, COUNTRIES));
    }

    private static CellState state(Random random) {
        var data = random.nextBoolean() ? ConsentState.GRANTED : any(random, List.of(ConsentState.values()));
        return new CellState(
                data,
                data == ConsentState.GRANTED ? any(random, BASES) : null,
                any(random, List.of(ConsentState.values())),
                any(random, List.of(ConsentState.values())));
    }

    private static <T> T any(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static Destination named(String name, Destination destination) {
        return new Destination(
                name,
                destination.title(),
                destination.kind(),
                destination.importer(),
                destination.sharedKey(),
                destination.requiredFields(),
                destination.fieldPlan(),
                destination.mechanisms(),
                destination.onward());
    }
}
