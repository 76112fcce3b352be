package io.activationgateway.connectors.courier;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.courier.Breaker.Health;
import io.activationgateway.connectors.courier.CourierMetrics.Circuit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BreakerTest {

    private static final Breaker.Rule RULE =
            new Breaker.Rule(Duration.ofSeconds(10), 4, 0.5, Duration.ofSeconds(5), Duration.ofSeconds(15), 2);

    private final ManualTime time = new ManualTime();
    private final List<Circuit> changes = new ArrayList<>();
    private final Breaker breaker = new Breaker(RULE, time, changes::add);

    @Test
    void opensOnceTheShareOfFailuresIsReached() {
        calls(Health.GOOD, Health.BAD, Health.GOOD, Health.GOOD, Health.BAD);
        assertThat(breaker.refuses()).isFalse();

        calls(Health.BAD);

        assertThat(breaker.refuses()).isTrue();
        assertThat(breaker.enter()).isNull();
        assertThat(changes).containsExactly(Circuit.OPEN);
    }

    @Test
    void aFewFailuresSayNothing() {
        calls(Health.BAD, Health.BAD, Health.BAD);

        assertThat(breaker.refuses()).isFalse();
    }

    @Test
    void failuresBeforeTheWindowAreForgotten() {
        calls(Health.BAD, Health.BAD, Health.BAD);
        time.advance(Duration.ofSeconds(11));

        calls(Health.GOOD, Health.GOOD, Health.GOOD, Health.BAD);

        assertThat(breaker.refuses()).isFalse();
    }

    @Test
    void whatSaysNothingOfTheVendorDoesNotOpenIt() {
        for (int i = 0; i < 100; i++) {
            calls(Health.UNKNOWN);
        }
        calls(Health.BAD, Health.BAD, Health.BAD);

        assertThat(breaker.refuses()).isFalse();
    }

    @Test
    void afterThePauseOneRequestAtATimeIsTriedAndEnoughOfThemCloseIt() {
        open();
        time.advance(Duration.ofSeconds(5));

        var first = enter();
        assertThat(breaker.enter()).isNull();
        first.end(Health.GOOD);
        var nothing = enter();
        nothing.end(Health.UNKNOWN);
        enter().end(Health.GOOD);

        calls(Health.BAD, Health.BAD, Health.BAD);
        assertThat(breaker.refuses()).isFalse();
        assertThat(changes).containsExactly(Circuit.OPEN, Circuit.HALF_OPEN, Circuit.CLOSED);
    }

    @Test
    void aTrialThatFailsOpensItForTwiceAsLongUpToABound() {
        open();
        for (int seconds : List.of(5, 10, 15, 15)) {
            time.advance(Duration.ofSeconds(seconds).minusNanos(1));
            assertThat(breaker.refuses()).isTrue();
            time.advance(Duration.ofNanos(1));
            enter().end(Health.BAD);
        }
    }

    @Test
    void aRequestLetGoBeforeAChangeNoLongerCounts() {
        var late = enter();
        open();
        late.end(Health.GOOD);
        assertThat(breaker.refuses()).isTrue();

        time.advance(Duration.ofSeconds(5));
        var trial = enter();
        late.end(Health.BAD);
        trial.end(Health.GOOD);
        trial.end(Health.BAD);
        enter().end(Health.GOOD);
        assertThat(changes).containsExactly(Circuit.OPEN, Circuit.HALF_OPEN, Circuit.CLOSED);
    }

    private void open() {
        calls(Health.BAD, Health.BAD, Health.BAD, Health.BAD);
        assertThat(breaker.refuses()).isTrue();
    }

    private Breaker.Call enter() {
        return requireNonNull(breaker.enter());
    }

    private void calls(Health... ends) {
        for (var end : ends) {
            enter().end(end);
        }
    }
}
