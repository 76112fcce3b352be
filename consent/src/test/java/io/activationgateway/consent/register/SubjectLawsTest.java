package io.activationgateway.consent.register;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.consent.event.Events;
import io.activationgateway.consent.event.Merge;
import io.activationgateway.consent.event.RecordedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What a subject leaves out of the next merge is never missed: whatever comes later, all of it merged says the same. */
class SubjectLawsTest {

    /** 13 years and some days: a birth told a day earlier or later may be of another age by then. */
    private static final Duration YEARS = Duration.ofDays(13 * 365 + 3 + 5);

    @Property(tries = 5000)
    void whatIsLeftOutIsNeverMissed(
            @ForAll("histories") List<RecordedEvent> earlier,
            @ForAll("histories") List<RecordedEvent> later,
            @ForAll("times") Instant at) {
        var all = new ArrayList<>(earlier);
        all.addAll(later);
        var some = events(subject(1, earlier));
        some.addAll(later);

        assertSame(some, all, later, at);
    }

    /** Each event merged with what is left of those before it, as the log does. */
    @Property(tries = 3000)
    void eachEventIsAnsweredAsIfNothingWereLeftOut(
            @ForAll("histories") List<RecordedEvent> events, @ForAll("times") Instant at) {
        var subject = new Subject(1);
        var all = new ArrayList<RecordedEvent>();
        for (var event : events) {
            all.add(event);
            var some = events(subject);
            some.add(event);
            assertSame(some, all, List.of(event), at);
            subject.add(new Subject.Live(all.size(), event));
        }
    }

    @Property(tries = 3000)
    void norIsWhatALateLinkLeavesOut(
            @ForAll("histories") List<RecordedEvent> one,
            @ForAll("histories") List<RecordedEvent> other,
            @ForAll("histories") List<RecordedEvent> later,
            @ForAll("times") Instant at) {
        var linked = subject(1, one);
        linked.absorb(subject(1 + one.size(), other));
        var all = new ArrayList<>(one);
        all.addAll(other);
        all.addAll(later);
        var some = events(linked);
        some.addAll(later);

        assertSame(some, all, later, at);
    }

    /** An erasure destroys the dates of birth of what is left out, too, and those who count now say the same. */
    @Property(tries = 3000)
    void norIsItWhereDatesOfBirthAreErasedSince(
            @ForAll("histories") List<RecordedEvent> earlier,
            @ForAll("histories") List<RecordedEvent> later,
            @ForAll("times") Instant at) {
        var told = earlier.stream().map(SubjectLawsTest::receivedOnAnotherDay).toList();
        var subject = subject(1, told);
        subject.forgetBirths();
        var some = events(subject);
        some.addAll(later);
        var all = new ArrayList<>(told.stream().map(RecordedEvent::withoutBirth).toList());
        all.addAll(later);

        assertThat(events(subject)).noneMatch(RecordedEvent::tellsBirth);
        assertSame(some, all, later, at.plus(YEARS));
    }

    /** The day counts of a date that was erased; received instants of histories are seconds apart. */
    private static RecordedEvent receivedOnAnotherDay(RecordedEvent event) {
        return new RecordedEvent(
                event.id(),
                event.change(),
                event.country(),
                event.timing(),
                event.received().plus(Duration.ofDays(event.received().getEpochSecond())),
                event.proven(),
                event.registration());
    }

    private static void assertSame(
            List<RecordedEvent> some, List<RecordedEvent> all, List<RecordedEvent> asked, Instant at) {
        var merge = Merge.of(some);
        var expected = Merge.of(all);
        assertThat(merge.fold(at)).isEqualTo(expected.fold(at));
        for (var event : asked) {
            assertThat(merge.effect(event, at)).isEqualTo(expected.effect(event, at));
        }
    }

    private static Subject subject(long number, List<RecordedEvent> events) {
        var subject = new Subject(number);
        for (int i = 0; i < events.size(); i++) {
            subject.add(new Subject.Live(number + i, events.get(i)));
        }
        return subject;
    }

    private static List<RecordedEvent> events(Subject subject) {
        return new ArrayList<>(subject.live().stream().map(Subject.Live::event).toList());
    }

    @Provide
    Arbitrary<List<RecordedEvent>> histories() {
        return Events.repetitive().list().ofMaxSize(8);
    }

    @Provide
    Arbitrary<Instant> times() {
        return Events.times();
    }
}
