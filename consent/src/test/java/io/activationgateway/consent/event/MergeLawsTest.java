package io.activationgateway.consent.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.Permission;
import io.activationgateway.consent.profile.RecipientType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MergeLawsTest {

    @Property
    void orderAndRepetitionDoNotCount(
            @ForAll("histories") List<RecordedEvent> events, @ForAll("times") Instant at, @ForAll Random random) {
        var again = new ArrayList<>(events);
        events.stream().filter(_ -> random.nextBoolean()).forEach(again::add);
        Collections.shuffle(again, random);

        var merge = Merge.of(events);
        var other = Merge.of(again);
        assertThat(other.fold(at)).isEqualTo(merge.fold(at));
        for (var event : events) {
            assertThat(other.effect(event, at)).isEqualTo(merge.effect(event, at));
        }
    }

    @Property
    void whatSeveralWritersAppendComesTogether(
            @ForAll("histories") List<RecordedEvent> one,
            @ForAll("histories") List<RecordedEvent> other,
            @ForAll("times") Instant at,
            @ForAll Random random) {
        var interleaved = new ArrayList<RecordedEvent>();
        var left = new ArrayDeque<>(one);
        var right = new ArrayDeque<>(other);
        while (!left.isEmpty() || !right.isEmpty()) {
            boolean takeLeft = right.isEmpty() || (!left.isEmpty() && random.nextBoolean());
            interleaved.add(takeLeft ? left.removeFirst() : right.removeFirst());
        }
        var oneAfterTheOther = new ArrayList<>(other);
        oneAfterTheOther.addAll(one);

        assertThat(Merge.of(interleaved).fold(at))
                .isEqualTo(Merge.of(oneAfterTheOther).fold(at));
    }

    @Property(tries = 3000)
    void whatClosesNeverPermitsMore(
            @ForAll("histories") List<RecordedEvent> events,
            @ForAll("denials") RecordedEvent denial,
            @ForAll("times") Instant at) {
        var less = Merge.of(with(events, denial)).profile(at);
        var more = Merge.of(events).profile(at);

        assertPermitsNoMore(less, more);
        assertThat(less.age()).isEqualTo(more.age());
    }

    @Property
    void anUnprovenGrantChangesNothing(
            @ForAll("histories") List<RecordedEvent> events,
            @ForAll("grants") RecordedEvent grant,
            @ForAll("times") Instant at) {
        var unproven = Events.unproven(grant);
        var merge = Merge.of(with(events, unproven));

        assertThat(merge.fold(at)).isEqualTo(Merge.of(events).fold(at));
        assertThat(merge.effect(unproven, at)).isEqualTo(new Effect.Unproven());
    }

    /** Whatever the grant, what closes at its instant stays closed as if it had never been given. */
    @Property
    void aTieCloses(@ForAll("grants") RecordedEvent grant, @ForAll("denials") RecordedEvent denial) {
        var grants = new RecordedEvent(
                grant.id(), grant.change(), null, Timing.ON_ARRIVAL, Events.at(5), true, grant.registration());
        var closes = new RecordedEvent(denial.id(), denial.change(), null, Timing.ON_ARRIVAL, Events.at(5), true);
        var closed = Merge.of(List.of(closes)).profile(Events.at(5));
        var tied = Merge.of(List.of(grants, closes)).profile(Events.at(5));

        closed.cells().forEach((cell, state) -> {
            for (var permission : Permission.values()) {
                if (isRefused(state.state(permission))) {
                    assertThat(tied.cell(cell).state(permission)).isEqualTo(state.state(permission));
                }
            }
        });
        for (var cell : List.of(Events.EMAIL, Events.SMS, Events.PROFILING)) {
            assertThat(tied.isObjected(cell)).isEqualTo(closed.isObjected(cell));
            assertThat(tied.isErased(cell)).isEqualTo(closed.isErased(cell));
            assertThat(tied.isRestricted(cell)).isEqualTo(closed.isRestricted(cell));
        }
        if (denial.change() instanceof Change.RecipientTold) {
            assertThat(tied.recipientType()).isEqualTo(RecipientType.INDIVIDUAL);
        }
    }

    @Property
    void anotherBirthNeverMakesOlder(
            @ForAll("histories") List<RecordedEvent> events,
            @ForAll("births") RecordedEvent birth,
            @ForAll("times") Instant at) {
        var before = Merge.of(events).profile(at).age();
        var after = Merge.of(with(events, birth)).profile(at).age();

        assertThat(after).isLessThanOrEqualTo(before);
        assertThat(after).isNotEqualTo(AgeBand.UNKNOWN);
    }

    /** What an erasure leaves of a date makes nobody older, now or later, and changes nothing else. */
    @Property
    void aDateThatWasErasedNeverMakesOlder(
            @ForAll("histories") List<RecordedEvent> events, @ForAll("years") Instant at) {
        var without = events.stream().map(RecordedEvent::withoutBirth).toList();
        var before = Merge.of(events).profile(at);
        var after = Merge.of(without).profile(at);

        assertThat(without).noneMatch(RecordedEvent::tellsBirth);
        assertThat(after.age()).isLessThanOrEqualTo(before.age());
        assertThat(withAge(after, before.age())).isEqualTo(before);
    }

    private static ConsentProfile withAge(ConsentProfile profile, AgeBand age) {
        return new ConsentProfile(
                profile.cells(),
                profile.objections(),
                profile.restricted(),
                profile.erased(),
                profile.recipientType(),
                age,
                profile.country());
    }

    @Property
    void timeAloneNeverPermitsMoreButByBirthdays(
            @ForAll("histories") List<RecordedEvent> events,
            @ForAll("times") Instant one,
            @ForAll("times") Instant other) {
        var earlier = one.isBefore(other) ? one : other;
        var later = one.isBefore(other) ? other : one;

        assertPermitsNoMore(Merge.of(events).profile(later), Merge.of(events).profile(earlier));
    }

    @Property
    void whatFallsDueIsExactlyWhatTheProfileOfThatInstantIs(
            @ForAll("histories") List<RecordedEvent> events, @ForAll("times") Instant at) {
        var merge = Merge.of(events);
        var folded = merge.fold(at);
        var expected = folded.now();
        var due = new ArrayDeque<>(folded.later());

        for (var then = at; then.isBefore(Events.at(14)); then = then.plusSeconds(1)) {
            var next = due.peekFirst();
            if (next != null && next.at().equals(then)) {
                assertThat(next.profile()).isNotEqualTo(expected);
                expected = due.removeFirst().profile();
            }
            assertThat(merge.profile(then)).isEqualTo(expected);
        }
        assertThat(folded.later()).allSatisfy(later -> assertThat(later.at()).isAfter(at));
    }

    @Property
    void onlyAnotherEventSupersedesOne(@ForAll("histories") List<RecordedEvent> events, @ForAll("times") Instant at) {
        var merge = Merge.of(events);
        for (var event : events) {
            if (merge.effect(event, at) instanceof Effect.SupersededBy(var winner)) {
                assertThat(events).anyMatch(other -> other.id().equals(winner) && !other.equals(event));
            }
        }
    }

    @Property
    void anErasedPersonIsClosedExceptWhereItConsentedSince(
            @ForAll("histories") List<RecordedEvent> events, @ForAll("times") Instant at) {
        var erased = Merge.of(with(events, Events.told("erasure", new Change.Erased(), 13)))
                .profile(at);

        assertThat(erased.erased()).isTrue();
        assertThat(erased.recipientType()).isEqualTo(RecipientType.INDIVIDUAL);
        assertThat(erased.cells())
                .allSatisfy((cell, state) -> assertThat(state.bases()).isEmpty())
                .allSatisfy((cell, _) -> assertThat(erased.isErased(cell)).isTrue());
    }

    private static List<RecordedEvent> with(List<RecordedEvent> events, RecordedEvent event) {
        var more = new ArrayList<>(events);
        more.add(event);
        return more;
    }

    private static void assertPermitsNoMore(ConsentProfile less, ConsentProfile more) {
        for (var cell : List.of(Events.EMAIL, Events.SMS, Events.PROFILING)) {
            var state = less.cell(cell);
            var other = more.cell(cell);
            for (var permission : Permission.values()) {
                if (state.state(permission) == ConsentState.GRANTED) {
                    assertThat(other.state(permission)).isEqualTo(ConsentState.GRANTED);
                }
                // A merchant needs no approval: only a refusal stops the message.
                if (isRefused(other.state(permission))) {
                    assertThat(isRefused(state.state(permission))).isTrue();
                }
            }
            assertThat(less.isObjected(cell)).matches(is -> is || !more.isObjected(cell));
            assertThat(less.isRestricted(cell)).matches(is -> is || !more.isRestricted(cell));
            assertThat(less.isErased(cell)).matches(is -> is || !more.isErased(cell));
            if (!less.isObjected(cell) && !less.isRestricted(cell) && !less.isErased(cell)) {
                assertThat(other.bases()).containsAll(state.bases());
            }
        }
        assertThat(less.objections()).containsAll(more.objections());
        assertThat(less.recipientType()).isIn(more.recipientType(), RecipientType.INDIVIDUAL);
    }

    private static boolean isRefused(ConsentState state) {
        return state == ConsentState.DENIED || state == ConsentState.WITHDRAWN;
    }

    @Provide
    Arbitrary<List<RecordedEvent>> histories() {
        return Events.any().list().ofMaxSize(10);
    }

    @Provide
    Arbitrary<RecordedEvent> denials() {
        return Events.denials();
    }

    @Provide
    Arbitrary<RecordedEvent> births() {
        return Events.births();
    }

    @Provide
    Arbitrary<RecordedEvent> grants() {
        return Events.grants();
    }

    @Provide
    Arbitrary<Instant> years() {
        // From when everything was received: nobody is asked for an age before.
        return Arbitraries.integers()
                .between(1, 40 * 365)
                .map(day -> Events.at(0).plus(Duration.ofDays(day)));
    }

    @Provide
    Arbitrary<Instant> times() {
        return Events.times();
    }
}
