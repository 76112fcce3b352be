package io.activationgateway.consent.register;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * Lets the database work while its caller goes on: one piece of work at a time on one connection, in the order given.
 * For one thread, which must not touch the connection but through here until this is closed.
 */
final class Overlap implements AutoCloseable {

    private static final Executor THREADS = Thread.ofVirtual().name("consent-register-write")::start;

    private final Connection connection;
    private CompletableFuture<Void> running = CompletableFuture.completedFuture(null);

    Overlap(Connection connection) {
        this.connection = connection;
    }

    @FunctionalInterface
    interface Work {
        void on(Connection connection) throws SQLException;
    }

    /** Starts {@code work} once what was started before has ended; throws what that threw. */
    void start(Work work) throws SQLException {
        await();
        running = CompletableFuture.runAsync(
                () -> {
                    try {
                        work.on(connection);
                    } catch (SQLException e) {
                        throw new CompletionException(e);
                    }
                },
                THREADS);
    }

    /** The connection, which is the caller's until the next start. */
    Connection connection() throws SQLException {
        await();
        return connection;
    }

    private void await() throws SQLException {
        var ending = running;
        running = CompletableFuture.completedFuture(null);
        try {
            ending.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case SQLException failed -> throw failed;
                case RuntimeException failed -> throw failed;
                case null, default -> throw e;
            }
        }
    }

    /** Waits: whoever rolls back or commits has the connection alone. */
    @Override
    public void close() throws SQLException {
        await();
    }
}
