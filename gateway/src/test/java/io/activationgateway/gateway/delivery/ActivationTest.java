package io.activationgateway.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Use;
import io.activationgateway.consent.profile.Channel;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ActivationTest {

    /** What is sent at once says the same time as what is stored first. */
    @Test
    void wasTakenAtAMillisecond() {
        var activation = new Activation(
                "01J00000000000000000000000",
                "etl",
                "acme-eu",
                "braze-eu",
                new Use("newsletter", Channel.EMAIL),
                Operation.TRACK,
                null,
                Instant.parse("2026-03-01T09:15:00.123456789Z"),
                0);

        assertThat(activation.since()).isEqualTo("2026-03-01T09:15:00.123Z");
    }
}
