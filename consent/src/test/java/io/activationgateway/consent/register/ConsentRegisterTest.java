package io.activationgateway.consent.register;

import static io.activationgateway.consent.register.Fixture.START;
import static io.activationgateway.consent.register.Fixture.await;
import static io.activationgateway.consent.register.Fixture.grant;
import static io.activationgateway.consent.register.Fixture.grantUntil;
import static io.activationgateway.consent.register.Fixture.withdrawal;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.consent.event.Effect;
import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.register.Standing.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
class ConsentRegisterTest {

    private static final String MARY = "mary@example.com";

    @Parameter
    private Database database;

    @TempDir
    private Path folder;

    @Test
    void showsAWithdrawalBeforeItIsAcknowledged() {
        try (var f = Fixture.open(database, folder)) {
            f.append(grant("ev-1", MARY));
            assertThat(f.newsletter(MARY)).isEqualTo(ConsentState.GRANTED);

            f.pass(Duration.ofMillis(1));
            var results = f.append(withdrawal("ev-2", MARY));

            assertThat(results).containsExactly(new AppendResult.Appended(2, new Effect.Applied()));
            assertThat(f.newsletter(MARY)).isEqualTo(ConsentState.WITHDRAWN);
            assertThat(f.register.position().sequence()).isEqualTo(2);
        }
    }

    @Test
    void acknowledgesOnlyWhatHasPassedTheFence() {
        var fence = new CompletableFuture<Void>();
        var told = new ArrayList<ConsentView.Changes>();
        try (var f = Fixture.open(database, folder, START, changes -> {
            told.add(changes);
            return fence;
        })) {
            var answer = f.register.append(List.of(withdrawal("ev-1", MARY))).toCompletableFuture();
            await(f.register.renew());

            assertThat(f.newsletter(MARY)).isEqualTo(ConsentState.WITHDRAWN);
            assertThat(answer).isNotDone();
            assertThat(f.isIn(told.getFirst(), MARY)).isTrue();
            assertThat(f.isIn(told.getFirst(), "john@example.com")).isFalse();

            fence.complete(null);
            assertThat(await(answer).results()).hasSize(1);
        }
    }

    @Test
    void aRepeatedEventWaitsForTheFenceToo() {
        var fence = new CompletableFuture<Void>();
        try (var f = Fixture.open(database, folder, START, _ -> fence)) {
            var first = f.register.append(List.of(withdrawal("ev-1", MARY))).toCompletableFuture();
            var second = f.register.append(List.of(withdrawal("ev-1", MARY))).toCompletableFuture();
            await(f.register.renew());
            await(f.register.renew());

            assertThat(first).isNotDone();
            assertThat(second).isNotDone();

            fence.complete(null);
            assertThat(await(second)).isEqualTo(await(first));
        }
    }

    @Test
    void answersWithoutTheFenceWhenEveryLeaseIsSurelyOver() {
        try (var f = Fixture.open(database, folder, START, _ -> new CompletableFuture<>())) {
            var answer = f.register.append(List.of(withdrawal("ev-1", MARY))).toCompletableFuture();
            await(f.register.renew());
            f.ticks.addAndGet(Duration.ofMillis(5499).toNanos());
            await(f.register.expireAcknowledgements());
            assertThat(answer).isNotDone();

            f.ticks.addAndGet(Duration.ofMillis(1).toNanos());
            await(f.register.expireAcknowledgements());
            assertThat(await(answer).results()).hasSize(1);
        }
    }

    @Test
    void linksTheIdentifiersOfOneEvent() {
        try (var f = Fixture.open(database, folder)) {
            f.append(grant("ev-1", MARY, "u-7"));
            f.pass(Duration.ofMillis(1));
            f.append(withdrawal("ev-2", MARY));

            assertThat(f.newsletter("u-7")).isEqualTo(ConsentState.WITHDRAWN);
        }
    }

    @Test
    void aLateLinkMergesTwoSubjectsAndTheStricterOutcomeHolds() {
        try (var f = Fixture.open(database, folder)) {
            f.append(grant("ev-1", "u-7"));
            f.pass(Duration.ofMillis(1));
            f.append(withdrawal("ev-2", MARY));
            var before = f.register.position();
            assertThat(f.newsletter("u-7")).isEqualTo(ConsentState.GRANTED);

            f.append(grantUntil("ev-3", START, MARY, "u-7"));

            assertThat(f.newsletter("u-7")).isEqualTo(ConsentState.WITHDRAWN);
            assertThat(f.number("u-7")).isEqualTo(f.number(MARY));
            var changes = f.register.changesSince(before.mark());
            assertThat(f.isIn(changes, "u-7")).isTrue();
            assertThat(f.isIn(changes, MARY)).isTrue();
        }
    }

