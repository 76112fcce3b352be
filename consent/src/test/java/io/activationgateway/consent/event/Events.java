package io.activationgateway.consent.event;

import io.activationgateway.consent.calendar.BusinessCalendar;
import io.activationgateway.consent.event.Change.BirthErased;
import io.activationgateway.consent.event.Change.Born;
import io.activationgateway.consent.event.Change.Choice;
import io.activationgateway.consent.event.Change.Erased;
import io.activationgateway.consent.event.Change.Objected;
import io.activationgateway.consent.event.Change.RecipientTold;
import io.activationgateway.consent.event.Change.Restricted;
import io.activationgateway.consent.event.Change.RestrictionLifted;
import io.activationgateway.consent.event.Change.Withdrawn;
import io.activationgateway.consent.profile.Cell;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.consent.profile.Objection;
import io.activationgateway.consent.profile.ObjectionScope;
import io.activationgateway.consent.profile.PurposeCode;
import io.activationgateway.consent.profile.RecipientType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** Invented events. Times are small numbers of seconds, so that they meet often. */
public final class Events {

    static final Cell EMAIL = new Cell("acme", PurposeCode.DIRECT_MARKETING, Channel.EMAIL);
    static final Cell SMS = new Cell("acme", PurposeCode.DIRECT_MARKETING, Channel.SMS);
    static final Cell PROFILING = new Cell("acme", PurposeCode.PROFILING, Channel.NONE);
    static final BusinessCalendar WEEKDAYS = BusinessCalendar.weekdays(ZoneId.of("Europe/Istanbul"));

    /** Six seconds before the first of January 1970 has begun everywhere, so that birthdays meet the other times. */
    private static final long START = 43_194;

    private Events() {}

    static Instant at(long second) {
        return Instant.ofEpochSecond(START + second);
    }

    static RecordedEvent granted(String id, Cell cell, LegalBasis basis, long received) {
        return recorded(id, new Choice(cell, ConsentState.GRANTED, basis), Timing.ON_ARRIVAL, received);
    }

    static RecordedEvent lapsing(String id, Cell cell, LegalBasis basis, long received, long expires) {
        return recorded(
                id, new Choice(cell, ConsentState.GRANTED, basis), new Timing(null, at(expires), false), received);
    }

    /** A message approval for {@link #SMS}. */
    static RecordedEvent approved(String id, long taken, @Nullable Long registered, long deadline) {
        return new RecordedEvent(
                id,
                new Choice(SMS, ConsentState.GRANTED, LegalBasis.MSG_APPROVAL_IYS),
                null,
                new Timing(at(taken), null, false),
                at(taken + 1),
                true,
                new Registration(registered == null ? null : at(registered), at(deadline)));
    }

    static RecordedEvent withdrawn(String id, Cell cell, @Nullable LegalBasis basis, long received) {
        return recorded(id, new Choice(cell, ConsentState.WITHDRAWN, basis), Timing.ON_ARRIVAL, received);
    }

    static RecordedEvent objected(String id, ObjectionScope scope, Channel channel, long received) {
        return told(id, new Objected(new Objection("acme", scope, channel)), received);
    }

    static RecordedEvent told(String id, Change change, long received) {
        return recorded(id, change, Timing.ON_ARRIVAL, received);
    }

    static RecordedEvent recorded(String id, Change change, Timing timing, long received) {
        return recorded(id, change, null, timing, at(received), true);
    }

    private static RecordedEvent recorded(
            String id, Change change, @Nullable String country, Timing timing, Instant received, boolean proven) {
        var registration = RecordedEvent.isApproval(change) ? new Registration(Instant.MIN, Instant.MAX) : null;
        return new RecordedEvent(id, change, country, timing, received, proven, registration);
    }

    static RecordedEvent unproven(RecordedEvent event) {
        return new RecordedEvent(
                event.id(),
                event.change(),
                event.country(),
                event.timing(),
                event.received(),
                false,
                event.registration());
    }

    static Arbitrary<RecordedEvent> any() {
        return Arbitraries.frequencyOf(Tuple.of(5, grants()), Tuple.of(4, denials()), Tuple.of(1, births()));
    }

