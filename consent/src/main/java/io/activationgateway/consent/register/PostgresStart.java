package io.activationgateway.consent.register;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.flywaydb.core.api.FlywayException;

/** What a PostgreSQL server must be before the register trusts it, and the tables it needs. */
final class PostgresStart {

    private static final int OLDEST = 14;

    /** What an acknowledged commit needs to be on the primary's disk; {@code remote_apply} is more than {@code on}. */
    private static final Set<String> DURABLE = Set.of("on", "remote_apply");

    private PostgresStart() {}

    /** Checks the server and brings its tables up to date. Nodes that start at the same time wait for each other. */
    static void prepare(PostgresAddress address) {
        var connections = address.forStart();
        try (var connection = connections.getConnection()) {
            check(connection, address);
        } catch (SQLException e) {
            throw cannotConnect(address, e);
        }
        try {
            Migration.run(connections);
        } catch (FlywayException e) {
            throw new IllegalStateException(
                    told(
                            address,
                            "cannot prepare the tables (" + Failures.describe(Failures.root(e)) + ")",
                            "the user must own the schema it writes to"),
                    e);
        }
    }

    static IllegalStateException cannotConnect(PostgresAddress address, Exception failure) {
        return new IllegalStateException(
                told(
                        address,
                        "cannot connect (" + Failures.describe(Failures.root(failure)) + ")",
                        "check url, user and password, that the server runs and that it is the primary"),
                failure);
    }

    private static void check(Connection connection, PostgresAddress address) throws SQLException {
        int version = connection.getMetaData().getDatabaseMajorVersion();
        require(version >= OLDEST, address, "version " + version, "use version " + OLDEST + " or newer");
        try (var statement = connection.createStatement();
                var rows =
                        statement.executeQuery("SELECT pg_is_in_recovery(), current_setting('transaction_read_only'),"
                                + " current_setting('fsync'), current_setting('synchronous_commit')")) {
            rows.next();
            require(!rows.getBoolean(1), address, "the server is a standby", "let the url name the primary");
            require(
                    rows.getString(2).equals("off"),
                    address,
                    "default_transaction_read_only is " + rows.getString(2),
                    "set default_transaction_read_only = off for this user and database");
            require(
                    rows.getString(3).equals("on"),
                    address,
                    "fsync is " + rows.getString(3),
                    "set fsync = on in postgresql.conf, or acknowledged withdrawals may be lost");
            require(
                    DURABLE.contains(rows.getString(4)),
                    address,
                    "synchronous_commit is " + rows.getString(4),
                    "set synchronous_commit = on for this user and database, or acknowledged withdrawals may be lost");
        }
    }

    private static void require(boolean holds, PostgresAddress address, String found, String remedy) {
        if (!holds) {
            throw new IllegalStateException(told(address, found, remedy));
        }
    }

    private static String told(PostgresAddress address, String found, String remedy) {
        return "consent register: PostgreSQL at " + address.place() + ": " + found + "; " + remedy;
    }
}
