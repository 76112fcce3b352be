package io.activationgateway.consent.register;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** PostgreSQL servers that keep what they acknowledge: an embedded one turns that off unless told. */
final class TestPostgres {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    /** With which a wait for the database ends shortly before a test gives up waiting for its answer. */
    private static final RegisterSettings PATIENT =
            new RegisterSettings(Duration.ofMinutes(2), Duration.ofSeconds(1), 16, 8);

    private TestPostgres() {}

    /** One server for all tests of this JVM, which ends with it. */
    private static final class Shared {
        private static final EmbeddedPostgres SERVER = startShared();

        private static EmbeddedPostgres startShared() {
            try {
                var data = Files.createTempDirectory("register-postgres");
                var server = start(data);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    kill(data);
                    delete(data);
                }));
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setPGStartupWait(Duration.ofSeconds(60));
    }

    /** A server on this folder, for the caller to {@link #kill}. */
    static EmbeddedPostgres start(Path data) throws IOException {
        return builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .start();
    }

    /** Starts a server again that was killed, as it was started first, and waits until it takes connections. */
    static void restart(Path data, String url) throws IOException {
        var command = new ArrayList<String>();
        if (System.getProperty("user.name").equals("root")) {
            // PostgreSQL refuses to run as root; the embedded one does the same.
            command.addAll(List.of("unshare", "-U"));
        }
        var words = Pattern.compile("\"([^\"]*)\"|(\\S+)").matcher(Files.readString(data.resolve("postmaster.opts")));
        while (words.find()) {
            command.add(words.group(1) == null ? words.group(2) : words.group(1));
        }
        new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long start = System.nanoTime();
        while (!answers(url)) {
            if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(60)) {
                throw new AssertionError("the server did not start again");
            }
            Thread.onSpinWait();
        }
    }

    private static boolean answers(String url) {
        try (var connection = DriverManager.getConnection(url, "postgres", "postgres")) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Kills the first process of the server on this folder at once, upon which the others end by themselves. */
    static void kill(Path data) {
        try {
            var pid = data.resolve("postmaster.pid");
            var running = Files.exists(pid)
                    ? ProcessHandle.of(Long.parseLong(Files.readAllLines(pid).getFirst()))
                    : Optional.<ProcessHandle>empty();
            if (running.isEmpty()) {
                return;
            }
            var server = running.get();
            var children = server.children().toList();
            server.destroyForcibly();
            server.onExit().join();
            children.forEach(child -> child.onExit().join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // A process of the server that is just ending still writes there: the folder of temporary files keeps it.
        }
    }

    /** The url of a new, empty database. */
    static String newDatabase() {
        var name = "register" + DATABASES.incrementAndGet();
        try (var connection = Shared.SERVER.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return Shared.SERVER.getJdbcUrl("postgres", name);
    }

    static RegisterStore open(String url) {
        return RegisterStore.postgresql(url, "postgres", "postgres", Fixture.SMALL);
    }

    /**
     * A store that waits for the database for long: how long it waits follows from the lease, which these tests measure by
     * a clock of their own, while a database that many write to takes its time by the real one.
     */
    static RegisterStore openPatient(String url) {
        return RegisterStore.postgresql(url, "postgres", "postgres", PATIENT);
    }
}
