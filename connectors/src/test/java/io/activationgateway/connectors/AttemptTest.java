package io.activationgateway.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class AttemptTest {

    /** Vendors' own clients write milliseconds, and some receivers read no more than six digits. */
    @Test
    void tellsTimesToTheMillisecond() {
        var taken = Instant.parse("2026-03-01T09:15:00.107409221Z");
        var attempt = new Attempt(Operation.UPSERT, null, Fixture.USE, "k", taken, taken.plusNanos(1_999_999), 0);

        assertThat(attempt.since()).isEqualTo("2026-03-01T09:15:00.107Z");
        assertThat(attempt.at()).isEqualTo("2026-03-01T09:15:00.109Z");
    }
}