    /** Events that often say what another one said, of each kind; a birth among them was ahead for some who told it. */
    public static Arbitrary<RecordedEvent> repetitive() {
        var changes = Arbitraries.of(
                new Choice(EMAIL, ConsentState.GRANTED, LegalBasis.CONSENT),
                new Choice(EMAIL, ConsentState.GRANTED, LegalBasis.LEGIT_INTEREST),
                new Choice(SMS, ConsentState.GRANTED, LegalBasis.MSG_APPROVAL_IYS),
                new Choice(EMAIL, ConsentState.WITHDRAWN, null),
                new Choice(EMAIL, ConsentState.DENIED, LegalBasis.CONSENT),
                new Withdrawn("acme", PurposeCode.DIRECT_MARKETING, null),
                new Objected(new Objection("acme", ObjectionScope.CHANNEL, Channel.EMAIL)),
                new Restricted(),
                new RestrictionLifted(),
                new Erased(),
                new RecipientTold(RecipientType.TACIR),
                new RecipientTold(RecipientType.INDIVIDUAL),
                Born.ADULT,
                new Born(LocalDate.of(1955, 1, 1)),
                new Born(LocalDate.of(1970, 1, 1)),
                new BirthErased());
        return Arbitraries.frequencyOf(Tuple.of(5, events(changes, times().injectNull(0.6))), Tuple.of(1, any()));
    }

    /** What permits more: grants on any basis, lifts, and recipients that law protects less. */
    static Arbitrary<RecordedEvent> grants() {
        var choices = Combinators.combine(cells(), Arbitraries.of(LegalBasis.class))
                .as((cell, basis) -> (Change) new Choice(cell, ConsentState.GRANTED, basis));
        var others = Arbitraries.of(
                new RestrictionLifted(),
                new RecipientTold(RecipientType.TACIR),
                new RecipientTold(RecipientType.LEGAL_PERSON));
        var anyTime = times().injectNull(0.6);
        return Arbitraries.frequencyOf(
                Tuple.of(4, events(choices, anyTime)), Tuple.of(1, events(others, Arbitraries.just(null))));
    }

    /** What closes: refusals, objections, restrictions, erasures, and the recipient that law protects most. */
    static Arbitrary<RecordedEvent> denials() {
        var choices = Combinators.combine(
                        cells(),
                        Arbitraries.of(ConsentState.DENIED, ConsentState.WITHDRAWN),
                        Arbitraries.of(LegalBasis.class).injectNull(0.5))
                .as((cell, state, basis) -> (Change) new Choice(cell, state, basis));
        var objections = Combinators.combine(
                        Arbitraries.of(ObjectionScope.class), Arbitraries.of(Channel.EMAIL, Channel.SMS))
                .as((scope, channel) -> (Change) new Objected(
                        new Objection("acme", scope, scope == ObjectionScope.CHANNEL ? channel : Channel.NONE)));
        var withdrawals = Combinators.combine(
                        Arbitraries.of(PurposeCode.DIRECT_MARKETING, PurposeCode.PROFILING)
                                .injectNull(0.5),
                        Arbitraries.of(Channel.EMAIL, Channel.SMS).injectNull(0.5))
                .as((purpose, channel) -> (Change) new Withdrawn("acme", purpose, channel));
        var ofPerson = Arbitraries.of(new Restricted(), new Erased(), new RecipientTold(RecipientType.INDIVIDUAL))
                .map(change -> (Change) change);
        return events(Arbitraries.oneOf(choices, withdrawals, objections, ofPerson), Arbitraries.just(null));
    }

    static Arbitrary<RecordedEvent> births() {
        var years = Arbitraries.integers().between(1950, 1960).injectNull(0.2);
        return events(
                years.map(year -> year == null ? Born.ADULT : new Born(LocalDate.of(year, 1, 1))),
                Arbitraries.just(null));
    }

    public static Arbitrary<Instant> times() {
        return Arbitraries.longs().between(0, 12).map(Events::at);
    }

    private static Arbitrary<Cell> cells() {
        return Arbitraries.of(EMAIL, SMS, PROFILING);
    }

    private static Arbitrary<RecordedEvent> events(
            Arbitrary<? extends Change> changes, Arbitrary<@Nullable Instant> expiries) {
        var timings = Combinators.combine(times().injectNull(0.3), expiries, Arbitraries.of(true, false))
                .as((claimed, expires, trusted) -> new Timing(claimed, expires, trusted));
        return Combinators.combine(
                        Arbitraries.integers().between(1, 50).map(n -> "ev-" + n),
                        changes,
                        Arbitraries.of("DE", "TR").injectNull(0.4),
                        timings,
                        times(),
                        Arbitraries.frequency(Tuple.of(4, true), Tuple.of(1, false)),
                        Combinators.combine(times().injectNull(0.4), times()).as(Registration::new))
                .as((id, change, country, timing, received, proven, registration) -> new RecordedEvent(
                        id,
                        change,
                        country,
                        timing,
                        received,
                        proven || change.closes(),
                        RecordedEvent.isApproval(change) ? registration : null));
    }
}
