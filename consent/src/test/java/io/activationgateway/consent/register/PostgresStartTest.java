package io.activationgateway.consent.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which PostgreSQL servers a register starts on. See {@link FailoverTest} for a standby and for {@code fsync}. */
class PostgresStartTest {

    private static final RegisterSettings SHORTEST =
            new RegisterSettings(Duration.ofSeconds(1), Duration.ofMillis(300), 16, 8);

    @ParameterizedTest
    @ValueSource(strings = {"off", "local", "remote_write"})
    void refusesACommitThatMayBeLost(String value) throws SQLException {
        var url = TestPostgres.newDatabase();
        inEachSession(url, "synchronous_commit = " + value);

        assertThatThrownBy(() -> TestPostgres.open(url))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("consent register: PostgreSQL at " + place(url) + ": synchronous_commit is " + value
                        + "; set synchronous_commit = on for this user and database, or acknowledged withdrawals may be"
                        + " lost");
    }

    @Test
    void refusesADatabaseThatMayOnlyBeRead() throws SQLException {
        var url = TestPostgres.newDatabase();
        inEachSession(url, "default_transaction_read_only = on");

        assertThatThrownBy(() -> TestPostgres.open(url))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "consent register: PostgreSQL at " + place(url) + ": default_transaction_read_only is on; set"
                                + " default_transaction_read_only = off for this user and database");
    }

    @Test
    void refusesAnOldServer() throws IOException {
        try (var old = new OlderPostgres(TestPostgres.newDatabase())) {
            assertThatThrownBy(() -> TestPostgres.open(old.url()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("consent register: PostgreSQL at " + place(old.url())
                            + ": version 13; use version 14 or newer");
        }
    }

    /** The system takes its connection, and nobody ever reads from it. */
    @Test
    @Timeout(60)
    void endsItsWaitForAServerThatHangs() throws IOException {
        try (var hanging = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var url = "jdbc:postgresql://127.0.0.1:" + hanging.getLocalPort() + "/consents";

            assertThatThrownBy(() -> RegisterStore.postgresql(url, "mary", "planted-secret", SHORTEST))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("consent register: PostgreSQL at " + place(url) + ": cannot connect")
                    .hasMessageEndingWith(
                            "check url, user and password, that the server runs and that it is the primary");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://127.0.0.1:1/none",
                "jdbc:postgresql://127.0.0.1:1/none?password=planted-secret",
                "jdbc:postgresql://127.0.0.1:one/none?password=planted-secret",
                "jdbc:h2:mem:none;PASSWORD=planted-secret"
            })
    void tellsNoCredentials(String url) {
        var refused = catchThrowableOfType(
                RuntimeException.class,
                () -> RegisterStore.postgresql(url, "planted-user", "planted-secret", SHORTEST));

        assertThat(refused).hasMessageStartingWith("consent register: ").hasMessageContaining("url");
        assertThat(withCauses(refused)).doesNotContain("planted");
    }

    @Test
    void tellsNoCredentialsThatAreWrong() {
        var url = TestPostgres.newDatabase();
        var refused = catchThrowableOfType(
                IllegalStateException.class,
                () -> RegisterStore.postgresql(url.replaceAll("\\?.*", ""), "nobody", "planted-secret", SHORTEST));

        assertThat(refused).hasMessageContaining("check url, user and password");
        assertThat(withCauses(refused)).doesNotContain("planted-secret");
    }

    /** Each waits for the one that makes the tables, longer than a statement may while the gateway works. */
    @RepeatedTest(3)
    void startsOnANewDatabaseWithOthers() throws Exception {
        var url = TestPostgres.newDatabase();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var opened = new ArrayList<Future<Long>>();
            for (int i = 0; i < 4; i++) {
                opened.add(threads.submit(() -> {
                    try (var store = RegisterStore.postgresql(url, "postgres", "postgres", SHORTEST);
                            var connection = store.dataSource().getConnection()) {
                        return Head.read(connection).sequence();
                    }
                }));
            }
            for (var store : opened) {
                assertThat(store.get(60, TimeUnit.SECONDS)).isZero();
            }
        }
    }

    private static String withCauses(Throwable failure) {
        var trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    private static void inEachSession(String url, String setting) throws SQLException {
        execute(url, "ALTER ROLE postgres IN DATABASE " + name(url) + " SET " + setting);
    }

    private static String place(String url) {
        return url.replaceAll("^jdbc:postgresql://([^?]*).*", "$1");
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
