package io.activationgateway.connectors.courier;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class BackoffTest {

    private static final CourierSettings SETTINGS = CourierSettings.DEFAULTS;

    @Property
    void staysBelowABoundThatDoublesUpToTheLongest(
            @ForAll @IntRange(min = 1, max = 1000) int tries, @ForAll long seed) {
        long longest = SETTINGS.longestBackoff().toNanos();
        long bound = tries > 20 ? longest : Math.min(longest, SETTINGS.backoff().toNanos() << (tries - 1));

        assertThat(Backoff.pause(tries, null, SETTINGS, new Random(seed))).isBetween(0L, bound);
    }

    @Property
    void isNeverShorterThanTheVendorAsks(
            @ForAll @IntRange(min = 1, max = 10) int tries,
            @ForAll @LongRange(min = 0, max = 86_400) long seconds,
            @ForAll long seed) {
        var after = Duration.ofSeconds(seconds);

        assertThat(Backoff.pause(tries, after, SETTINGS, new Random(seed)))
                .isBetween(
                        after.toNanos(), after.plus(SETTINGS.longestBackoff()).toNanos());
    }
}
