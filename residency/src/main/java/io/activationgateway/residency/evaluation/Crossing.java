package io.activationgateway.residency.evaluation;

import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.PurposeCode;
import io.activationgateway.residency.policy.Jurisdiction;
import io.activationgateway.residency.policy.MechanismType;
import io.activationgateway.residency.policy.Purpose;
import io.activationgateway.residency.policy.Role;
import java.time.Instant;

/**
 * One border crossed.
 *
 * @param law the pack whose territory the data leaves
 * @param country where it gets to
 * @param parties who hands over to whom
 * @param purpose what for; one that happens on a schedule is carried by no exception
 * @param consent the person's consent to a transfer after the risks were told
 */
record Crossing(Jurisdiction law, String country, Parties parties, Purpose purpose, ConsentState consent, Instant at) {

    boolean recurring() {
        return purpose.recurring();
    }

    /** Whether person and purpose fulfil what an exception asks: a consent, or a message that a contract needs. */
    boolean allows(MechanismType exception) {
        return switch (exception) {
            case EU_DEROG_CONTRACT, UK_DEROG_CONTRACT, CH_DEROG_CONTRACT, BR_DEROG_CONTRACT, TR_INCIDENTAL_CONTRACT ->
                purpose.code() == PurposeCode.SERVICE_MESSAGE && !purpose.promotional();
            default -> consent == ConsentState.GRANTED;
        };
    }

    record Parties(Role exporter, Role importer) {

        /** Whether a tool is made for these roles. */
        boolean fit(MechanismType tool) {
            return tool.module() == MechanismType.ANY_MODULE || tool.module() == exporter.module(importer);
        }
    }
}
