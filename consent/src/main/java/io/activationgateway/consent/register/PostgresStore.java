package io.activationgateway.consent.register;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** A PostgreSQL primary. */
final class PostgresStore implements RegisterStore {

    private static final String TIME = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint";

    /** System identifier, timeline of what is written now, and the server's start; none of it is asked of a standby. */
    private static final String SERVER = "(SELECT system_identifier FROM pg_control_system())"
            + " || '/' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)"
            + " || '/' || (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint";

    /** Of a transaction with an idle client the server takes the locks by itself, of one within a COPY it never does. */
    private static final String END_SILENT_HOLDER = "SELECT pg_terminate_backend(l.pid) FROM log_head h"
            + " JOIN pg_locks l ON l.locktype = 'transactionid' AND l.transactionid = h.xmax AND l.granted"
            + " JOIN pg_stat_activity a ON a.pid = l.pid WHERE a.wait_event_type = 'Client'"
            + " AND a.state_change < clock_timestamp() - make_interval(secs => ? / 1000.0)";

    private final HikariDataSource connections;
    private final long patience;

    private PostgresStore(HikariDataSource connections, long patience) {
        this.connections = connections;
        this.patience = patience;
    }

    /** @throws IllegalStateException naming the place and the remedy, and neither user nor password */
    static PostgresStore open(PostgresAddress address) {
        PostgresStart.prepare(address);
        try {
            return new PostgresStore(new HikariDataSource(address.forWork()), address.silenceMillis());
        } catch (PoolInitializationException e) {
            throw PostgresStart.cannotConnect(address, e);
        }
    }

    @Override
    public DataSource dataSource() {
        return connections;
    }

    @Override
    public String server(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT " + SERVER)) {
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
        // By itself: every transaction of every store asks for it, and the server's name is read from a file.
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT " + TIME)) {
            rows.next();
            return instant(rows.getLong(1));
        }
    }

    @Override
    public Supplier<Here> here(RoundTrip trip) {
        return trip.ask("SELECT " + SERVER + ", " + TIME, rows -> {
            rows.next();
            return new Here(rows.getString(1), instant(rows.getLong(2)));
        });
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    @Override
    public void endSilentHolder() throws SQLException {
        try (var connection = connections.getConnection();
                var end = connection.prepareStatement(END_SILENT_HOLDER)) {
            end.setLong(1, patience);
            end.execute();
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
