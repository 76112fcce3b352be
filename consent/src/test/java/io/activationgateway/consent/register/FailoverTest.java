package io.activationgateway.consent.register;

import static io.activationgateway.consent.register.Fixture.START;
import static io.activationgateway.consent.register.Fixture.await;
import static io.activationgateway.consent.register.Fixture.grant;
import static io.activationgateway.consent.register.Fixture.withdrawal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.consent.profile.ConsentState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL server is killed, comes back, and comes back with less than it had. */
class FailoverTest {

    private static final String MARY = "mary@example.com";
    private static final String JOHN = "john@example.com";
    private static final int ROUNDS = 2;
    private static final int WITHDRAWALS = 20;

    @TempDir
    private Path folder;

    private Path data;
    private String url;

    @BeforeEach
    void start() throws IOException {
        data = Files.createDirectory(folder.resolve("data"));
        var server = TestPostgres.start(data);
        url = server.getJdbcUrl("postgres", "postgres");
    }

    @AfterEach
    void stop() {
        TestPostgres.kill(data);
    }

    @Test
    void losesNothingAcknowledgedWhenTheServerIsKilled() throws IOException {
        var acknowledged = new ArrayList<String>();
        try (var f = open()) {
            for (int round = 0; round < ROUNDS; round++) {
                acknowledged.addAll(acknowledgedUntilKilled(f, round));
                TestPostgres.restart(data, url);
                renewUntilCurrent(f);
            }
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ROUNDS * WITHDRAWALS);
        try (var f = open()) {
            for (var who : acknowledged) {
                assertThat(f.newsletter(who)).as(who).isEqualTo(ConsentState.WITHDRAWN);
            }
        }
    }

    /** Whose withdrawal was acknowledged before the server was killed, in the middle of others. */
    private List<String> acknowledgedUntilKilled(Fixture f, int round) {
        var acknowledged = new ArrayList<String>();
        for (int i = 0; i < WITHDRAWALS; i++) {
            f.append(withdrawal("ev-" + round + "-" + i, "u-" + round + "-" + i));
            acknowledged.add("u-" + round + "-" + i);
        }
        var killed = CompletableFuture.runAsync(() -> TestPostgres.kill(data));
        var underWay = new LinkedHashMap<String, CompletableFuture<AppendAnswer>>();
        for (int i = WITHDRAWALS; !killed.isDone(); i++) {
            var answer = f.register
                    .append(List.of(withdrawal("ev-" + round + "-" + i, "u-" + round + "-" + i)))
                    .toCompletableFuture();
            underWay.put("u-" + round + "-" + i, answer);
            await(f.register.expireAcknowledgements());
        }
        await(killed);
        underWay.forEach((who, answer) -> {
            if (answer.isDone() && !answer.isCompletedExceptionally()) {
                acknowledged.add(who);
            }
        });
        return acknowledged;
    }

    @Test
    void drawsANewEpochWhenTheServerWasRestarted() throws IOException {
        try (var f = open()) {
            f.append(grant("ev-1", MARY));
            f.pass(Duration.ofMillis(1));
            f.append(withdrawal("ev-2", MARY));
            var before = f.register.position();

            restart();
            renewUntilCurrent(f);

            assertThat(f.register.position().epoch()).isNotEqualTo(before.epoch());
            assertThat(f.register.position().sequence()).isEqualTo(2);
            assertThat(f.register.position().mark())
                    .as("nothing was loaded anew")
                    .isEqualTo(before.mark());
            assertThat(f.newsletter(MARY)).isEqualTo(ConsentState.WITHDRAWN);
            f.append(grant("ev-3", JOHN));
            assertThat(f.register.position().sequence()).isEqualTo(3);
        }
    }

    @Test
    void loadsAnewWhenTheServerComesBackFromAnOlderCopy() throws IOException {
        try (var f = open()) {
            f.append(grant("ev-1", MARY));
            copyOf(f);
            f.append(withdrawal("ev-2", JOHN));
            f.append(grant("ev-3", JOHN));
            var before = f.register.position();

            restore();
            renewUntilCurrent(f);

            assertThat(f.register.position().sequence()).isEqualTo(1);
            assertThat(f.newsletter(MARY)).isEqualTo(ConsentState.GRANTED);
            assertThat(f.number(JOHN)).isEqualTo(ConsentView.UNKNOWN);
            assertThat(f.isIn(f.register.changesSince(before.mark()), JOHN)).isTrue();
        }
    }

    @Test
    void loadsAnewWhenAFailoverLostCommitsAndTheLogWentOnWithOthers() throws IOException {
        try (var f = open()) {
            f.append(grant("ev-1", MARY));
            copyOf(f);
            f.append(grant("ev-2", JOHN));

            restore();
            try (var other = open()) {
                var appended = other.register.append(List.of(grant("ev-3", "u-1"), withdrawal("ev-4", MARY)));
                await(other.register.renew());
                // The first node has its row in the table, and is not heard of.
                other.pass(Duration.ofSeconds(6));
                await(other.register.expireAcknowledgements());
                await(appended);
            }
            renewUntilCurrent(f);

            assertThat(f.register.position().sequence()).isEqualTo(3);
            assertThat(f.newsletter(MARY)).isEqualTo(ConsentState.WITHDRAWN);
            assertThat(f.number(JOHN)).isEqualTo(ConsentView.UNKNOWN);
            assertThat(f.newsletter("u-1")).isEqualTo(ConsentState.GRANTED);
        }
    }

    @Test
    void startsNeitherOnAServerThatLeavesItsFilesInMemoryNorOnAStandby() throws IOException {
        open().close();
        TestPostgres.kill(data);
        var started = data.resolve("postmaster.opts");
        Files.writeString(started, Files.readString(started).replace("fsync=on", "fsync=off"));
        TestPostgres.restart(data, url);
        assertThatThrownBy(() -> TestPostgres.open(url))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("consent register: PostgreSQL at localhost:")
                .hasMessageEndingWith("/postgres: fsync is off; set fsync = on in postgresql.conf, or acknowledged"
                        + " withdrawals may be lost");

        TestPostgres.kill(data);
        Files.createFile(data.resolve("standby.signal"));
        TestPostgres.restart(data, url);
        assertThatThrownBy(() -> TestPostgres.open(url))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith("/postgres: the server is a standby; let the url name the primary");
    }

    /** The only node: what another process would leave behind in table {@code node} is removed. */
    private Fixture open() {
        return Fixture.open(
                clock -> Database.timedByHand(TestPostgres.open(url), clock), START, SendFence.NOTHING_IS_SENT);
    }

    private static void renewUntilCurrent(Fixture f) {
        for (int i = 0; i < 20; i++) {
            var renewed = f.register.renew().handle((_, failure) -> failure == null);
            if (await(renewed) && f.register.standing() instanceof Standing.Current) {
                return;
            }
        }
        throw new AssertionError(f.register.standing());
    }

    private void restart() throws IOException {
        TestPostgres.kill(data);
        TestPostgres.restart(data, url);
    }

    private void copyOf(Fixture f) throws IOException {
        TestPostgres.kill(data);
        copy(data, folder.resolve("older"));
        TestPostgres.restart(data, url);
        renewUntilCurrent(f);
    }

    private void restore() throws IOException {
        TestPostgres.kill(data);
        delete(data);
        copy(folder.resolve("older"), data);
        TestPostgres.restart(data, url);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static void delete(Path tree) throws IOException {
        try (var files = Files.walk(tree)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
