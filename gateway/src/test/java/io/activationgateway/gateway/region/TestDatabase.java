package io.activationgateway.gateway.region;

import io.activationgateway.consent.register.RegisterSettings;
import io.activationgateway.consent.register.RegisterStore;
import io.activationgateway.consent.register.RoundTrip;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** The databases that a region may have. */
public enum TestDatabase {
    H2 {
        @Override
        public RegisterStore open(Path folder, InstantSource clock) {
            return RegisterStore.h2(folder.resolve("register"), clock);
        }
    },
    POSTGRESQL {
        @Override
        public RegisterStore open(Path folder, InstantSource clock) {
            var url = URLS.computeIfAbsent(folder, _ -> newDatabase());
            return new TimedByHand(RegisterStore.postgresql(url, USER, PASSWORD, RegisterSettings.DEFAULT), clock);
        }
    };

    static final String USER = "postgres";
    static final String PASSWORD = "postgres";

    private static final Map<Path, String> URLS = new ConcurrentHashMap<>();
    private static final AtomicInteger DATABASES = new AtomicInteger();

    /** Opens the database that belongs to a folder, whose time is the clock's. */
    public abstract RegisterStore open(Path folder, InstantSource clock);

    /** The URL of a new, empty database of PostgreSQL. */
    static String newDatabase() {
        var name = "region" + DATABASES.incrementAndGet();
        try (var connection = Shared.SERVER.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate("CREATE DATABASE " + name);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return Shared.SERVER.getJdbcUrl(USER, name);
    }

    /** One server for all tests of this JVM, which ends with it; it keeps what it acknowledges. */
    private static final class Shared {

        private static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .start();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private record TimedByHand(RegisterStore store, InstantSource clock) implements RegisterStore {

        @Override
        public DataSource dataSource() {
            return store.dataSource();
        }

        @Override
        public String server(Connection connection) throws SQLException {
            return store.server(connection);
        }

        @Override
        public boolean isShared() {
            return store.isShared();
        }

        @Override
        public Instant time(Connection connection) {
            return clock.instant();
        }

        @Override
        public Supplier<Here> here(RoundTrip trip) {
            var there = store.here(trip);
            return () -> new Here(there.get().server(), clock.instant());
        }

        @Override
        public void endSilentHolder() throws SQLException {
            store.endSilentHolder();
        }

        @Override
        public void makeDurable(Connection connection) throws SQLException {
            store.makeDurable(connection);
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
