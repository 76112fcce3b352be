package io.activationgateway.consent.register;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** The databases that every test of the register runs on. */
enum Database {
    H2 {
        @Override
        RegisterStore open(Path folder, InstantSource clock) {
            return RegisterStore.h2(folder.resolve("register"), clock);
        }
    },
    POSTGRESQL {
        @Override
        RegisterStore open(Path folder, InstantSource clock) {
            return timedByHand(TestPostgres.openPatient(url(folder)), clock);
        }
    };

    private static final Map<Path, String> URLS = new ConcurrentHashMap<>();

    /** Opens the database that belongs to a folder, whose time is the clock's. */
    abstract RegisterStore open(Path folder, InstantSource clock);

    /** The database of PostgreSQL that belongs to a folder. */
    static String url(Path folder) {
        return URLS.computeIfAbsent(folder, _ -> TestPostgres.newDatabase());
    }

    /** A store but for its time, which is the clock's. */
    static RegisterStore timedByHand(RegisterStore store, InstantSource clock) {
        return new TimedByHand(store, clock);
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
