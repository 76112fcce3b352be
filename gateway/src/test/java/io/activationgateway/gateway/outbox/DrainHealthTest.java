package io.activationgateway.gateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.gateway.region.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Readiness says whether what is to be sent later is sent. */
class DrainHealthTest {

    private final SettableClock clock = new SettableClock();
    private final DrainHealth health = new DrainHealth(clock::ticks);

    @Test
    void aDrainThatRunsIsWell() {
        assertThat(health.trouble()).isEmpty();
        health.asked();
        assertThat(health.trouble()).isEmpty();
    }

    @Test
    void aDatabaseThatIsAwayIsSaidUntilItIsBack() {
        health.notAsked();
        assertThat(health.trouble()).contains(OutboxTrouble.STORE);
        health.asked();
        assertThat(health.trouble()).isEmpty();
    }

    @Test
    void aLoopThatHangsIsSaid() {
        health.asked();
        clock.tick(Duration.ofMinutes(2));
        assertThat(health.trouble()).contains(OutboxTrouble.STALLED);
        health.asked();
        assertThat(health.trouble()).isEmpty();
    }

    @Test
    void aKeyThatIsMissingIsSaidUntilEverythingOpens() {
        health.opened("hook", false);
        health.opened("other", false);
        health.opened("hook", true);
        assertThat(health.trouble()).contains(OutboxTrouble.KEY);
        health.opened("other", true);
        assertThat(health.trouble()).isEmpty();
    }
}
