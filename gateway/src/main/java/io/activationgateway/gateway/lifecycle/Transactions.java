package io.activationgateway.gateway.lifecycle;

import io.activationgateway.consent.register.RegisterStore;
import java.sql.Connection;
import java.sql.SQLException;

/** Transactions on the region's database; what one wrote survives the end of the machine. Blocks; any thread. */
final class Transactions {

    private final RegisterStore store;

    Transactions(RegisterStore store) {
        this.store = store;
    }

    @FunctionalInterface
    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    <T> T run(Work<T> work) throws SQLException {
        try (var connection = store.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            T result;
            try {
                result = work.in(connection);
                connection.commit();
            } catch (SQLException | RuntimeException failure) {
                connection.rollback();
                throw failure;
            }
            store.makeDurable(connection);
            return result;
        }
    }
}
