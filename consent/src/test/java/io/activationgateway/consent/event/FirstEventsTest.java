package io.activationgateway.consent.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FirstEventsTest {

    /** Whatever the same instance was asked before. */
    @Property
    void areWhatTheMergeSays(
            @ForAll("events") List<RecordedEvent> events, @ForAll("times") Instant at, @ForAll("times") Instant later) {
        var firsts = new FirstEvents();
        for (var event : events) {
            for (var now : List.of(at, later)) {
                var merge = Merge.of(List.of(event));
                var outcome = firsts.of(event, now);
                assertThat(outcome.folded()).isEqualTo(merge.fold(now));
                assertThat(outcome.effect()).isEqualTo(merge.effect(event, now));
            }
        }
    }

    @Provide
    Arbitrary<List<RecordedEvent>> events() {
        return Arbitraries.oneOf(Events.repetitive(), Events.any())
                .list()
                .ofMinSize(1)
                .ofMaxSize(20);
    }

    @Provide
    Arbitrary<Instant> times() {
        return Events.times();
    }
}