    @Test
    void answersARepeatedEventAsTheFirstTime() {
        try (var f = Fixture.open(database, folder)) {
            f.append(withdrawal("ev-1", MARY));
            f.pass(Duration.ofMillis(1));
            var first = f.append(grant("ev-2", MARY));
            f.pass(Duration.ofMillis(1));
            f.append(withdrawal("ev-3", MARY));

            assertThat(f.append(grant("ev-2", MARY))).isEqualTo(first);
            assertThat(f.newsletter(MARY)).isEqualTo(ConsentState.WITHDRAWN);
            assertThat(f.register.position().sequence()).isEqualTo(3);
        }
    }

    @Test
    void anIdUsedTwiceForDifferentEventsSwallowsNone() {
        try (var f = Fixture.open(database, folder)) {
            f.append(grant("ev-1", MARY), grant("ev-2", "john@example.com"));
            f.pass(Duration.ofMillis(1));

            f.append(withdrawal("ev-1", MARY), withdrawal("ev-1", "john@example.com"));

            assertThat(f.newsletter(MARY)).isEqualTo(ConsentState.WITHDRAWN);
            assertThat(f.newsletter("john@example.com")).isEqualTo(ConsentState.WITHDRAWN);
        }
    }

    @Test
    void saysWhichEventAnIneffectiveOneYieldsTo() {
        try (var f = Fixture.open(database, folder)) {
            f.append(withdrawal("ev-1", MARY));

            var results = f.append(grant("ev-2", MARY));

            assertThat(results).containsExactly(new AppendResult.Appended(2, new Effect.SupersededBy("ev-1")));
        }
    }

    @Test
    void decidesNothingBetweenAnExpiryAndItsSwitch() {
        try (var f = Fixture.open(database, folder)) {
            f.append(grantUntil("ev-1", START.plusSeconds(2), MARY));
            var before = f.register.position();
            f.pass(Duration.ofMillis(1999));
            assertThat(f.register.standing()).isInstanceOf(Standing.Current.class);

            f.pass(Duration.ofMillis(1));

            assertThat(f.register.standing()).isEqualTo(new Standing.Stale(Cause.BEHIND));
            // The reader who found it behind has woken it: a renewal comes after that.
            await(f.register.renew());
            assertThat(f.register.standing()).isInstanceOf(Standing.Current.class);
            assertThat(f.newsletter(MARY)).isEqualTo(ConsentState.EXPIRED);
            assertThat(f.register.position().sequence()).isEqualTo(before.sequence());
            assertThat(f.isIn(f.register.changesSince(before.mark()), MARY)).isTrue();
        }
    }

    @Test
    void aLaterEventTakesThePlaceOfWhatWouldFallDue() {
        try (var f = Fixture.open(database, folder)) {
            f.append(grantUntil("ev-1", START.plusSeconds(2), MARY));
            f.pass(Duration.ofSeconds(1));
            f.append(grantUntil("ev-2", START.plusSeconds(4), MARY));
            f.pass(Duration.ofSeconds(1));
            await(f.register.renew());
            assertThat(f.newsletter(MARY)).isEqualTo(ConsentState.GRANTED);

            f.pass(Duration.ofSeconds(2));
            f.register.standing();
            await(f.register.renew());
            assertThat(f.newsletter(MARY)).isEqualTo(ConsentState.EXPIRED);
        }
    }

    @Test
    void whatIsDueInTheFarFutureFallsDueThen() {
        try (var f = Fixture.open(database, folder)) {
            var expiry = START.plus(Duration.ofDays(400));
            f.append(grantUntil("ev-1", expiry, MARY));
            f.pass(Duration.between(START, expiry).minusMillis(1));
            assertThat(f.register.standing()).isEqualTo(new Standing.Stale(Cause.LEASE));
            await(f.register.renew());
            assertThat(f.newsletter(MARY)).isEqualTo(ConsentState.GRANTED);
            assertThat(f.register.standing()).isInstanceOf(Standing.Current.class);

            f.pass(Duration.ofMillis(1));
            assertThat(f.register.standing()).isEqualTo(new Standing.Stale(Cause.BEHIND));
            await(f.register.renew());
            assertThat(f.newsletter(MARY)).isEqualTo(ConsentState.EXPIRED);
        }
    }

