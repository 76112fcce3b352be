package io.activationgateway.gateway.region;

import io.activationgateway.gateway.region.NodeFixture.Setup;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** The same on PostgreSQL, whose time a test moves with the node's. */
class ConsentSourceOnPostgresTest extends ConsentSourceApiTest {

    /** What new sessions find before the server's own function of this name. */
    private static final List<String> CLOCK = List.of(
            "CREATE SCHEMA settable",
            "CREATE TABLE settable.clock AS SELECT " + SettableClock.START.toEpochMilli() + "000::bigint AS micros",
            "CREATE FUNCTION settable.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS"
                    + " 'SELECT to_timestamp(micros / 1000000.0) FROM settable.clock'");

    private final String url = TestDatabase.newDatabase();

    @Override
    Setup setup() {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            for (var sql : CLOCK) {
                statement.execute(sql);
            }
            statement.execute(
                    "ALTER DATABASE " + connection.getCatalog() + " SET search_path = public, settable, pg_catalog");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return Setup.EU.withPostgres(url);
    }

    @Override
    void pass(Duration time) {
        super.pass(time);
        try (var connection = connect();
                var update = connection.prepareStatement("UPDATE settable.clock SET micros = micros + ?")) {
            update.setLong(1, time.toNanos() / 1_000);
            update.executeUpdate();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    Connection connect() throws SQLException {
        return DriverManager.getConnection(url, TestDatabase.USER, TestDatabase.PASSWORD);
    }
}
