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
import io.activationgateway.consent.profile.Permission;
import io.activationgateway.consent.profile.RecipientType;
import io.activationgateway.consent.signal.SignalClass;
import io.activationgateway.residency.policy.Destination;
import io.activationgateway.residency.policy.MechanismType;
import io.activationgateway.residency.verdict.FieldAction;
import io.activationgateway.residency.verdict.Finding;
import io.activationgateway.residency.verdict.Verdict;
import io.activationgateway.residency.verdict.Verdict.Forward;
import io.activationgateway.residency.verdict.Verdict.Withhold;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** What must hold of every decision, whatever the packs say. */
class DecisionLawsTest {

    private static final Instant NOW = Instant.parse("2026-11-20T07:00:00Z");
    private static final List<String> PURPOSES = List.of(
            "newsletter", "similar-goods", "offers", "catalogue", "profiling", "prize-draw", "audience", "delivery");
    private static final List<Destination> DESTINATIONS = List.of(
            Policies.processor("DE"),
            Policies.processor("TR"),
            Policies.processor("GB", Paper.adequacy("(EU) 2025/2574")),
            Policies.processor("US", Paper.listing("2027-03-01", "2026-11-20")),
            Policies.processor(
                    "IN",
                    Paper.clauses(MechanismType.EU_SCC_M2, "2024-02-01", "2027-03-01"),
                    Paper.standardContract("2026-11-18", null)),
            Policies.processor("DE", Paper.standardContract("2026-09-07", "2026-09-10")),
            Policies.processor(
                    "US",
                    Paper.derogation(MechanismType.EU_DEROG_CONSENT),
                    Paper.derogation(MechanismType.TR_INCIDENTAL_CONSENT)),
            Policies.requiring(Policies.processor("DE"), "email"),
            Policies.requiring(Policies.processor("DE"), "health_segment"),
            Policies.platform("IE"));
    private static final List<PolicyTable> TABLES = DESTINATIONS.stream()
            .map(destination -> PolicyTable.compile(Policies.with(destination), NOW))
            .toList();

    private static final Persons REGISTER = new Persons(new ArrayList<>());

    record Person(
            ConsentState data,
            LegalBasis basis,
            ConsentState message,
            ConsentState transfer,
            Set<ObjectionScope> objections,
            boolean restricted) {

        CellState cell() {
            return new CellState(data, data == ConsentState.GRANTED ? basis : null, message, transfer);
        }

        Person with(ObjectionScope objection) {
            var more = EnumSet.of(objection);
            more.addAll(objections);
            return new Person(data, basis, message, transfer, more, restricted);
        }

        Person withdrawing(Permission permission) {
            var gone = ConsentState.WITHDRAWN;
            return switch (permission) {
                case DATA -> new Person(gone, basis, message, transfer, objections, restricted);
                case MESSAGE -> new Person(data, basis, gone, transfer, objections, restricted);
                case TRANSFER -> new Person(data, basis, message, gone, objections, restricted);
            };
        }

        Person withRestriction() {
            return new Person(data, basis, message, transfer, objections, true);
        }
    }

    record Setting(int table, String purpose, String controller, String country, AgeBand age, RecipientType recipient) {

        PolicyTable compiled() {
            return TABLES.get(table);
        }

        Route route() {
            return compiled().route("destination", purpose, Direction.DISCLOSE, controller);
        }

        Verdict decide(Person person, Set<Integer> fields) {
            return decide(compiled(), person, fields, route().laws(country));
        }

        Verdict decide(PolicyTable other, Person person, Set<Integer> fields, int laws) {
            return decide(other, person, fields, laws, SignalClass.CLEAR);
        }

        Verdict decide(PolicyTable other, Person person, Set<Integer> fields, int laws, SignalClass signals) {
            var shape = new Shape(other.catalogue().size());
            fields.forEach(shape::add);
            return other.route("destination", purpose, Direction.DISCLOSE, controller)
                    .decide(REGISTER, REGISTER.number(profile(person)), laws, age, signals, shape);
        }

