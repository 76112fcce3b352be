package io.activationgateway.connectors.courier;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DayTest {

    private static final long DAY = Duration.ofDays(1).toNanos();

    @Property(tries = 200)
    void noDayHasMoreThanItMay(
            @ForAll @IntRange(min = 1, max = 5) int most,
            @ForAll @Size(max = 60) List<@IntRange(max = 20) Integer> hours) {
        var day = new Day(most);
        var went = new ArrayList<Long>();
        long now = Long.MAX_VALUE - 10 * DAY; // the ticker may start anywhere, and wrap
        for (int hour : hours) {
            now += Duration.ofHours(hour).toNanos();
            if (day.untilNext(now) == 0) {
                day.take(now);
                went.add(now);
            }
            long from = now - DAY;
            assertThat(went.stream().filter(at -> at - from > 0).count()).isLessThanOrEqualTo(most);
        }
    }

    @Test
    void goesOnADayAfterTheOldest() {
        var day = new Day(2);
        day.take(0);
        day.take(5);
        assertThat(day.untilNext(10)).isEqualTo(DAY - 10);
        assertThat(day.untilNext(DAY)).isZero();
        day.take(DAY);
        assertThat(day.untilNext(DAY)).isEqualTo(5);
    }

    @Test
    void aShareOfTheRateIsAShareOfTheDay() {
        var day = new Day(4);
        day.take(0);
        day.take(1);
        day.share(0.5);
        assertThat(day.untilNext(1)).isEqualTo(DAY - 1);
        day.share(0.01);
        assertThat(day.untilNext(1)).isEqualTo(DAY);
        day.share(0);
        assertThat(day.untilNext(DAY)).isEqualTo(Long.MAX_VALUE);
        day.share(1);
        assertThat(day.untilNext(1)).isZero();
    }

    @Test
    void aBudgetKeepsPaceAndDay() {
        var budget = new Budget(new Limits(1, 1, 1, 1, 2), false, 0);
        assertThat(budget.take(Operation.ERASE, 1, 0)).isTrue();
        assertThat(budget.untilNext(Operation.ERASE, 0))
                .isEqualTo(Duration.ofSeconds(1).toNanos());
        long second = Duration.ofSeconds(1).toNanos();
        assertThat(budget.take(Operation.ERASE, 1, second)).isTrue();
        assertThat(budget.take(Operation.ERASE, 1, 9 * second)).isFalse();
        assertThat(budget.untilNext(Operation.ERASE, 9 * second)).isEqualTo(DAY - 9 * second);
        assertThat(budget.take(Operation.ERASE, 1, DAY)).isTrue();
    }
}
