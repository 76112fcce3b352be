package io.activationgateway.gateway.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nothing lost, nothing undone while gateways are killed and stopped, in short. The long form is deploy/trials/courier. */
@Timeout(300)
class CourierIT {

    @Test
    void everyRecordEndsOnceAndNoRemovalIsUndone() throws InterruptedException {
        var outcome = CourierTrial.run(Path.of("../deploy/policies"), 1, 20_260_502, System.out);

        assertThat(outcome.violations()).isEmpty();
        assertThat(outcome.valid()).as("enough happened").isTrue();
    }
}
