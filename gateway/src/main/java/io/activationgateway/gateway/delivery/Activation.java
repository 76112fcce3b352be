package io.activationgateway.gateway.delivery;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Use;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One batch for one destination and one purpose.
 *
 * @param id a ULID
 * @param source the configured name of the sender
 * @param controller on whose behalf it sends
 * @param audience null where the operation needs none
 * @param since when the gateway took it, in legal time
 * @param deadline the monotonic instant at which all attempts must have ended, in nanoseconds of the injected ticker
 */
public record Activation(
        String id,
        String source,
        String controller,
        String destination,
        Use use,
        Operation operation,
        @Nullable String audience,
        Instant since,
        long deadline) {

    public Activation {
        requireNonNull(id, "id");
        requireNonNull(source, "source");
        requireNonNull(controller, "controller");
        requireNonNull(destination, "destination");
        requireNonNull(use, "use");
        requireNonNull(operation, "operation");
        requireNonNull(since, "since");
    }
}