    @Test
    void decidesNothingPastItsLeaseUntilRenewed() {
        try (var f = Fixture.open(database, folder)) {
            f.ticks.addAndGet(Duration.ofSeconds(5).toNanos() - 1);
            assertThat(f.register.standing()).isInstanceOf(Standing.Current.class);

            f.ticks.addAndGet(1);
            assertThat(f.register.standing()).isEqualTo(new Standing.Stale(Cause.LEASE));

            await(f.register.renew());
            assertThat(f.register.standing())
                    .isEqualTo(new Standing.Current(f.register.position(), 0, f.ticks.get() + 5_000_000_000L));
        }
    }

    @Test
    void aLeaseEndsByTheWallClockWhereTheMonotonicOneSlept() {
        try (var f = Fixture.open(database, folder)) {
            f.now.set(START.plusSeconds(5));

            assertThat(f.register.standing()).isEqualTo(new Standing.Stale(Cause.LEASE));
        }
    }

    @Test
    void drawsANewEpochWhenTheLogWentBackUnderARunningServer() throws SQLException {
        try (var f = Fixture.open(database, folder)) {
            f.append(grant("ev-1", MARY));
            f.append(grant("ev-2", "john@example.com"));
            var before = f.register.position();
            f.execute("UPDATE log_head SET sequence = 1, digest = (SELECT digest FROM consent_log WHERE sequence = 1)");
            f.execute("DELETE FROM consent_log WHERE sequence = 2");
            f.execute("DELETE FROM subject_key WHERE subject = 2");

            await(f.register.renew());

            assertThat(f.register.position().sequence()).isEqualTo(1);
            assertThat(f.register.position().epoch()).isNotEqualTo(before.epoch());
            assertThat(f.number("john@example.com")).isEqualTo(ConsentView.UNKNOWN);
        }
    }

    @Test
    void namesThePolicyVersionThatWasPublished() {
        try (var f = Fixture.open(database, folder)) {
            await(f.register.publishPolicyVersion(12));
            assertThat(f.register.standing())
                    .isInstanceOfSatisfying(
                            Standing.Current.class,
                            current -> assertThat(current.policyVersion()).isEqualTo(12));

            assertThatThrownBy(() -> f.register
                            .publishPolicyVersion(11)
                            .toCompletableFuture()
                            .join())
                    .hasMessageContaining("policy version 11");
        }
    }

    @Test
    void everySubjectCountsAsChangedWhenTheRingHasWrapped() {
        try (var f = Fixture.open(database, folder)) {
            var before = f.register.position();
            for (int i = 0; i < 8; i++) {
                f.append(grant("ev-" + i, "u-" + i));
            }
            var all = f.register.changesSince(before.mark());
            assertThat(f.isIn(all, "u-0")).isTrue();
            assertThat(f.isIn(all, MARY)).isFalse();

            f.append(grant("ev-8", "u-8"));

            assertThat(f.isIn(all, MARY)).isTrue();
            assertThat(f.isIn(f.register.changesSince(before.mark()), MARY)).isTrue();
            assertThat(f.register.changesSince(f.register.position().mark()).isEmpty())
                    .isTrue();
        }
    }

    @Test
    void readsTheSameAfterItsFileIsOpenedAnew() {
        var people = new HashMap<String, ConsentProfile>();
        Position before;
        try (var f = Fixture.open(database, folder)) {
            for (int i = 0; i < 50; i++) {
                f.append(grantUntil(
                        "g-" + i, i % 3 == 0 ? START.plusSeconds(i) : null, "u-" + i, "u" + i + "@example.com"));
                f.pass(Duration.ofMillis(1));
                if (i % 4 == 0) {
                    f.append(withdrawal("w-" + i, "u-" + i));
                }
            }
            f.now.set(START.plusSeconds(20));
            await(f.register.renew());
            for (int i = 0; i < 50; i++) {
                people.put("u-" + i, f.profile("u-" + i));
                people.put("u" + i + "@example.com", f.profile("u" + i + "@example.com"));
            }
            before = f.register.position();
        }
        try (var f = Fixture.open(database, folder, START.plusSeconds(20), SendFence.NOTHING_IS_SENT)) {
            people.forEach((who, profile) -> assertThat(f.profile(who)).as(who).isEqualTo(profile));
            assertThat(people.values()).doesNotContain(ConsentProfile.UNKNOWN);
            assertThat(f.register.position().sequence()).isEqualTo(before.sequence());
            // Each opening of a file is a server of its own.
            assertThat(f.register.position().epoch() == before.epoch()).isEqualTo(database == Database.POSTGRESQL);
            assertThat(f.register.subjects()).isEqualTo(100);

            f.now.set(START.plusSeconds(60));
            await(f.register.renew());
            assertThat(f.newsletter("u-21")).isEqualTo(ConsentState.EXPIRED);
        }
    }

