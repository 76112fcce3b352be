package io.activationgateway.consent.register;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import javax.sql.DataSource;

/** A PostgreSQL primary. */
final class PostgresStore implements RegisterStore {

    private final HikariDataSource connections;

    private PostgresStore(HikariDataSource connections) {
        this.connections = connections;
    }

    /** @throws IllegalStateException naming the place and the remedy, and neither user nor password */
    static PostgresStore open(PostgresAddress address) {
        PostgresStart.prepare(address);
        try {
            return new PostgresStore(new HikariDataSource(address.forWork()));
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
        return here(connection).server();
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public Instant time(Connection connection) throws SQLException {
        return here(connection).time();
    }

    /** System identifier, timeline of what is written now, and the server's start; none of it is asked of a standby. */
    @Override
    public Here here(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT (SELECT system_identifier FROM pg_control_system())"
                        + " || '/' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)"
                        + " || '/' || (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint,"
                        + " (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")) {
            rows.next();
            return new Here(rows.getString(1), Instant.EPOCH.plus(rows.getLong(2), ChronoUnit.MICROS));
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
