package io.activationgateway.gateway.trial;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** A PostgreSQL server in processes of its own, as durable as in production. One thread at a time. */
public final class Postgres implements AutoCloseable {

    private static final int ATTEMPTS = 20;

    private final Path data;
    private EmbeddedPostgres server;

    /** Starts one whose files lie in {@code data}. */
    public Postgres(Path data) {
        this.data = data;
        server = start(0);
    }

    /** Where it listens on loopback. */
    public int port() {
        return server.getPort();
    }

    /** SIGKILL of the server; the processes of its connections end when they notice. */
    void kill() {
        try {
            long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid"))
                    .getFirst()
                    .strip());
            ProcessHandle.of(pid).ifPresent(process -> {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                process.onExit().join();
            });
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Starts it again on the same data and port. */
    void restart() {
        int port = server.getPort();
        close();
        server = start(port);
    }

    private EmbeddedPostgres start(int port) {
        for (int attempt = 1; ; attempt++) {
            try {
                var builder = EmbeddedPostgres.builder()
                        .setDataDirectory(data)
                        .setCleanDataDirectory(false)
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("max_connections", "300")
                        .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                        .setErrorRedirector(ProcessBuilder.Redirect.DISCARD);
                return (port == 0 ? builder : builder.setPort(port)).start();
            } catch (IOException | RuntimeException notYet) {
                // A process of the killed server may still hold its memory.
                if (attempt == ATTEMPTS) {
                    throw new IllegalStateException("PostgreSQL does not start", notYet);
                }
                CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(200, MILLISECONDS))
                        .join();
            }
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException | RuntimeException gone) {
            // It was killed.
        }
    }
}
