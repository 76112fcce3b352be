package io.activationgateway.gateway.optout;

import io.activationgateway.consent.identity.SubjectKey;
import java.sql.SQLException;
import java.util.function.Consumer;

/** Jobs of vendors whose end is not known yet. Any thread. */
@FunctionalInterface
public interface OpenJobs {

    /** Hands on the people whom the open jobs of a destination carry, under keys of the time of each job. Blocks. */
    void read(String destination, Consumer<SubjectKey> into) throws SQLException;
}
