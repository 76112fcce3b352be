package io.activationgateway.consent.register;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the register's tables up to date. Nodes that start at the same time wait for each other. */
final class Migration {

    private Migration() {}

    static void run(DataSource database) {
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration/register")
                .table("register_schema_history")
                .load()
                .migrate();
    }
}
