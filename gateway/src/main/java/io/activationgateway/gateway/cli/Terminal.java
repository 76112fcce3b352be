package io.activationgateway.gateway.cli;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds a command.
 *
 * @param out what was asked for
 * @param err everything else: errors and notes
 * @param environment the environment's variables, null where one is not set
 * @param stay how a command that serves stays up
 */
record Terminal(PrintWriter out, PrintWriter err, Function<String, @Nullable String> environment, Stay stay) {

    Terminal {
        requireNonNull(out, "out");
        requireNonNull(err, "err");
        requireNonNull(environment, "environment");
        requireNonNull(stay, "stay");
    }

    /** Waits until the process is told to stop, then closes what runs. */
    @FunctionalInterface
    interface Stay {
        void with(AutoCloseable running) throws Exception;
    }
}
