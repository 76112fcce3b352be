package io.activationgateway.gateway.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Versions over two regions in processes and under every fault, in short. The long form is deploy/trials/regions. */
@Timeout(600)
class RegionsIT {

    @Test
    void nobodyDecidesUnderAnOlderOrUnsignedVersion() {
        var setting = new RegionsTrial.Setting(Path.of("../deploy/policies"), 2, 1, 20_260_501);

        var outcome = RegionsTrial.run(setting, System.out);

        assertThat(outcome.violations()).isEmpty();
        assertThat(outcome.unrefused()).as("forged bundles not reported").isZero();
        assertThat(outcome.forwarded()).isPositive();
    }
}
