package io.activationgateway.gateway.storage;

import io.activationgateway.consent.register.RegisterStore;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.jspecify.annotations.Nullable;

/** A feature's tables in the region's database: transactions at its time, durable when they return. Blocks; any thread. */
public final class Tables {

    private final RegisterStore store;

    private Tables(RegisterStore store) {
        this.store = store;
    }

    /**
     * Brings the tables up to date.
     *
     * @param feature names the folder of their migrations below {@code db}
     * @param history the table that says how far they are, of their own beside the other tables of the database
     */
    public static Tables open(RegisterStore store, String feature, String history) {
        var configuration = Flyway.configure()
                .dataSource(store.dataSource())
                .locations("classpath:db/" + feature)
                .table(history)
                .baselineOnMigrate(true)
                .baselineVersion("0");
        // Else the lock is a transaction that idles while the migrations are looked for, longer than the register's
        // connections may where the machine is slow.
        configuration
                .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false);
        configuration.load().migrate();
        return new Tables(store);
    }

    /** Work within a transaction. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        /** @param now the database's time, in milliseconds */
        T in(Connection connection, long now) throws SQLException;
    }

    /** What it did is durable when this returns. */
    public <T extends @Nullable Object> T write(Work<T> work) throws SQLException {
        return run(work, true);
    }

    /** For what writes nothing. */
    public <T extends @Nullable Object> T read(Work<T> work) throws SQLException {
        return run(work, false);
    }

    private <T extends @Nullable Object> T run(Work<T> work, boolean durably) throws SQLException {
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
