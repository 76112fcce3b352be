package io.activationgateway.consent.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.Permission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
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

        assertThat(Merge.fold(again, at)).isEqualTo(Merge.fold(events, at));
        for (var event : events) {
            assertThat(Merge.effect(event, again, at)).isEqualTo(Merge.effect(event, events, at));
        }
    }

    @Property
    void aDenialMoreNeverPermitsMore(
            @ForAll("histories") List<RecordedEvent> events,
            @ForAll("denials") RecordedEvent denial,
            @ForAll("times") Instant at) {
        var more = new ArrayList<>(events);
        more.add(denial);

        assertPermitsNoMore(Merge.profile(more, at), Merge.profile(events, at));
    }

    @Property
    void anUnprovenGrantChangesNothing(
            @ForAll("histories") List<RecordedEvent> events,
            @ForAll("grants") RecordedEvent grant,
            @ForAll("times") Instant at) {
        var unproven = new RecordedEvent(
                grant.id(),
                grant.change(),
                grant.country(),
                grant.timing(),
                grant.received(),
                false,
                grant.registration());
        var more = new ArrayList<>(events);
        more.add(unproven);

        assertThat(Merge.fold(more, at)).isEqualTo(Merge.fold(events, at));
        assertThat(Merge.effect(unproven, events, at)).isEqualTo(new Effect.Unproven());
    }

    @Property
    void timeAloneNeverPermitsMore(
            @ForAll("histories") List<RecordedEvent> events,
            @ForAll("times") Instant one,
            @ForAll("times") Instant other) {
        var earlier = one.isBefore(other) ? one : other;
        var later = one.isBefore(other) ? other : one;

        assertPermitsNoMore(Merge.profile(events, later), Merge.profile(events, earlier));
    }

    @Property
    void whatFallsDueIsExactlyWhatTheFoldOfThatInstantSays(
            @ForAll("histories") List<RecordedEvent> events, @ForAll("times") Instant at) {
        var folded = Merge.fold(events, at);
        var due = folded.dueAt();

        for (var then = at; then.isBefore(Events.at(14)) && !then.equals(due); then = then.plusSeconds(1)) {
            assertThat(Merge.profile(events, then)).isEqualTo(folded.now());
        }
        if (due != null) {
            assertThat(due).isAfter(at);
            assertThat(Merge.profile(events, due))
                    .isEqualTo(folded.afterwards())
                    .isNotEqualTo(folded.now());
        }
        assertThat(Merge.nextDue(events, at).orElse(null)).isEqualTo(due);
    }

    @Property
    void onlyAnotherEventSupersedesOne(@ForAll("histories") List<RecordedEvent> events, @ForAll("times") Instant at) {
        for (var event : events) {
            if (Merge.effect(event, events, at) instanceof Effect.SupersededBy(var winner)) {
                assertThat(events).anyMatch(other -> other.id().equals(winner) && !other.equals(event));
            }
        }
    }

    private static void assertPermitsNoMore(ConsentProfile less, ConsentProfile more) {
        less.cells().forEach((cell, state) -> {
            for (var permission : Permission.values()) {
                if (state.state(permission) == ConsentState.GRANTED) {
                    assertThat(more.cell(cell).state(permission)).isEqualTo(ConsentState.GRANTED);
                }
            }
            if (!less.isObjected(cell)) {
                assertThat(more.isObjected(cell)).isFalse();
                assertThat(more.cell(cell).bases()).containsAll(state.bases());
            }
        });
        assertThat(less.objections()).containsAll(more.objections());
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
    Arbitrary<RecordedEvent> grants() {
        return Events.grants();
    }

    @Provide
    Arbitrary<Instant> times() {
        return Events.times();
    }
}
