package io.activationgateway.consent.register;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.consent.event.Effect;
import io.activationgateway.consent.event.RecordedEvent;
import io.activationgateway.consent.event.Timing;
import io.activationgateway.consent.identity.SubjectKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class DueQueueTest {

    private static final int READ_TO = 50;

    /** One key that waits for one instant. */
    private record Waiting(SubjectKey key, long at, int profile) {}

    @Provide
    Arbitrary<List<LogRow>> rows() {
        var keys = Arbitraries.integers().between(1, 9).set().ofMinSize(1).ofMaxSize(3);
        var due = Combinators.combine(
                        Arbitraries.longs().between(1, 70),
                        Arbitraries.integers().between(0, 5))
                .as(LogRow.Due::new)
                .list()
                .ofMaxSize(3);
        return Combinators.combine(keys, due)
                .as((numbers, next) -> row(
                        numbers.stream()
                                .map(number -> new SubjectKey(number, 0))
                                .toList(),
                        next.stream()
                                .sorted(Comparator.comparingLong(LogRow.Due::at))
                                .toList()))
                .list()
                .ofMaxSize(40);
    }

    /** After each third row time goes on by one. */
    @Property
    void givesInOrderOfTimeWhatTheLatestRowOfAKeySays(@ForAll("rows") List<LogRow> rows) {
        var queue = new DueQueue();
        queue.readTo(READ_TO, Long.MAX_VALUE);
        var expected = new ArrayList<Waiting>();
        for (int i = 0; i < rows.size(); i++) {
            var row = rows.get(i);
            queue.replace(row);
            expected.removeIf(waiting -> row.keys().contains(waiting.key));
            for (var due : row.due()) {
                if (due.at() <= READ_TO) {
                    row.keys().forEach(key -> expected.add(new Waiting(key, due.at(), due.profile())));
                }
            }
            takeDue(queue, expected, i / 3);
            assertThat(queue.size()).isEqualTo(expected.size());
        }
        takeDue(queue, expected, READ_TO);
        assertThat(expected).isEmpty();
        assertThat(queue.next()).isEqualTo(READ_TO + 1);
    }

    private static void takeDue(DueQueue queue, List<Waiting> expected, long now) {
        long last = Long.MIN_VALUE;
        while (queue.hasDue(now)) {
            assertThat(queue.next()).isEqualTo(queue.at()).isGreaterThanOrEqualTo(last);
            last = queue.at();
            var first = new Waiting(new SubjectKey(queue.high(), queue.low()), queue.at(), queue.profile());
            assertThat(expected.remove(first)).as("%s", first).isTrue();
            queue.removeFirst();
        }
        assertThat(expected).noneMatch(waiting -> waiting.at <= now);
    }

    @Test
    void keepsOfARowWhatWasReadUpToItsSequence() {
        var queue = new DueQueue();
        queue.readTo(10, 7);

        queue.replace(new LogRow(
                8, List.of(new SubjectKey(1, 1)), EVENT, new Effect.Applied(), 0, due(9, 10, 11), null, Digest.EMPTY));
        queue.replace(new LogRow(
                7, List.of(new SubjectKey(2, 2)), EVENT, new Effect.Applied(), 0, due(9, 10, 11), null, Digest.EMPTY));

        assertThat(queue.size()).isEqualTo(3);
        assertThat(queue.unread()).isEqualTo(10);
    }

    /** It holds a million entries; what does not fit is left to be read again when it is due. */
    @Test
    void forgetsWhatDoesNotFitAndSaysSo() {
        var queue = new DueQueue();
        queue.readTo(1000, Long.MAX_VALUE);
        for (int i = 0; i <= 1 << 20; i++) {
            assertThat(queue.unread()).isEqualTo(1001);
            queue.replace(row(List.of(new SubjectKey(i, 0)), due(500 + i % 10)));
        }
        assertThat(queue.size()).isZero();
        assertThat(queue.next()).isEqualTo(500);
        queue.replace(row(List.of(new SubjectKey(1, 0)), due(499, 500)));
        assertThat(queue.size()).isEqualTo(1);
    }

    private static final RecordedEvent EVENT = new RecordedEvent(
            "ev-1", Fixture.withdrawal("ev-1", "u-1").change(), null, Timing.ON_ARRIVAL, Fixture.START, false);

    private static List<LogRow.Due> due(long... instants) {
        return Arrays.stream(instants).mapToObj(at -> new LogRow.Due(at, 1)).toList();
    }

    private static LogRow row(List<SubjectKey> keys, List<LogRow.Due> due) {
        return new LogRow(1, keys, EVENT, new Effect.Applied(), 0, due, null, Digest.EMPTY);
    }
}
