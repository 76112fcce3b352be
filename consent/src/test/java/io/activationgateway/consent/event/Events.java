package io.activationgateway.consent.event;

import io.activationgateway.consent.calendar.BusinessCalendar;
import io.activationgateway.consent.event.Change.Choice;
import io.activationgateway.consent.event.Change.Objected;
import io.activationgateway.consent.event.Change.Withdrawn;
import io.activationgateway.consent.profile.Cell;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.consent.profile.Objection;
import io.activationgateway.consent.profile.ObjectionScope;
import io.activationgateway.consent.profile.PurposeCode;
import java.time.Instant;
import java.time.ZoneId;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** Invented events. Times are small numbers of seconds, so that they meet often. */
final class Events {

    static final Cell EMAIL = new Cell("acme", PurposeCode.DIRECT_MARKETING, Channel.EMAIL);
    static final Cell SMS = new Cell("acme", PurposeCode.DIRECT_MARKETING, Channel.SMS);
    static final Cell PROFILING = new Cell("acme", PurposeCode.PROFILING, Channel.NONE);

    static final BusinessCalendar WEEKDAYS = BusinessCalendar.weekdays(ZoneId.of("Europe/Istanbul"));

    private Events() {}

    static Instant at(long second) {
        return Instant.ofEpochSecond(second);
    }

    static RecordedEvent granted(String id, Cell cell, LegalBasis basis, long received) {
        return recorded(id, new Choice(cell, ConsentState.GRANTED, basis), Timing.ON_ARRIVAL, received);
    }

    static RecordedEvent lapsing(String id, Cell cell, LegalBasis basis, long received, long expires) {
        return recorded(
                id, new Choice(cell, ConsentState.GRANTED, basis), new Timing(null, at(expires), false), received);
    }

    static RecordedEvent withdrawn(String id, Cell cell, @Nullable LegalBasis basis, long received) {
        return recorded(id, new Choice(cell, ConsentState.WITHDRAWN, basis), Timing.ON_ARRIVAL, received);
    }

    static RecordedEvent objected(String id, ObjectionScope scope, Channel channel, long received) {
        return recorded(id, new Objected(new Objection("acme", scope, channel)), Timing.ON_ARRIVAL, received);
    }

    static RecordedEvent recorded(String id, Change change, Timing timing, long received) {
        return recorded(id, change, null, timing, at(received), true);
    }

    private static RecordedEvent recorded(
            String id, Change change, @Nullable String country, Timing timing, Instant received, boolean proven) {
        var registration = RecordedEvent.isApproval(change) ? new Registration(Instant.MIN, Instant.MAX) : null;
        return new RecordedEvent(id, change, country, timing, received, proven, registration);
    }

    static Arbitrary<RecordedEvent> any() {
        return Arbitraries.oneOf(grants(), denials());
    }

    static Arbitrary<RecordedEvent> grants() {
        var changes = Combinators.combine(cells(), Arbitraries.of(LegalBasis.class))
                .as((cell, basis) -> (Change) new Choice(cell, ConsentState.GRANTED, basis));
        return events(changes, times().injectNull(0.6));
    }

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
                        Arbitraries.of(PurposeCode.class).injectNull(0.5),
                        Arbitraries.of(Channel.EMAIL, Channel.SMS).injectNull(0.5))
                .as((purpose, channel) -> (Change) new Withdrawn("acme", purpose, channel));
        return events(Arbitraries.oneOf(choices, withdrawals, objections), Arbitraries.just(null));
    }

    static Arbitrary<Instant> times() {
        return Arbitraries.longs().between(0, 12).map(Events::at);
    }

    private static Arbitrary<Cell> cells() {
        return Arbitraries.of(EMAIL, SMS, PROFILING);
    }

    private static Arbitrary<RecordedEvent> events(Arbitrary<Change> changes, Arbitrary<Instant> expiries) {
        var timings = Combinators.combine(times().injectNull(0.3), expiries, Arbitraries.of(true, false))
                .as(Timing::new);
        return Combinators.combine(
                        Arbitraries.integers().between(1, 50).map(n -> "ev-" + n),
                        changes,
                        Arbitraries.of("DE", "TR").injectNull(0.4),
                        timings,
                        times(),
                        Arbitraries.frequency(Tuple.of(4, true), Tuple.of(1, false)))
                .as((id, change, country, timing, received, proven) ->
                        recorded(id, change, country, timing, received, proven || change.closes()));
    }
}
