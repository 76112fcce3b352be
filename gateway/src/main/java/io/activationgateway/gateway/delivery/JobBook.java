package io.activationgateway.gateway.delivery;

import io.activationgateway.consent.identity.SubjectKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where jobs of vendors are written down whose end nobody waits for. Any thread; never blocks. */
@FunctionalInterface
public interface JobBook {

    /**
     * A record that a job has taken.
     *
     * @param index its position in the activation
     * @param subject the pseudonym under which the ledger has it
     */
    record Carried(int index, SubjectKey subject) {}

    /**
     * Completes once the job is durable, to be asked for its end until that is known.
     *
     * @param job names it to the vendor's connector
     * @param records in the order of the job
     * @param askAgain how long the vendor wants to be left alone first
     */
    CompletionStage<Void> open(Activation activation, String job, List<Carried> records, Duration askAgain);
}
