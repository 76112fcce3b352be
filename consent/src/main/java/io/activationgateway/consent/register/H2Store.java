package io.activationgateway.consent.register;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** H2 in a file of its own. A commit is durable only after {@link #makeDurable}: at its defaults H2 writes it later. */
final class H2Store implements RegisterStore {

    private static final Logger log = LoggerFactory.getLogger(H2Store.class);
    private static final int CONNECTIONS = 4;

    private final DataSource database;
    private final HikariDataSource connections;
    private final InstantSource clock;
    private final String server = UUID.randomUUID().toString();

    private H2Store(DataSource database, HikariDataSource connections, InstantSource clock) {
        this.database = database;
        this.connections = connections;
        this.clock = clock;
    }

    static H2Store open(Path file, InstantSource clock) {
        var path = file.toAbsolutePath();
        if (path.toString().indexOf(';') >= 0) {
            throw new IllegalArgumentException(
                    "consent register: the path " + path + " has a ';' (expected: a path without one)");
        }
        var database = new JdbcDataSource();
        database.setURL(
                "jdbc:h2:file:" + path + ";WRITE_DELAY=0;DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE;QUERY_CACHE_SIZE=64");
        database.setUser("register");
        database.setPassword("");
        var pool = new HikariConfig();
        pool.setPoolName("consent-register");
        pool.setDataSource(database);
        pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setInitializationFailTimeout(-1);
        var connections = new HikariDataSource(pool);
        try {
            Files.createDirectories(path.getParent());
            Migration.run(connections);
        } catch (IOException | FlywayException e) {
            connections.close();
            throw new IllegalStateException(
                    "consent register: cannot open " + path + ".mv.db; is another gateway running on the same data"
                            + " folder, or is the folder not writable?",
                    e);
        }
        return new H2Store(database, connections, clock);
    }

    @Override
    public DataSource dataSource() {
        return connections;
    }

    @Override
    public String server(Connection connection) {
        return server;
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public Supplier<Here> here(RoundTrip trip) {
        return () -> new Here(server, clock.instant());
    }

    @Override
    public Instant time(Connection connection) {
        return clock.instant();
    }

    @Override
    public void makeDurable(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("CHECKPOINT SYNC");
        }
    }

    @Override
    public void close() {
        connections.close();
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        } catch (SQLException e) {
            // Closing a connection to a database that has just shut down, as it was told to.
            if (e.getErrorCode() != ErrorCode.DATABASE_CALLED_AT_SHUTDOWN) {
                log.warn(
                        "The consent register's database did not shut down in order; it recovers at its next start", e);
            }
        }
    }
}
