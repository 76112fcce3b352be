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
import io.activationgateway.residency.policy.Destination;
import io.activationgateway.residency.policy.PolicySet;
import io.activationgateway.residency.verdict.FieldAction;
import io.activationgateway.residency.verdict.Obligation;
import io.activationgateway.residency.verdict.Reason;
import io.activationgateway.residency.verdict.Remedy;
import io.activationgateway.residency.verdict.Verdict;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One case, decided through the compiled table. */
final class LawCase {

    private String controller = "euco";
    private String country = "DE";
    private @Nullable String registered;
    private AgeBand age = AgeBand.ADULT;
    private String purpose = "newsletter";
    private CellState cell = consent();
    private CellState profiling = CellState.UNKNOWN;
    private final TreeSet<Objection> objections = new TreeSet<>();
    private boolean restricted;
    private boolean erased;
    private RecipientType recipient = RecipientType.INDIVIDUAL;
    private Destination destination = Policies.processor("DE");
    private Direction direction = Direction.DISCLOSE;
    private SignalClass signals = SignalClass.CLEAR;
    private boolean strict;
    private @Nullable String holiday;
    private String at = "2026-11-20T10:00+03:00";
    private List<String> fields = List.of("email", "city");

    static CellState consent() {
        return new CellState(ConsentState.GRANTED, LegalBasis.CONSENT, ConsentState.UNKNOWN, ConsentState.UNKNOWN);
    }

    static CellState on(LegalBasis basis) {
        return new CellState(ConsentState.GRANTED, basis, ConsentState.UNKNOWN, ConsentState.UNKNOWN);
    }

    static CellState state(ConsentState state) {
        return new CellState(state, null, ConsentState.UNKNOWN, ConsentState.UNKNOWN);
    }

    static CellState withMessage(ConsentState message) {
        return new CellState(ConsentState.GRANTED, LegalBasis.CONSENT, message, ConsentState.UNKNOWN);
    }

    /** An approval was taken that the registry does not know yet. */
    static CellState awaiting(ConsentState message) {
        var told = withMessage(message);
        return new CellState(told.data(), message, told.transfer(), told.bases(), true, false);
    }

    /** A consent to this very cell, later than all that closes it. */
    static CellState reopened() {
        var told = consent();
        return new CellState(told.data(), told.message(), told.transfer(), told.bases(), false, true);
    }

    /** Nobody approved messages: the sender claims that none is needed. */
    static CellState exempted() {
        return new CellState(
                ConsentState.GRANTED,
                ConsentState.GRANTED,
                ConsentState.UNKNOWN,
                new TreeSet<>(List.of(LegalBasis.CONSENT, LegalBasis.TACIR_EXEMPTION)),
                false,
                false);
    }

    static CellState withTransfer() {
        return new CellState(ConsentState.GRANTED, LegalBasis.CONSENT, ConsentState.UNKNOWN, ConsentState.GRANTED);
    }

    static LawCase personIn(String country) {
        var made = new LawCase();
        made.country = country;
        made.controller = country.equals("TR") ? "trco" : "euco";
        return made;
    }

    /** Whom the register places elsewhere than the row. */
    LawCase knownIn(String code) {
        registered = code;
        return this;
    }

    LawCase servedBy(String name) {
        controller = name;
        return this;
    }

    LawCase aged(AgeBand band) {
        age = band;
        return this;
    }

    LawCase forPurpose(String name) {
        purpose = name;
        return this;
    }

    LawCase on(CellState state) {
        cell = state;
        return this;
    }

    /** With this permission to profile, for a purpose that is another one. */
    LawCase profiled(CellState state) {
        profiling = state;
        return this;
    }

    LawCase objecting(ObjectionScope scope) {
        objections.add(new Objection("acme", scope, scope == ObjectionScope.CHANNEL ? Channel.EMAIL : Channel.NONE));
        return this;
    }

    LawCase restricted() {
        restricted = true;
        return this;
    }

    LawCase erased() {
        erased = true;
        return this;
    }

    LawCase tacir() {
        recipient = RecipientType.TACIR;
        return this;
    }

    LawCase to(Destination where) {
        destination = where;
        return this;
    }

    LawCase removing() {
        direction = Direction.REMOVE;
        return this;
    }

    LawCase recalling() {
        direction = Direction.RECALL;
        return this;
    }

    LawCase signalling(SignalClass told) {
        signals = told;
        return this;
    }

    LawCase strictly() {
        strict = true;
        return this;
    }

    /** With one holiday more in the Turkish calendar, as month and day. */
    LawCase withHoliday(String day) {
        holiday = day;
        return this;
    }

    LawCase at(String instant) {
        at = instant;
        return this;
    }

    LawCase with(String... names) {
        fields = List.of(names);
        return this;
    }

    LawCase and(String name) {
        var more = new ArrayList<>(fields);
        more.add(name);
        fields = more;
        return this;
    }

    PolicyTable table() {
        PolicySet policies = Policies.with(destination);
        if (strict) {
            policies = Policies.strict(policies);
        }
        if (holiday != null) {
            policies = Policies.withHoliday(policies, holiday);
        }
        return PolicyTable.compile(policies, OffsetDateTime.parse(at).toInstant());
    }

    ConsentProfile profile(PolicyTable table) {
        var cells = new TreeMap<Cell, CellState>();
        cells.put(new Cell("acme", PurposeCode.PROFILING, Channel.NONE), profiling);
        cells.put(table.purpose(purpose).orElseThrow().cell(), cell);
        return new ConsentProfile(
                cells, objections, restricted, erased, recipient, age, registered == null ? country : registered);
    }

    Verdict decide() {
        return decide(table());
    }

    Verdict decide(PolicyTable table) {
        var route = table.route("destination", purpose, direction, controller);
        var shape = new Shape(table.catalogue().size());
        fields.forEach(field -> shape.add(table.catalogue().number(field)));
        return route.decide(Persons.of(profile(table)), 0, route.laws(country), age, signals, shape);
    }

    /** Asserts a permission: all of its law in order, all its obligations, and exactly these given fields dropped. */
    void forwards(LegalBasis basis, List<String> law, List<String> obligations, String... dropped) {
        var table = table();
        assertThat(decide(table)).isInstanceOfSatisfying(Verdict.Forward.class, forward -> {
            assertThat(forward.basis()).isEqualTo(basis);
            assertThat(forward.law()).isEqualTo(law);
            assertThat(forward.obligations()).extracting(Obligation::code).isEqualTo(obligations);
            assertThat(fields.stream()
                            .filter(field ->
                                    forward.plan().action(table.catalogue().number(field)) == FieldAction.DROP))
                    .containsExactly(dropped);
        });
    }

    /** Asserts a NEEDS_CONSENT with its law and remedy. */
    void needsConsent(Reason reason, Remedy remedy, String... law) {
        withholds(reason, remedy, true, law);
    }

    /** Asserts a DENY with its law and remedy. */
    void denies(Reason reason, Remedy remedy, String... law) {
        withholds(reason, remedy, false, law);
    }

    private void withholds(Reason reason, Remedy remedy, boolean curable, String... law) {
        assertThat(decide()).isInstanceOfSatisfying(Verdict.Withhold.class, withhold -> {
            assertThat(withhold.reason().reason()).isEqualTo(reason);
            assertThat(withhold.reason().law()).containsExactly(law);
            assertThat(withhold.reason().remedy()).isEqualTo(remedy);
            assertThat(withhold.reason().curableByConsent()).isEqualTo(curable);
            assertThat(withhold.obligations()).isEmpty();
        });
    }
}