    @Test
    void receivedTimeNeverGoesBack() {
        try (var f = Fixture.open(database, folder)) {
            f.append(withdrawal("ev-1", MARY));
            f.now.set(START.minusSeconds(60));

            // It counts from its arrival, which by the clock alone was before the withdrawal.
            f.append(grant("ev-2", MARY));

            assertThat(f.newsletter(MARY)).isEqualTo(ConsentState.WITHDRAWN);
            f.now.set(START.minusSeconds(30));
            f.append(grant("ev-3", "u-1"));
            f.append(withdrawal("ev-4", "u-1"));
            assertThat(f.newsletter("u-1")).isEqualTo(ConsentState.WITHDRAWN);
        }
    }

    @Test
    void loadsAnewWhereTheLogIsAnotherOne() throws SQLException {
        try (var f = Fixture.open(database, folder)) {
            f.append(grant("ev-1", MARY));
            var before = f.register.position();
            f.execute("UPDATE log_head SET sequence = 0, digest = '', epoch = epoch + 1");
            for (var table : List.of("consent_log", "subject", "subject_key", "due", "profile", "evidence", "birth")) {
                f.execute("DELETE FROM " + table);
            }

            await(f.register.renew());

            assertThat(f.number(MARY)).isEqualTo(ConsentView.UNKNOWN);
            assertThat(f.register.position().sequence()).isZero();
            assertThat(f.isIn(f.register.changesSince(before.mark()), MARY)).isTrue();
            f.append(withdrawal("ev-2", MARY));
            assertThat(f.newsletter(MARY)).isEqualTo(ConsentState.WITHDRAWN);
        }
    }

    @Test
    void doesNotLoadALogThatWasAltered() throws SQLException {
        try (var f = Fixture.open(database, folder)) {
            f.append(withdrawal("ev-1", MARY), grant("ev-2", "u-1"));
            f.execute("UPDATE consent_log SET profile = 1 - profile WHERE sequence = 1");
        }
        assertThatThrownBy(() -> Fixture.open(database, folder))
                .hasStackTraceContaining("restore the database from a backup");
    }

    @Test
    void keepsNoClearIdentifier() throws IOException, SQLException {
        try (var f = Fixture.open(database, folder)) {
            f.append(grant("ev-1", "canary-7f3a@example.com", "canary-user-7f3a"));
            for (var table :
                    List.of("consent_log", "subject_key", "subject", "due", "profile", "evidence", "log_head")) {
                // Bytes are written as hexadecimal digits.
                assertThat(dump(f, table)).doesNotContain("canary").doesNotContain("63616e617279");
            }
            assertThat(dump(f, "evidence")).contains("web-signup");
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, ISO_8859_1)).doesNotContain("canary");
            }
        }
    }

    private static String dump(Fixture f, String table) throws SQLException {
        var dump = new StringBuilder();
        try (var connection = f.store.dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT * FROM " + table)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                for (int i = 1; i <= columns; i++) {
                    var value = rows.getObject(i);
                    dump.append(value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value)
                            .append(' ');
                }
            }
        }
        return dump.toString();
    }

    @Test
    void oneBadEventDoesNotTakeItsGroupAlong() {
        try (var f = Fixture.open(database, folder)) {
            // Too far away to be counted in milliseconds.
            var bad = f.register.append(List.of(grantUntil("ev-1", Instant.MAX.minusSeconds(1), "u-1")));
            var good = f.register.append(List.of(withdrawal("ev-2", MARY)));

            assertThat(await(good).results()).hasSize(1);
            assertThatThrownBy(() -> bad.toCompletableFuture().join()).isNotNull();
            assertThat(f.newsletter(MARY)).isEqualTo(ConsentState.WITHDRAWN);
            assertThat(f.number("u-1")).isEqualTo(ConsentView.UNKNOWN);
        }
    }
}
