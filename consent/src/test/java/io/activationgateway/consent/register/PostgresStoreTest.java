package io.activationgateway.consent.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

class PostgresStoreTest {

    @Test
    void tellsTheServersTimeAndName() throws SQLException {
        try (var store = TestPostgres.open(TestPostgres.newDatabase());
                var connection = store.dataSource().getConnection();
                var other = store.dataSource().getConnection()) {
            var before = store.time(connection);
            assertThat(store.time(other)).isAfter(before);
            assertThat(store.server(connection)).matches("\\d+/00000001/\\d+").isEqualTo(store.server(other));
        }
    }

    @Test
    void needsNoSuperuser() throws SQLException {
        var url = TestPostgres.newDatabase();
        execute(url, "CREATE ROLE gateway LOGIN PASSWORD 'invented'");
        execute(url, "ALTER DATABASE " + name(url) + " OWNER TO gateway");
        try (var store = RegisterStore.postgresql(url.replaceAll("\\?.*", ""), "gateway", "invented", Fixture.SMALL);
                var connection = store.dataSource().getConnection()) {
            assertThat(store.server(connection)).isNotEmpty();
            assertThat(Head.read(connection).sequence()).isZero();
        }
    }

    @Test
    void endsTheTransactionOfANodeThatStopsWithinIt() throws SQLException {
        try (var store = TestPostgres.open(TestPostgres.newDatabase());
                var stopped = store.dataSource().getConnection()) {
            stopped.setAutoCommit(false);
            Head.lock(stopped);

            assertThat(lock(store)).isTrue();
            assertThatThrownBy(() -> Head.read(stopped)).isInstanceOf(SQLException.class);
        }
    }

    /** The server waits for the rest of a COPY without an end, and keeps the locks. */
    @Test
    void endsTheTransactionOfANodeThatStopsWhileItCopies() throws SQLException {
        var url = TestPostgres.newDatabase();
        var stopped = DriverManager.getConnection(url, "postgres", "postgres");
        try (var store = TestPostgres.open(url)) {
            stopped.setAutoCommit(false);
            Head.lock(stopped);
            var copy = stopped.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY evidence FROM STDIN");

            assertThat(lock(store)).isTrue();
            assertThatThrownBy(copy::endCopy).isInstanceOf(SQLException.class);
        } finally {
            stopped.abort(Runnable::run);
        }
    }

    /** Tries for as long as a lease. */
    private static boolean lock(RegisterStore store) throws SQLException {
        for (int i = 0; i < 3; i++) {
            try {
                new Transactions(store).durably(Head::lock);
                return true;
            } catch (SQLException e) {
                // 55P03: it waited for the lock in vain.
                assertThat(e.getSQLState()).isIn("55P03", "57014");
            }
        }
        return false;
    }

    private static String name(String url) {
        return url.replaceAll(".*/(register\\d+).*", "$1");
    }

    private static void execute(String url, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url, "postgres", "postgres");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
