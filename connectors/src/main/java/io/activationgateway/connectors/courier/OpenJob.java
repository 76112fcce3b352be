package io.activationgateway.connectors.courier;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Operation;
import java.util.List;

/**
 * A job of a vendor that has taken records and works on them. It holds all that is needed to ask for its end, also after
 * a restart, and nothing personal.
 *
 * @param name as {@link Consignment#working} was told it
 * @param operation what the records were sent for
 * @param indexes the records' positions in the activation, in the order of their positions in the consignment
 */
public record OpenJob(String name, Operation operation, List<Integer> indexes) {

    public OpenJob {
        requireNonNull(name, "name");
        requireNonNull(operation, "operation");
        indexes = List.copyOf(indexes);
        if (indexes.isEmpty()) {
            throw new IllegalArgumentException("a job without records (expected: one or more)");
        }
    }
}
