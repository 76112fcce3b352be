package io.activationgateway.consent.register;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;

/**
 * A PostgreSQL primary. Every wait for it ends within half a lease, so that a database that hangs costs the lease and
 * no more; a node that stops within a transaction loses its locks as soon.
 */
final class PostgresStore implements RegisterStore {

    private static final int CONNECTIONS = 6;
    private static final int OLDEST = 14;

    /** What an acknowledged commit needs to be on the primary's disk; {@code remote_apply} is more than {@code on}. */
    private static final Set<String> DURABLE = Set.of("on", "remote_apply");

    private final HikariDataSource connections;

    private PostgresStore(HikariDataSource connections) {
        this.connections = connections;
    }

    static PostgresStore open(String url, String user, String password, RegisterSettings settings) {
        HikariDataSource connections;
        try {
            connections = new HikariDataSource(pool(url, user, password, settings.lease()));
        } catch (PoolInitializationException e) {
            throw new IllegalStateException(
                    "consent register: cannot connect to PostgreSQL (" + Failures.describe(Failures.root(e))
                            + "); check url, user and password, that the server runs and that it is the primary",
                    e);
        }
        try {
            check(connections);
            Migration.run(connections);
        } catch (SQLException | FlywayException | IllegalStateException e) {
            connections.close();
            throw e instanceof IllegalStateException refused && !(e instanceof FlywayException)
                    ? refused
                    : new IllegalStateException(
                            "consent register: cannot prepare the tables in PostgreSQL ("
                                    + Failures.describe(Failures.root(e))
                                    + "); the user must own the schema it writes to",
                            e);
        }
        return new PostgresStore(connections);
    }

    private static HikariConfig pool(String url, String user, String password, Duration lease) {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException(
                    "consent register: the url is none of PostgreSQL (expected: jdbc:postgresql://host:port/database)");
        }
        var pool = new HikariConfig();
        pool.setPoolName("consent-register");
        pool.setJdbcUrl(url);
        pool.setUsername(user);
        pool.setPassword(password);
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        pool.setConnectionTimeout(millis(lease));
        pool.setValidationTimeout(millis(lease));
        pool.setInitializationFailTimeout(millis(lease));
        driver(lease).forEach(pool::addDataSourceProperty);
        return pool;
    }

    /** What the driver is told where the url does not say otherwise. */
    private static Map<String, String> driver(Duration lease) {
        var seconds = Long.toString(Math.max(1, (lease.toSeconds() + 1) / 2));
        return Map.ofEntries(
                Map.entry("ApplicationName", "activation-gateway"),
                Map.entry("targetServerType", "primary"),
                // A server's error may quote the values of a row.
                Map.entry("logServerErrorDetail", "false"),
                Map.entry("reWriteBatchedInserts", "true"),
                Map.entry("tcpKeepAlive", "true"),
                Map.entry("connectTimeout", seconds),
                Map.entry("loginTimeout", seconds),
                Map.entry("socketTimeout", seconds),
                Map.entry("cancelSignalTimeout", "1"),
                // Each query has its index: the planner must not go by the statistics of a table that was empty before.
                Map.entry(
                        "options",
                        "-c statement_timeout=" + millis(lease) + " -c idle_in_transaction_session_timeout="
                                + millis(lease) / 2
                                + " -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off"));
    }

    /** A little less than half a lease, which the driver waits for the server to say so. */
    private static long millis(Duration lease) {
        return Math.max(250, lease.toMillis() * 2 / 5);
    }

    private static void check(DataSource database) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT current_setting('server_version_num')::int / 10000,"
                        + " pg_is_in_recovery(), current_setting('fsync'), current_setting('synchronous_commit')")) {
            rows.next();
            require(rows.getInt(1) >= OLDEST, "PostgreSQL " + rows.getInt(1), "use version " + OLDEST + " or newer");
            require(!rows.getBoolean(2), "the server is a standby", "let the url name the primary");
            require(
                    rows.getString(3).equals("on"),
                    "fsync is " + rows.getString(3),
                    "set fsync = on in postgresql.conf, or acknowledged withdrawals may be lost");
            require(
                    DURABLE.contains(rows.getString(4)),
                    "synchronous_commit is " + rows.getString(4),
                    "set synchronous_commit = on for this user and database, or acknowledged withdrawals may be lost");
        }
    }

    private static void require(boolean holds, String found, String remedy) {
        if (!holds) {
            throw new IllegalStateException("consent register: " + found + "; " + remedy);
        }
    }

    @Override
    public DataSource dataSource() {
        return connections;
    }

    /** System identifier, timeline of what is written now, and the server's start; none of it is asked of a standby. */
    @Override
    public String server(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT (SELECT system_identifier FROM pg_control_system())"
                        + " || '/' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)"
                        + " || '/' || (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint")) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public Instant time(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")) {
            rows.next();
            return Instant.EPOCH.plus(rows.getLong(1), ChronoUnit.MICROS);
        }
    }

    /** A commit is durable when it returns: {@code synchronous_commit}. */
    @Override
    public void makeDurable(Connection connection) {}

    @Override
    public void close() {
        connections.close();
    }
}
