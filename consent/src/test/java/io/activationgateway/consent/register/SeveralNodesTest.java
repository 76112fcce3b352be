package io.activationgateway.consent.register;

import static io.activationgateway.consent.register.Fixture.KEY;
import static io.activationgateway.consent.register.Fixture.NEWSLETTER;
import static io.activationgateway.consent.register.Fixture.SMALL;
import static io.activationgateway.consent.register.Fixture.START;
import static io.activationgateway.consent.register.Fixture.await;
import static io.activationgateway.consent.register.Fixture.withdrawal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.consent.event.Change;
import io.activationgateway.consent.event.ConsentEvent;
import io.activationgateway.consent.event.Timing;
import io.activationgateway.consent.identity.Identifier;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.PseudonymKey;
import io.activationgateway.consent.identity.SubjectKeys;
import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.register.Acknowledgement.Reached;
import io.activationgateway.consent.register.Standing.Cause;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several nodes of one region: what one acknowledges binds all of them (promise P1). */
@Timeout(120)
class SeveralNodesTest {

    private static final String MARY = "mary@example.com";

    @TempDir
    private Path folder;

    private final Hub hub = new Hub();
    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final AtomicLong ticks = new AtomicLong();
    private final List<Node> nodes = new ArrayList<>();
    private RegisterStore store;
    private SharedDatabase database;

    @BeforeEach
    void open() {
        store = open(folder, now::get);
        database = new SharedDatabase(store);
    }

    /** The database that the nodes share, empty. */
    RegisterStore open(Path in, InstantSource clock) {
        return RegisterStore.h2(in.resolve("register"), clock);
    }

    @AfterEach
    void close() {
        nodes.forEach(node -> node.register.close());
        store.close();
    }

    /** A node whose sending side a test can hold up. */
    private final class Node {
        private final SharedDatabase.Way way = database.new Way();
        private final ConsentRegister register;
        private volatile CompletableFuture<Void> passage = CompletableFuture.completedFuture(null);

        private Node(PseudonymKey key, RegisterSettings settings) {
            InstantSource clock = now::get;
            SendFence fence = _ -> passage;
            register = ConsentRegister.load(
                    way,
                    KeyRing.of(key),
                    clock,
                    ticks::get,
                    new RegisterPorts(fence, hub.join(), AcknowledgementMeter.NONE),
                    settings);
            nodes.add(this);
            Fixture.await(register.loaded());
        }

        private CompletableFuture<AppendAnswer> withdraw(String id) {
            return register.append(List.of(withdrawal(id, MARY))).toCompletableFuture();
        }

        private boolean shows(ConsentState state) {
            return profile().cell(NEWSLETTER).data() == state;
        }

        private ConsentProfile profile() {
            var key = new SubjectKeys(KeyRing.of(KEY)).key(new Identifier(IdentifierType.EMAIL, MARY));
            int number = register.find(0, key.high(), key.low());
            return number == ConsentView.UNKNOWN ? ConsentProfile.UNKNOWN : register.profile(number);
        }

        private void holdUp() {
            passage = new CompletableFuture<>();
        }

        private void release() {
            var held = passage;
            passage = CompletableFuture.completedFuture(null);
            held.complete(null);
        }
    }

    private Node node() {
        return new Node(KEY, SMALL);
    }

