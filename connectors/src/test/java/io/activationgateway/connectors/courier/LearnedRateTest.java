package io.activationgateway.connectors.courier;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class LearnedRateTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void halvesOnceForTheRequestsThatWereInFlightTogether() {
        var halved = LearnedRate.all(0).slowed(SECOND).slowed(SECOND + SECOND / 2);

        assertThat(halved.share(SECOND)).isEqualTo(0.5);
        assertThat(halved.slowed(2 * SECOND).share(2 * SECOND)).isEqualTo(0.275);
    }

    @Test
    void risesByATwentiethASecond() {
        var halved = LearnedRate.all(0).slowed(0);

        assertThat(halved.share(4 * SECOND)).isEqualTo(0.7);
        assertThat(halved.share(60 * SECOND)).isEqualTo(1);
    }

    @Property
    void staysAboveNothingAndWithinTheWhole(
            @ForAll long start,
            @ForAll @IntRange(max = 50) int hints,
            @ForAll @LongRange(max = 5 * SECOND) long apart) {
        var rate = LearnedRate.all(start);
        long now = start;
        for (int i = 0; i < hints; i++) {
            now += apart;
            rate = rate.slowed(now);
            assertThat(rate.share(now)).isGreaterThan(0.01).isLessThanOrEqualTo(1);
        }
    }
}
