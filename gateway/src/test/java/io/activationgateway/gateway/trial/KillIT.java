package io.activationgateway.gateway.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** P1 and P3 across a crash: what was acknowledged holds after {@code kill -9}. The long form is deploy/trials/kill. */
class KillIT {

    @Test
    void noAcknowledgedConsentIsLost() {
        try (var installation = Installation.setUp(
                Path.of(System.getProperty("distribution")),
                Path.of("../deploy/policies"),
                "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1")) {
            var report = new KillTrial(installation, 20_260_501, System.out).run(3);

            assertThat(report.acknowledged()).isPositive();
            assertThat(report.lost()).isZero();
            assertThat(report.intact()).isEqualTo(3);
        }
    }
}
