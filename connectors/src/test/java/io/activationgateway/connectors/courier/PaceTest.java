package io.activationgateway.connectors.courier;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long SECOND = 1_000_000_000L;

    @Property
    void letsNoMoreThanItsRateAndOneBurstGoInAnyTime(
            @ForAll @DoubleRange(min = 0.5, max = 500) double rate,
            @ForAll @LongRange(min = Long.MIN_VALUE, max = Long.MAX_VALUE) long start,
            @ForAll @LongRange(min = 1, max = 5) long seconds) {
        var pace = new Pace(rate, start);
        long now = start;
        int taken = 0;
        while (now - start <= seconds * SECOND) {
            if (pace.take(now)) {
                taken++;
            } else {
                now += pace.untilNext(now);
            }
        }
        assertThat((double) taken).isLessThanOrEqualTo(rate * seconds + Math.max(1, rate / 10) + 1e-6);
        assertThat((double) taken).isGreaterThanOrEqualTo(Math.floor(rate * seconds * 0.999));
    }

    @Test
    void whatIsOwedIsPaidBeforeTheNextGoes() {
        var pace = new Pace(2, 0);
        assertThat(pace.take(0)).isTrue();
        pace.owe(2);

        assertThat(pace.untilNext(0)).isEqualTo(3 * SECOND / 2);
        assertThat(pace.take(3 * SECOND / 2)).isTrue();
        assertThat(pace.untilNext(3 * SECOND / 2)).isEqualTo(SECOND / 2);
    }

    @Test
    void withoutARateEverythingGoes() {
        var pace = new Pace(Double.POSITIVE_INFINITY, 0);
        for (int i = 0; i < 100_000; i++) {
            assertThat(pace.take(0)).isTrue();
        }
    }

    @Test
    void nothingGoesBeforeTheInstantTheVendorNamed() {
        var pace = new Pace(1000, 0);
        pace.holdOff(3 * SECOND);
        pace.holdOff(SECOND);

        assertThat(pace.take(3 * SECOND - 1)).isFalse();
        assertThat(pace.untilNext(SECOND)).isEqualTo(2 * SECOND);
        assertThat(pace.take(3 * SECOND)).isTrue();
    }
}
