package io.activationgateway.consent.register;

import java.sql.Connection;
import java.sql.SQLException;

/** Transactions on the register's database, each on a connection of its own. Any thread. */
record Transactions(RegisterStore store) {

    /** SQLSTATE of a statement that took too long, as one does that waits for a lock. */
    private static final String CANCELLED = "57014";

    /** What a transaction does. */
    @FunctionalInterface
    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    /** Each statement sees what was committed before it. */
    <T> T run(Work<T> work) throws SQLException {
        try (var connection = store.dataSource().getConnection()) {
            return committed(connection, work);
        }
    }

    /** A statement that is a transaction of its own, which saves the database two round trips. */
    <T> T alone(Work<T> work) throws SQLException {
        try (var connection = store.dataSource().getConnection()) {
            return work.in(connection);
        }
    }

    /** All statements see one snapshot of the database. */
    <T> T onOneSnapshot(Work<T> work) throws SQLException {
        try (var connection = store.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            return committed(connection, work);
        }
    }

    /**
     * As {@link #run}; what it wrote survives the sudden end of the machine when this returns. Where it waited in vain for
     * the head's lock, the next one does not wait for a node that does not move.
     */
    <T> T durably(Work<T> work) throws SQLException {
        try (var connection = store.dataSource().getConnection()) {
            var result = committed(connection, work);
            store.makeDurable(connection);
            return result;
        } catch (SQLException e) {
            if (CANCELLED.equals(e.getSQLState())) {
                store.endSilentHolder();
            }
            throw e;
        }
    }

    private static <T> T committed(Connection connection, Work<T> work) throws SQLException {
        // Connections come with READ_COMMITTED; asking for it would cost a round trip.
        connection.setAutoCommit(false);
        try {
            var result = work.in(connection);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            rollback(connection, e);
            throw e;
        }
    }

    /** A connection that broke cannot roll back either; what broke it is what the caller must hear of. */
    private static void rollback(Connection connection, Exception why) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
    }
}
