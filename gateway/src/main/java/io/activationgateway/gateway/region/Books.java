package io.activationgateway.gateway.region;

import io.activationgateway.gateway.ledger.Ledger;
import io.activationgateway.gateway.optout.Disclosures;
import io.activationgateway.gateway.outbox.Jobs;
import java.io.IOException;
import java.sql.SQLException;

/**
 * What a node writes down about its sending.
 *
 * @param ledger what was decided, sent and heard
 * @param disclosures who was sent where
 * @param jobs what vendors still work on
 */
record Books(Ledger ledger, Disclosures disclosures, Jobs jobs) {

    static Books open(Parts parts, Foundation on) throws IOException, SQLException {
        var config = on.config();
        var clocks = on.clocks();
        var ledger = parts.keep(
                Ledger.open(
                        config.data().resolve("ledger"),
                        KeyFiles.signingKey(config.keys().ledger()),
                        config.region() + "/" + config.node(),
                        clocks.legal()),
                Ledger::close);
        var disclosures = parts.keep(
                Disclosures.open(on.store(), on.pseudonymKeys(), on.register().generation(), clocks.ticker()),
                Disclosures::close);
        var jobs = parts.keep(Jobs.open(on.store(), clocks.jitter()), Jobs::close);
        return new Books(ledger, disclosures, jobs);
    }
}
