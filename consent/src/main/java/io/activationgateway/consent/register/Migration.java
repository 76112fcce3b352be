package io.activationgateway.consent.register;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/** Brings the register's tables up to date. Nodes that start at the same time wait for each other. */
final class Migration {

    private Migration() {}

    static void run(DataSource database) {
        var configuration = Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration/register")
                .table("register_schema_history");
        // Else the lock is a transaction that idles while the migrations are looked for.
        configuration
                .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false);
        configuration.load().migrate();
    }
}