        private ConsentProfile profile(Person person) {
            Cell cell = compiled().purpose(purpose).orElseThrow().cell();
            var objections = new TreeSet<Objection>();
            for (ObjectionScope scope : person.objections()) {
                if (scope != ObjectionScope.CHANNEL) {
                    objections.add(new Objection("acme", scope, Channel.NONE));
                } else if (cell.channel() != Channel.NONE) {
                    objections.add(new Objection("acme", scope, cell.channel()));
                }
            }
            var cells = new TreeMap<Cell, CellState>();
            cells.put(cell, person.cell());
            return new ConsentProfile(
                    cells, objections, person.restricted(), false, recipient, AgeBand.UNKNOWN, country);
        }
    }

    @Property
    void anObjectionNeverPermitsMore(
            @ForAll("settings") Setting setting,
            @ForAll("persons") Person person,
            @ForAll("fields") Set<Integer> fields,
            @ForAll ObjectionScope objection) {
        assertNotMore(setting.decide(person, fields), setting.decide(person.with(objection), fields), null);
    }

    @Property
    void aWithdrawalNeverPermitsMore(
            @ForAll("settings") Setting setting,
            @ForAll("persons") Person person,
            @ForAll("fields") Set<Integer> fields,
            @ForAll Permission permission) {
        assertNotMore(setting.decide(person, fields), setting.decide(person.withdrawing(permission), fields), null);
    }

    @Property
    void aRestrictionNeverPermitsMore(
            @ForAll("settings") Setting setting,
            @ForAll("persons") Person person,
            @ForAll("fields") Set<Integer> fields) {
        assertNotMore(setting.decide(person, fields), setting.decide(person.withRestriction(), fields), null);
    }

    /** Neither more than what the register says, nor more than with one signal fewer. */
    @Property
    void aSignalNeverPermitsMore(
            @ForAll("settings") Setting setting,
            @ForAll("persons") Person person,
            @ForAll("fields") Set<Integer> fields,
            @ForAll SignalClass signals) {
        int laws = setting.route().laws(setting.country());
        Verdict with = setting.decide(setting.compiled(), person, fields, laws, signals);
        assertNotMore(setting.decide(person, fields), with, null);
        boolean silent = signals == SignalClass.CLEAR || signals == SignalClass.OPTED_OUT;
        assertThat(with instanceof Forward).isEqualTo(silent && setting.decide(person, fields) instanceof Forward);
    }

    @Property
    void oneMoreFieldNeverPermitsMore(
            @ForAll("settings") Setting setting,
            @ForAll("persons") Person person,
            @ForAll("fields") Set<Integer> fields,
            @ForAll("field") int added) {
        var more = new TreeSet<>(fields);
        more.add(added);
        assertNotMore(setting.decide(person, fields), setting.decide(person, more), added);
    }

    @Property
    void oneMoreLawNeverPermitsMore(
            @ForAll("settings") Setting setting,
            @ForAll("persons") Person person,
            @ForAll("fields") Set<Integer> fields,
            @ForAll("country") String other) {
        PolicyTable table = setting.compiled();
        int laws = setting.route().laws(setting.country());
        assertNotMore(
                setting.decide(table, person, fields, laws),
                setting.decide(table, person, fields, laws | setting.route().laws(other)),
                null);
    }

    @Property(tries = 200)
    void theSameCaseHasTheSameAnswer(
            @ForAll("settings") Setting setting,
            @ForAll("persons") Person person,
            @ForAll("fields") Set<Integer> fields) {
        Verdict first = setting.decide(person, fields);
        int laws = setting.route().laws(setting.country());
        PolicyTable forgetful = PolicyTable.compile(Policies.with(DESTINATIONS.get(setting.table())), NOW, 0);
        PolicyTable remembering = setting.compiled();

        assertThat(setting.decide(forgetful, person, fields, laws)).isEqualTo(first);
        assertThat(setting.decide(remembering, person, fields, laws)).isEqualTo(first);
    }