    private static void until(String what, BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS))
                    .join();
        }
        assertThat(condition.getAsBoolean()).as(what).isTrue();
    }

    /** All that was on its way to the storage threads has arrived there, and what that sent to the others too. */
    private void settle() {
        for (int i = 0; i < 3; i++) {
            nodes.forEach(node -> await(node.register.expireAcknowledgements()));
        }
    }

    @Test
    void aWithdrawalShowsOnTheOtherNodesAsSoonAsTheyAreWoken() {
        var one = node();
        var other = node();

        var answer = await(one.withdraw("ev-1"));

        assertThat(answer.acknowledgement()).isEqualTo(new Acknowledgement(1, Reached.REPORTS));
        assertThat(other.shows(ConsentState.WITHDRAWN)).isTrue();
        assertThat(other.register.position().sequence()).isEqualTo(1);
    }

    @Test
    void anAnswerWaitsForTheFenceOfTheSlowestNode() {
        var one = node();
        node();
        var slow = node();
        slow.holdUp();

        var answer = one.withdraw("ev-1");
        until("the slow node shows it", () -> slow.shows(ConsentState.WITHDRAWN));
        settle();
        assertThat(answer).isNotDone();

        slow.release();
        assertThat(await(answer).acknowledgement()).isEqualTo(new Acknowledgement(1, Reached.REPORTS));
    }

    @Test
    void oneAnswerThatWaitsHoldsUpNoOtherCommit() {
        var one = node();
        var slow = node();
        slow.holdUp();

        var first = one.withdraw("ev-1");
        var second = one.withdraw("ev-2");
        until("both are committed", () -> one.register.position().sequence() == 2);
        settle();
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();

        slow.release();
        assertThat(await(first).acknowledgement().reached()).isEqualTo(Reached.REPORTS);
        assertThat(await(second).acknowledgement().reached()).isEqualTo(Reached.REPORTS);
    }

    @Test
    void aNodeThatHearsAndSaysNothingIsWaitedForUntilItsLeaseIsOver() {
        var one = node();
        var deaf = node();
        hub.loseWakes(true);
        hub.loseReports(true);

        var answer = one.withdraw("ev-1");
        await(one.register.renew());
        ticks.addAndGet(Duration.ofMillis(5_499).toNanos());
        await(one.register.expireAcknowledgements());
        assertThat(answer).isNotDone();
        assertThat(deaf.shows(ConsentState.WITHDRAWN)).isFalse();

        ticks.addAndGet(Duration.ofMillis(1).toNanos());
        await(one.register.expireAcknowledgements());
        assertThat(await(answer).acknowledgement()).isEqualTo(new Acknowledgement(1, Reached.LEASES));
        assertThat(deaf.register.standing()).isEqualTo(new Standing.Stale(Cause.LEASE));
    }

    @Test
    void theLongestLeaseOfAllNodesCounts() {
        var one = node();
        new Node(KEY, new RegisterSettings(Duration.ofSeconds(20), Duration.ofSeconds(1), 16, 8));
        hub.loseReports(true);

        var answer = one.withdraw("ev-1");
        settle();
        ticks.addAndGet(Duration.ofMillis(21_999).toNanos());
        await(one.register.expireAcknowledgements());
        assertThat(answer).isNotDone();

        ticks.addAndGet(Duration.ofMillis(1).toNanos());
        await(one.register.expireAcknowledgements());
        assertThat(await(answer).acknowledgement().reached()).isEqualTo(Reached.LEASES);
    }

    @Test
    void whatWasLostIsSaidAgainAtTheNextRenewal() {
        var one = node();
        var other = node();
        hub.loseWakes(true);
        hub.loseReports(true);
        var answer = one.withdraw("ev-1");
        settle();
        hub.loseReports(false);
        hub.loseWakes(false);
        assertThat(other.shows(ConsentState.WITHDRAWN)).isFalse();

        await(other.register.renew());

        assertThat(await(answer).acknowledgement().reached()).isEqualTo(Reached.REPORTS);
    }

    @Test
    void aReportThatWasLostIsSaidAgain() {
        var one = node();
        var other = node();
        hub.loseReports(true);
        var answer = one.withdraw("ev-1");
        until("the other node has passed", () -> hub.reports().size() >= 4);
        settle();
        assertThat(answer).isNotDone();
        hub.loseReports(false);

        await(other.register.renew());

        assertThat(await(answer).acknowledgement().reached()).isEqualTo(Reached.REPORTS);
    }

    @Test
    void aForgedOrGarbledReportCountsForNothing() {
        var one = node();
        var slow = node();
        slow.holdUp();
        var earlier = hub.reports();
        var answer = one.withdraw("ev-1");
        until("the slow node shows it", () -> slow.shows(ConsentState.WITHDRAWN));

        var garbled = earlier.getLast().clone();
        garbled[23] = 1;
        hub.replay(garbled);
        hub.replay(new byte[0]);
        hub.replay(new byte[57]);
        var stranger = new Reports(PseudonymKey.of(new byte[] {
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
            30, 31, 32
        }));
        for (var node : registered()) {
            hub.replay(stranger.seal(node, new Position(one.register.position().epoch(), 1, 0)));
        }
        earlier.forEach(hub::replay);
        settle();

        assertThat(answer).isNotDone();
        assertThat(one.register.reportsRejected()).isEqualTo(5);
        slow.release();
        assertThat(await(answer).acknowledgement().reached()).isEqualTo(Reached.REPORTS);
    }

    @Test
    void aReportOfAnEarlierEntryCountsForNothing() {
        var one = node();
        var gone = node();
        await(one.withdraw("ev-1"));
        gone.register.close();
        nodes.remove(gone);
        var again = node();
        var before = hub.reports();
        again.holdUp();

        var answer = one.withdraw("ev-2");
        until("the node shows it", () -> again.register.position().sequence() == 2);
        // Of the earlier entry this one is genuine, for all that the region's key can tell.
        long number = java.nio.ByteBuffer.wrap(before.get(1)).getLong();
        assertThat(registered()).doesNotContain(number);
        hub.replay(new Reports(KEY).seal(number, one.register.position()));
        settle();

        assertThat(answer).isNotDone();
        again.release();
        assertThat(await(answer).acknowledgement().reached()).isEqualTo(Reached.REPORTS);
    }

    @Test
    void aRepeatedWriteOnAnotherNodeWaitsForTheFenceToo() {
        var one = node();
        var other = node();
        var slow = node();
        slow.holdUp();
        var first = one.withdraw("ev-1");
        until("the other node shows it", () -> other.shows(ConsentState.WITHDRAWN));

        var repeated = other.withdraw("ev-1");
        settle();
        assertThat(first).isNotDone();
        assertThat(repeated).isNotDone();

        slow.release();
        assertThat(await(repeated)).isEqualTo(await(first));
    }

    @Test
    void aNodeThatIsCutFromTheDatabaseDecidesNothingPastItsLeaseAndRecovers() {
        var one = node();
        var cut = node();
        cut.way.cut(true);
        hub.loseWakes(true);
        ticks.addAndGet(Duration.ofMillis(4_999).toNanos());
        await(one.register.renew());
        assertThat(cut.register.standing()).isInstanceOf(Standing.Current.class);

        ticks.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(cut.register.standing()).isEqualTo(new Standing.Stale(Cause.LEASE));
        assertThat(cut.register.renew().toCompletableFuture())
                .failsWithin(Duration.ofSeconds(60))
                .withThrowableOfType(Exception.class);
        assertThat(cut.register.standing()).isEqualTo(new Standing.Stale(Cause.LEASE));
        var answer = one.withdraw("ev-1");
        until("it is committed", () -> one.register.position().sequence() == 1);

        cut.way.cut(false);
        await(cut.register.renew());
        assertThat(cut.register.standing()).isInstanceOf(Standing.Current.class);
        assertThat(cut.shows(ConsentState.WITHDRAWN)).isTrue();
        assertThat(await(answer).acknowledgement().reached()).isEqualTo(Reached.REPORTS);
    }

    @Test
    void aSilentNodeIsForgottenAfterTwoOfItsLeases() {
        var one = node();
        var dead = node();
        dead.way.cut(true);
        hub.loseWakes(true);
        await(one.register.renew());
        assertThat(one.register.nodes()).isEqualTo(2);
        var answer = one.withdraw("ev-1");
        ticks.addAndGet(Duration.ofMillis(9_999).toNanos());
        await(one.register.renew());
        assertThat(registered()).hasSize(2);

        ticks.addAndGet(Duration.ofMillis(1).toNanos());
        await(one.register.renew());
        assertThat(registered()).hasSize(1);
        await(one.register.renew());

        assertThat(await(answer).acknowledgement().reached()).isEqualTo(Reached.REPORTS);
        assertThat(await(one.withdraw("ev-2")).acknowledgement().reached()).isEqualTo(Reached.REPORTS);

        dead.way.cut(false);
        hub.loseWakes(false);
        await(dead.register.renew());
        assertThat(registered()).hasSize(2);
        assertThat(dead.register.standing()).isInstanceOf(Standing.Current.class);
        assertThat(await(one.withdraw("ev-3")).acknowledgement().reached()).isEqualTo(Reached.REPORTS);
        assertThat(dead.register.position().sequence()).isEqualTo(3);
    }

    @Test
    void nobodyIsForgottenBecauseTheDatabasesClockIsSet() {
        var one = node();
        node();
        await(one.register.renew());

        database.setAhead(Duration.ofHours(1));
        await(one.register.renew());
        node();
        await(one.register.renew());

        assertThat(registered()).hasSize(3);
    }

    @Test
    void anotherServerWithTheSameLogIsFollowedAndAnswersStand() {
        var one = node();
        var other = node();
        other.holdUp();
        var answer = one.withdraw("ev-1");
        until("the other node shows it", () -> other.shows(ConsentState.WITHDRAWN));
        long epoch = one.register.position().epoch();

        database.failOver("server-2");
        await(one.register.renew());
        assertThat(one.register.position().epoch()).isNotEqualTo(epoch);
        settle();
        assertThat(answer).isNotDone();
        await(other.register.renew());
        other.release();
        await(other.register.renew());

        assertThat(await(answer).acknowledgement()).isEqualTo(new Acknowledgement(1, Reached.REPORTS));
        assertThat(other.register.standing()).isInstanceOf(Standing.Current.class);
        assertThat(other.register.position().epoch())
                .isEqualTo(one.register.position().epoch());
    }

    @Test
    void anAnswerWhoseRowsAreGoneIsNeverGiven() {
        var one = node();
        var slow = node();
        slow.holdUp();
        var answer = one.withdraw("ev-1");
        until("the slow node shows it", () -> slow.shows(ConsentState.WITHDRAWN));

        database.failOver("server-2");
        database.execute("UPDATE log_head SET sequence = 0, digest = ''");
        for (var table : List.of("consent_log", "subject", "subject_key", "due", "profile", "evidence", "birth")) {
            database.execute("DELETE FROM " + table);
        }
        await(one.register.renew());

        assertThatThrownBy(answer::join).hasMessageContaining("append again");
        assertThat(one.shows(ConsentState.WITHDRAWN)).isFalse();
    }

    /** Also a node that was away from before the date was told until it was destroyed, and so never saw it. */
    @Test
    void everyNodeSaysTheSameOfADateOfBirthWhileItIsKnownAndOnceItWasErased() {
        var one = node();
        var other = node();
        var away = node();
        away.way.cut(true);
        var _ = one.register.append(List.of(told("ev-1", new Change.Born(LocalDate.parse("2012-03-05")))));
        until("the other follows", () -> other.profile().age() == AgeBand.AGE_14);
        var _ = other.register.append(List.of(Fixture.grant("ev-2", MARY)));
        until("the one follows", () -> one.shows(ConsentState.GRANTED));
        assertThat(one.profile().age()).isEqualTo(AgeBand.AGE_14);

        var _ = other.register.append(List.of(told("ev-3", new Change.Erased())));
        until("the one follows", () -> one.profile().erased());
        away.way.cut(false);

        for (var node : List.of(one, other, away, node())) {
            await(node.register.renew());
            assertThat(node.profile()).isEqualTo(other.profile());
            assertThat(node.register.standing()).isInstanceOf(Standing.Current.class);
        }
        assertThat(other.profile().age()).isEqualTo(AgeBand.UNDER_13);
        assertThat(other.profile().erased()).isTrue();
    }

    private static ConsentEvent told(String id, Change change) {
        return Fixture.event(id, change, Timing.ON_ARRIVAL, MARY);
    }

    @Test
    void falseWakeUpsCostOneReadingBetweenTwoRenewals() {
        var one = node();
        await(one.register.renew());
        int before = one.way.uses();

        for (int i = 0; i < 100; i++) {
            hub.wake(one.register.position().epoch(), 1_000 + i);
            settle();
        }

        assertThat(one.way.uses() - before).isEqualTo(1);
    }

    @Test
    void eightWritersOnThreeNodesLeaveTheSameViewEverywhere() {
        var all = List.of(node(), node(), node());
        var answers = new ArrayList<CompletableFuture<AppendAnswer>>();
        for (int writer = 0; writer < 8; writer++) {
            for (int i = 0; i < 25; i++) {
                var name = "w" + writer + "-" + i;
                answers.add(all.get((writer + i) % 3)
                        .register
                        .append(List.of(Fixture.grant("g-" + name, name), withdrawal("x-" + name, MARY)))
                        .toCompletableFuture());
            }
        }
        var sequences = answers.stream()
                .flatMap(answer -> await(answer).results().stream())
                .map(result -> ((AppendResult.Appended) result).sequence())
                .toList();

        assertThat(sequences).doesNotHaveDuplicates().hasSize(400);
        for (var node : all) {
            await(node.register.renew());
            assertThat(node.register.position().sequence()).isEqualTo(400);
            assertThat(node.register.subjects()).isEqualTo(201);
            assertThat(node.shows(ConsentState.WITHDRAWN)).isTrue();
        }
    }

    private List<Long> registered() {
        try (var connection = store.dataSource().getConnection()) {
            return List.copyOf(Nodes.all(connection).keySet());
        } catch (java.sql.SQLException e) {
            throw new AssertionError(e);
        }
    }
}
