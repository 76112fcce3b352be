package io.activationgateway.gateway.opendsr;

import io.activationgateway.consent.register.RegisterStore;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;

/** Transactions on the region's database, at its time, durable when they return. Blocks; any thread. */
final class Transactions {

    private final RegisterStore store;

    private Transactions(RegisterStore store) {
        this.store = store;
    }

    /** Brings the tables up to date; they have a history of their own beside the other tables of the database. */
    static Transactions open(RegisterStore store) {
        Flyway.configure()
                .dataSource(store.dataSource())
                .locations("classpath:db/opendsr")
                .table("dsr_schema_history")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
        return new Transactions(store);
    }

    /** Work within a transaction. */
    @FunctionalInterface
    interface Work<T> {
        /** @param now the database's time, in milliseconds */
        T in(Connection connection, long now) throws SQLException;
    }

    <T> T write(Work<T> work) throws SQLException {
        return run(work, true);
    }

    <T> T read(Work<T> work) throws SQLException {
        return run(work, false);
    }

    private <T> T run(Work<T> work, boolean durably) throws SQLException {
        try (var connection = store.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            T result;
            try {
                result = work.in(connection, store.time(connection).toEpochMilli());
                connection.commit();
            } catch (SQLException | RuntimeException failure) {
                connection.rollback();
                throw failure;
            }
            if (durably) {
                store.makeDurable(connection);
            }
            return result;
        }
    }
}