    @Property
    void aPermissionNamesItsLaw(
            @ForAll("settings") Setting setting,
            @ForAll("persons") Person person,
            @ForAll("fields") Set<Integer> fields) {
        if (!(setting.decide(person, fields) instanceof Forward forward)) {
            return;
        }
        assertThat(forward.basis()).isNotNull();
        assertThat(forward.law()).anyMatch(article -> article.matches("GDPR:6\\(.*|KVKK:5\\(.*|EPRIV:13\\(2\\)"));
        if (setting.compiled().purpose(setting.purpose()).orElseThrow().channel() != Channel.NONE) {
            assertThat(forward.law())
                    .anyMatch(article -> article.matches("EPRIV:.*|TR6563:.*|TRCER:.*|GDPR:21.*|KVKK:5\\(1\\)"));
        }
        boolean european = setting.controller().equals("euco");
        String to = DESTINATIONS.get(setting.table()).importer().country();
        if (european && !Set.of("DE", "IE").contains(to)) {
            assertThat(forward.law()).anyMatch(article -> article.matches("GDPR:4[569].*"));
        }
        if (!european && !to.equals("TR")) {
            assertThat(forward.law()).anyMatch(article -> article.startsWith("KVKK:9"));
        }
    }

    @Property
    void whatStaysInTheAreaOfEveryLawIsNoTransfer(
            @ForAll("persons") Person person, @ForAll("fields") Set<Integer> fields) {
        var setting = new Setting(0, "profiling", "euco", "FR", AgeBand.ADULT, RecipientType.INDIVIDUAL);
        if (setting.decide(person, fields) instanceof Withhold withhold) {
            assertThat(withhold.also())
                    .extracting(Finding::reason)
                    .noneMatch(reason -> reason.code().startsWith("transfer."));
            assertThat(withhold.reason().reason().code()).doesNotStartWith("transfer.");
        }
    }

    @Provide
    Arbitrary<Setting> settings() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, DESTINATIONS.size() - 1),
                        Arbitraries.of(PURPOSES),
                        Arbitraries.of("euco", "trco"),
                        country(),
                        Arbitraries.of(AgeBand.class),
                        Arbitraries.of(RecipientType.class))
                .as(Setting::new);
    }

    @Provide
    Arbitrary<Person> persons() {
        return Combinators.combine(
                        // Granted half the time, so that permissions are not rare.
                        Arbitraries.oneOf(Arbitraries.just(ConsentState.GRANTED), Arbitraries.of(ConsentState.class)),
                        Arbitraries.of(
                                LegalBasis.CONSENT,
                                LegalBasis.EXPLICIT_CONSENT,
                                LegalBasis.PARENTAL_CONSENT,
                                LegalBasis.SOFT_OPT_IN,
                                LegalBasis.LEGIT_INTEREST),
                        Arbitraries.of(ConsentState.class),
                        Arbitraries.of(ConsentState.class),
                        Arbitraries.of(ObjectionScope.class).set().ofMaxSize(1),
                        Arbitraries.frequency(Tuple.of(4, false), Tuple.of(1, true)))
                .as(Person::new);
    }

    @Provide
    Arbitrary<Set<Integer>> fields() {
        return field().set();
    }

    @Provide
    Arbitrary<Integer> field() {
        return Arbitraries.integers().between(0, TABLES.getFirst().catalogue().size() - 1);
    }

    @Provide
    Arbitrary<String> country() {
        return Arbitraries.of("DE", "SE", "IE", "TR", "GB", "US", "US-CA", "CH", "BR", "RU");
    }

    /** That nothing goes which did not go before, the added field aside. */
    private static void assertNotMore(Verdict before, Verdict after, @Nullable Integer added) {
        switch (after) {
            case Forward now -> {
                assertThat(before).isInstanceOf(Forward.class);
                var then = (Forward) before;
                for (int field = 0; field < now.plan().size(); field++) {
                    FieldAction was = then.plan().action(field);
                    if (added == null || field != added) {
                        assertThat(was.stricter(now.plan().action(field)))
                                .isEqualTo(now.plan().action(field));
                    }
                }
            }
            case Withhold now
            when now.reason().curableByConsent() ->
                assertThat(before instanceof Forward
                                || (before instanceof Withhold then
                                        && then.reason().curableByConsent()))
                        .isTrue();
            case Withhold _, Verdict.Misdirected _ -> {}
        }
    }
}
