package io.activationgateway.residency.evaluation;

import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.residency.policy.Jurisdiction;
import io.activationgateway.residency.policy.Role;
import java.time.Instant;

/**
 * One border crossed.
 *
 * @param law the pack whose territory the data leaves
 * @param country where it gets to
 * @param parties who hands over to whom
 * @param recurring whether it happens on a schedule
 * @param consent the person's consent to a transfer after the risks were told
 */
record Crossing(
        Jurisdiction law, String country, Parties parties, boolean recurring, ConsentState consent, Instant at) {

    record Parties(Role exporter, Role importer) {

        /** Which of four fits: 1 controller to controller, 2 to processor, 3 processor to processor, 4 back. */
        int module() {
            if (exporter.decides()) {
                return importer.decides() ? 1 : 2;
            }
            return importer.decides() ? 4 : 3;
        }
    }
}
