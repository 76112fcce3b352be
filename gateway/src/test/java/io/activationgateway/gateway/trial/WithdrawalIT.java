package io.activationgateway.gateway.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.gateway.trial.WithdrawalTrial.Setting;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** P1 over three nodes and under every fault, in short. The long form is deploy/trials/withdrawal. */
@Timeout(300)
class WithdrawalIT {

    @Test
    void nothingWithdrawnLeavesAfterItsAcknowledgement() throws InterruptedException {
        var setting = new Setting(Path.of("../deploy/policies"), 1, 1_000, 20, false, 20_260_501);

        var outcome = new WithdrawalTrial(setting, System.out).run();

        assertThat(outcome.valid()).as("enough happened").isTrue();
        assertThat(outcome.verdict().violations()).isEmpty();
        assertThat(outcome.verdict().unexplained())
                .as("late without a permitted cause")
                .isZero();
        assertThat(outcome.verdict().contradicted())
                .as("the ledger says otherwise")
                .isZero();
        assertThat(outcome.lost()).isZero();
    }
}
