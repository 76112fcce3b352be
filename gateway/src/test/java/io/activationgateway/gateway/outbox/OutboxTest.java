package io.activationgateway.gateway.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.f4b6a3.ulid.UlidCreator;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Use;
import io.activationgateway.connectors.courier.Ending;
import io.activationgateway.connectors.courier.JobState;
import io.activationgateway.consent.identity.Identifier;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.PseudonymKey;
import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.register.RegisterStore;
import io.activationgateway.gateway.delivery.Activation;
import io.activationgateway.gateway.delivery.JobBook;
import io.activationgateway.gateway.outbox.Arrival.Arriving;
import io.activationgateway.gateway.region.Await;
import io.activationgateway.gateway.region.SettableClock;
import io.activationgateway.gateway.region.TestDatabase;
import io.activationgateway.gateway.storage.Backoff;
import io.activationgateway.gateway.storage.Sql;
import io.activationgateway.gateway.storage.Tables;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds of the outbox on every database, whatever becomes of the nodes; time does not pass by itself here. */
@ParameterizedClass
@EnumSource
@Timeout(60) // what is not written down would be tried for ever
class OutboxTest {

    private static final String HOOK = "hook";
    private static final OutboxSettings SETTINGS = new OutboxSettings(
            Duration.ofHours(24),
            Duration.ofDays(7),
            Duration.ofHours(24),
            1 << 20,
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofHours(1));

    private static final KeyRing KEYS = KeyRing.of(PseudonymKey.random(new SecureRandom()));
    private static final PseudonymKey NEXT_SEAL = PseudonymKey.random(new SecureRandom());

    @Parameter
    TestDatabase kind;

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock();
    private final ScriptedDispatch vendor = new ScriptedDispatch();
    private final List<Outbox> opened = new ArrayList<>();
    private RegisterStore database;
    private Outbox outbox;
    private Lane lane;

    @BeforeEach
    void open() {
        database = kind.open(folder, clock);
        outbox = node("one", vendor);
        lane = outbox.lane(HOOK);
    }

    @AfterEach
    void close() {
        opened.forEach(Outbox::close);
        database.close();
    }

    @Test
    void aRecordIsSentAndItsRowIsGone() throws Exception {
        var id = place(Operation.UPSERT, row("a", "ada"), row("b", "ben"));
        assertThat(count(id, RecordState.WAITING)).isEqualTo(2);
        lane.work(() -> vendor.sent.size() > 2);

        assertThat(vendor.sent).containsExactly("a", "b");
        assertThat(count(id, RecordState.FORWARDED)).isEqualTo(2);
        lane.work(() -> false);
        assertThat(vendor.sent).hasSize(2);
        assertThat(results(id)).hasSize(2);
    }

    @Test
    void theSameIdIsTheSameActivationOnlyWithTheSameContent() {
        var id = place(Operation.UPSERT, row("a", "ada"));

        assertThat(outbox.place(arrival(id, Operation.UPSERT, null, List.of(row("a", "ada"))))
                        .toCompletableFuture()
                        .join())
                .isEqualTo(Placing.KNOWN);
        assertThat(outbox.place(arrival(id, Operation.UPSERT, "spring", List.of(row("a", "ada"))))
                        .toCompletableFuture()
                        .join())
                .isEqualTo(Placing.OTHER);
        assertThat(outbox.status("other", id).toCompletableFuture().join()).isEmpty();
    }

    @Test
    void beyondItsBoundNothingIsTaken() {
        var big =
                new Arriving.Waiting(0, "big", ("{\"x\":\"" + "x".repeat(1 << 20) + "\"}").getBytes(UTF_8), List.of());
        var id = UlidCreator.getUlid().toString();
        assertThat(outbox.place(arrival(id, Operation.UPSERT, null, List.of(big)))
                        .toCompletableFuture()
                        .join())
                .isEqualTo(Placing.STORED);
        assertThat(outbox.place(arrival(
                                UlidCreator.getUlid().toString(), Operation.UPSERT, null, List.of(row("a", "ada"))))
                        .toCompletableFuture()
                        .join())
                .isEqualTo(Placing.FULL);
    }

    @Test
    void aLaterRecordOfTheSamePersonWaitsForTheEarlierOne() throws Exception {
        vendor.script = item ->
                item.id().equals("a1") && item.attempts() == 0 ? ScriptedDispatch.unavailable(item) : forwarded(item);
        place(Operation.UPSERT, row("a1", "ada"));
        place(Operation.UPSERT, row("a2", "ada"), row("b", "ben"));
        lane.work(() -> false);
        assertThat(vendor.sent).containsExactly("a1", "b");

        work(Duration.ofSeconds(40));
        assertThat(vendor.sent).containsExactly("a1", "b", "a1", "a2");
    }

    /** However many there are, and without any time passing: what waits is looked at when the one before it has ended. */
    @Test
    void recordsOfOnePersonFollowEachOtherAtOnce() throws Exception {
        var expected = new ArrayList<String>();
        for (int i = 0; i < 20; i++) {
            place(Operation.TRACK, row("a" + i, "ada"), row("b" + i, "ben"));
            expected.add("a" + i);
            expected.add("b" + i);
        }
        lane.work(() -> false);
        assertThat(vendor.sent).containsExactlyElementsOf(expected);
    }

    @Test
    void smallActivationsAreTriedTogetherButForThoseOfOnePerson() throws Exception {
        place(Operation.UPSERT, row("a1", "ada"));
        place(Operation.UPSERT, row("b", "ben"));
        place(Operation.UPSERT, row("a2", "ada"), row("c", "cid"));
        vendor.held = new CompletableFuture<>();
        var work = CompletableFuture.runAsync(() -> work(lane));
        Await.until("three have set out", () -> vendor.sent.size() == 3);
        assertThat(vendor.sent).containsExactly("a1", "b", "c");
        vendor.held.complete(null);
        work.join();
        assertThat(vendor.sent).containsExactly("a1", "b", "c", "a2");
    }

    @Test
    void whatIsTriedTogetherHasTheBoundsOfAChunk() throws Exception {
        for (int part = 0; part < 3; part++) {
            var rows = new Row[Chunk.MOST_RECORDS / 2];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = row("r" + part + "-" + i, "person" + part + "-" + i);
            }
            place(Operation.UPSERT, rows);
        }
        vendor.held = new CompletableFuture<>();
        vendor.before = () -> {
            if (vendor.sent.size() >= Chunk.MOST_RECORDS) {
                throw new IllegalStateException("more than a chunk");
            }
        };
        var work = CompletableFuture.runAsync(() -> work(lane));
        Await.until("two of three parts have set out", () -> vendor.sent.size() == Chunk.MOST_RECORDS);
        vendor.before = () -> {};
        vendor.held.complete(null);
        work.join();
        assertThat(vendor.sent).hasSize(Chunk.MOST_RECORDS / 2 * 3);
    }

    @Test
    void theEndOfOneThatHasNotBeenTriedLetsTheNextGo() throws Exception {
        vendor.script = ScriptedDispatch::unavailable;
        placeFor(Operation.ADD, "spring", row("a1", "ada"));
        lane.work(() -> false);
        vendor.script = ScriptedDispatch::forwarded;
        place(Operation.UPSERT, row("a2", "ada"));
        lane.work(() -> false);
        assertThat(vendor.sent).containsExactly("a1");

        forwarded(new Later(Operation.REMOVE, "spring", "newsletter", keys("ada"), Set.of()));
        lane.work(() -> false);
        assertThat(vendor.sent).containsExactly("a1", "a2");
    }

    /** Whichever node ends the earlier one: nothing else is due at the destination, and no time passes. */
    @Test
    void whatWaitedIsDrainedWhenAnotherNodeHasEndedWhatItWaitedFor() {
        vendor.script = item -> item.id().equals("a1") ? ScriptedDispatch.unavailable(item) : forwarded(item);
        var draining =
                Outbox.open(surroundings("two", SealRing.of(KEYS.key(0), _ -> Optional.empty())), SETTINGS, vendor);
        opened.add(draining);
        placeFor(Operation.ADD, "spring", row("a1", "ada"));
        var second = place(Operation.UPSERT, row("a2", "ada"));
        Await.until("the first was tried, and the second waits", () -> vendor.sent.contains("a1") && dueChunks() == 0);

        forwarded(new Later(Operation.REMOVE, "spring", "newsletter", keys("ada"), Set.of()));
        Await.until("the second is forwarded", () -> count(second, RecordState.FORWARDED) == 1);
    }

    /** Else it would stay where it is until it is looked at by itself, and all that is behind it too. */
    @Test
    void whatHasWaitedIsTakenOverLikeEverythingElse() throws Exception {
        place(Operation.TRACK, row("a1", "ada"));
        place(Operation.TRACK, row("a2", "ada"));
        vendor.during = () -> {
            if (vendor.sent.contains("a2")) {
                throw new IllegalStateException("the node dies here");
            }
        };
        lane.work(() -> false);
        var others = new ScriptedDispatch();
        var other = node("two", others).lane(HOOK);

        clock.pass(SETTINGS.lease().plus(SETTINGS.request()).plusMillis(1));
        other.work(() -> false);
        assertThat(others.sent).containsExactly("a2");
    }

    /** Nothing of one may be taken up again while it is under way, whatever became of what was tried beside it. */
    @Test
    void whatIsTriedTogetherIsWaitedForWhereTheEndOfOneCannotBeWritten() throws Exception {
        var first = place(Operation.UPSERT, row("a", "ada"));
        var second = place(Operation.UPSERT, row("b", "ben"));
        vendor.script = item -> {
            if (item.id().equals("a")) {
                return new Attempted.Ended(
                        item.index(), RecordState.FORWARDED, "x".repeat(70_000), new byte[0], Set.of());
            }
            return forwarded(item);
        };
        assertThatThrownBy(() -> lane.work(() -> false)).isInstanceOf(Exception.class);
        assertThat(count(first, RecordState.WAITING)).isEqualTo(1);
        assertThat(count(second, RecordState.FORWARDED)).isEqualTo(1);
    }

    @Test
    void attemptsCountOnAfterARedrive() throws Exception {
        dead(Operation.TRACK, null, row("a1", "ada"));
        outbox.redrive(new RedriveSelection(null, null)).toCompletableFuture().join();
        lane.work(() -> false);
        assertThat(vendor.last.items().getFirst().attempts()).isPositive();
    }

    @Test
    void whatIsRedrivenKeepsItsPlaceBeforeLaterOnes() throws Exception {
        dead(Operation.TRACK, null, row("a1", "ada"));
        outbox.redrive(new RedriveSelection(null, null)).toCompletableFuture().join();
        vendor.script = ScriptedDispatch::unavailable;
        lane.work(() -> false);
        place(Operation.TRACK, row("a2", "ada"));
        lane.work(() -> false);
        assertThat(vendor.sent).containsExactly("a1", "a1");
    }

    @Test
    void recordsOfOnePersonInOneBatchGoOneAfterTheOther() throws Exception {
        place(Operation.TRACK, row("a1", "ada"), row("a2", "ada"), row("b", "ben"));
        lane.work(() -> false);
        assertThat(vendor.sent).containsExactly("a1", "b", "a2");
    }

    @Test
    void aStaleStateIsNoAttempt() throws Exception {
        vendor.script = ScriptedDispatch::stale;
        var id = place(Operation.UPSERT, row("a", "ada"));
        work(Duration.ofSeconds(10));
        vendor.script = item -> {
            assertThat(item.attempts()).isZero();
            return forwarded(item);
        };
        work(Duration.ofSeconds(10));
        assertThat(count(id, RecordState.FORWARDED)).isEqualTo(1);
    }

    @Test
    void anotherNodeTakesOverAfterLeaseAndRequest() throws Exception {
        var id = place(Operation.UPSERT, row("a", "ada"));
        vendor.during = () -> {
            throw new IllegalStateException("the node dies here");
        };
        lane.work(() -> false);
        var others = new ScriptedDispatch();
        var other = node("two", others).lane(HOOK);

        clock.pass(SETTINGS.lease().plus(SETTINGS.request()));
        other.work(() -> false);
        assertThat(others.sent).isEmpty();
        clock.pass(Duration.ofMillis(1));
        other.work(() -> false);

        assertThat(others.sent).containsExactly("a");
        assertThat(others.last.items().getFirst().touched()).isTrue();
        assertThat(others.last.items().getFirst().attempts()).isEqualTo(1);
        assertThat(others.last.key()).isNotEqualTo(vendor.last.key());
        assertThat(count(id, RecordState.FORWARDED)).isEqualTo(1);
    }

    /** A node that is gone had sent one part, was sending the next, and had not begun the last. */
    @Test
    void whatANodeHadSentIsNotSentAgainByTheNext() throws Exception {
        var rows = IntStream.range(0, 2 * Chunk.MOST_RECORDS + 1)
                .mapToObj(index -> row("r" + index, "person" + index))
                .toArray(Row[]::new);
        var id = place(Operation.UPSERT, rows);
        vendor.during = () -> {
            if (vendor.sent.size() > Chunk.MOST_RECORDS) {
                throw new IllegalStateException("the node dies here");
            }
        };
        lane.work(() -> false);
        assertThat(count(id, RecordState.FORWARDED)).isEqualTo(Chunk.MOST_RECORDS);
        var others = new ScriptedDispatch();
        var touched = new ArrayList<Boolean>();
        others.script = item -> {
            touched.add(item.touched());
            return forwarded(item);
        };
        var other = node("two", others).lane(HOOK);
        other.work(() -> false);
        assertThat(others.sent).as("its lease may still run").isEmpty();

        clock.pass(SETTINGS.lease().plus(SETTINGS.request()).plusMillis(1));
        other.work(() -> false);
        assertThat(others.sent)
                .hasSize(Chunk.MOST_RECORDS + 1)
                .doesNotContainAnyElementsOf(vendor.sent.subList(0, Chunk.MOST_RECORDS));
        assertThat(touched).filteredOn(was -> was).hasSize(Chunk.MOST_RECORDS);
        assertThat(count(id, RecordState.FORWARDED)).isEqualTo(rows.length);
    }

    @Test
    void onlyWhatWasForwardedSupersedes() throws Exception {
        var add = dead(Operation.ADD, "spring", row("a", "ada"));
        vendor.script = item -> ScriptedDispatch.ended(item, RecordState.FAILED);
        placeFor(Operation.REMOVE, "spring", row("r", "ada"));
        work(Duration.ZERO);
        assertThat(count(add, RecordState.DEAD_LETTERED)).isEqualTo(1);
    }

    /** Another node may have a newer key already: the destination is left to it. */
    @Test
    void whatCannotBeOpenedIsLeftToANodeThatHasTheKey() throws Exception {
        var rotated = SealRing.of(KEYS.key(0), number -> number == 1 ? Optional.of(NEXT_SEAL) : Optional.empty());
        var newer = node("two", vendor, rotated);
        var id = UlidCreator.getMonotonicUlid().toString();
        newer.place(arrival(id, Operation.UPSERT, null, List.of(row("a", "ada"))))
                .toCompletableFuture()
                .join();
        assertThatThrownBy(() -> lane.work(() -> false)).isInstanceOf(SealLocked.class);
        assertThat(vendor.sent).isEmpty();

        lane.release();
        newer.lane(HOOK).work(() -> false);
        assertThat(vendor.sent).containsExactly("a");
    }

    @Test
    void whoLostItsClaimSendsAndWritesNothing() throws Exception {
        var id = place(Operation.UPSERT, row("a", "ada"));
        var others = new ScriptedDispatch();
        var other = node("two", others).lane(HOOK);
        vendor.during = () -> {
            assertThat(vendor.mine.getAsBoolean()).isTrue();
            // Stopped by the system, beyond the lease.
            clock.pass(Duration.ofSeconds(11));
            assertThat(vendor.mine.getAsBoolean()).isFalse();
            work(other);
        };
        vendor.script = item -> ScriptedDispatch.ended(item, RecordState.FAILED);
        lane.work(() -> false);

        assertThat(others.sent).containsExactly("a");
        assertThat(count(id, RecordState.FORWARDED)).isEqualTo(1);
        assertThat(count(id, RecordState.FAILED)).isZero();
    }

    @Test
    void whoLostItsClaimWritesNothingWhileTheOtherIsSending() throws Exception {
        var id = place(Operation.UPSERT, row("a", "ada"));
        var others = new ScriptedDispatch();
        others.during = () -> {
            throw new IllegalStateException("its answer is not there yet");
        };
        var other = node("two", others).lane(HOOK);
        vendor.during = () -> {
            clock.pass(Duration.ofSeconds(11));
            work(other);
        };
        vendor.script = item -> ScriptedDispatch.ended(item, RecordState.FAILED);
        lane.work(() -> false);

        assertThat(others.sent).containsExactly("a");
        assertThat(count(id, RecordState.WAITING)).isEqualTo(1);
    }

    @Test
    void whoLostItsClaimTakesNothingOut() throws Exception {
        place(Operation.UPSERT, row("a", "ada"));
        lane.renew();
        clock.pass(SETTINGS.lease().plus(SETTINGS.request()).plusMillis(1));
        assertThat(node("two", vendor).lane(HOOK).renew()).isTrue();
        var tables = Tables.open(database, "outbox", "outbox_schema_history");
        var parts = new LaneParts(
                tables,
                new ChunkTable(SealRing.of(KEYS.key(0), _ -> Optional.empty())),
                vendor,
                SETTINGS,
                new Backoff(SETTINGS.firstPause(), SETTINGS.longestPause(), RandomGenerator.of("L64X128MixRandom")),
                "one",
                clock,
                clock::ticks);
        var dequeue = new Dequeue(HOOK, parts);

        assertThat(tables.<Wave>write((connection, now) -> dequeue.next(connection, now, 1))
                        .loads())
                .isEmpty();
        assertThat(tables.<Wave>write((connection, now) -> dequeue.next(connection, now, 2))
                        .loads())
                .hasSize(1);
    }

    @Test
    void theClaimEndsByTheTickerToo() throws Exception {
        place(Operation.UPSERT, row("a", "ada"));
        vendor.during = () -> {
            clock.tick(SETTINGS.lease());
            assertThat(vendor.mine.getAsBoolean()).isFalse();
        };
        lane.work(() -> false);
        assertThat(vendor.sent).hasSize(1);
    }

    @Test
    void whatNobodyTookInTimeIsADeadLetterAndIsRedriven() throws Exception {
        vendor.script = ScriptedDispatch::lost;
        var id = place(Operation.UPSERT, row("a", "ada"));
        lane.work(() -> false);
        work(SETTINGS.retention());

        assertThat(count(id, RecordState.DEAD_LETTERED)).isEqualTo(1);
        assertThat(vendor.noted).extracting(Dispatch.Noted::state).containsExactly(RecordState.DEAD_LETTERED);
        var letters = deadLetters();
        assertThat(letters).extracting(DeadLetterGroup::reason).containsExactly("vendor.uncertain");
        assertThat(letters.getFirst().uncertain()).isTrue();
        assertThat(judge("hook")).isEqualTo(1);
        assertThat(judge("elsewhere")).isZero();

        vendor.script = ScriptedDispatch::forwarded;
        assertThat(outbox.redrive(new RedriveSelection(null, "vendor.uncertain"))
                        .toCompletableFuture()
                        .join())
                .isEqualTo(1);
        work(Duration.ZERO);
        assertThat(count(id, RecordState.FORWARDED)).isEqualTo(1);
        assertThat(deadLetters()).isEmpty();
    }

    @Test
    void onlyTheDeadLettersThatAreMeantAreRedriven() throws Exception {
        vendor.script =
                item -> item.id().equals("a") ? ScriptedDispatch.unavailable(item) : ScriptedDispatch.lost(item);
        place(Operation.TRACK, row("a", "ada"), row("b", "ben"), row("c", "cid"));
        lane.work(() -> false);
        work(SETTINGS.retention());
        var died = clock.instant();
        var untaken = new DeadLetterGroup(HOOK, "vendor.unavailable", false, 1, died);
        assertThat(deadLetters())
                .containsExactly(untaken, new DeadLetterGroup(HOOK, "vendor.uncertain", true, 2, died));

        clock.pass(Duration.ofHours(1));
        var lost = new RedriveSelection(HOOK, "vendor.uncertain");
        assertThat(outbox.judge(lost).toCompletableFuture().join()).containsEntry("forward", 2);
        assertThat(outbox.redrive(lost).toCompletableFuture().join()).isEqualTo(2);
        vendor.sent.clear();
        vendor.script = ScriptedDispatch::forwarded;
        lane.work(() -> false);
        assertThat(vendor.sent).containsExactly("b", "c");
        assertThat(deadLetters()).containsExactly(untaken);
    }

    private List<DeadLetterGroup> deadLetters() {
        return outbox.deadLetters().toCompletableFuture().join();
    }

    @Test
    void itsTimeRunsOutHoweverLongThePauseIs() throws Exception {
        vendor.script = ScriptedDispatch::unavailable;
        var id = place(Operation.UPSERT, row("a", "ada"));
        clock.pass(SETTINGS.retention().minusSeconds(1));
        for (int i = 0; i < 20; i++) {
            work(Duration.ofMillis(1));
        }
        work(Duration.ofSeconds(1));
        assertThat(count(id, RecordState.DEAD_LETTERED)).isEqualTo(1);
    }

    @Test
    void aDeadLetterExpires() throws Exception {
        vendor.script = ScriptedDispatch::unavailable;
        var id = place(Operation.UPSERT, row("a", "ada"));
        lane.work(() -> false);
        work(SETTINGS.retention());
        work(SETTINGS.deadLetters());

        assertThat(deadLetters()).isEmpty();
        assertThat(count(id, RecordState.DEAD_LETTERED)).isEqualTo(1);
        assertThat(outbox.redrive(new RedriveSelection(null, null))
                        .toCompletableFuture()
                        .join())
                .isZero();
    }

    @Test
    void aLaterForwardedRemovalEndsAnOlderAddition() throws Exception {
        var add = dead(Operation.ADD, "spring", row("a", "ada"));
        var other = dead(Operation.ADD, "autumn", row("a", "ada"));
        placeFor(Operation.REMOVE, "spring", row("r", "ada"));
        work(Duration.ZERO);

        assertThat(count(add, RecordState.SUPERSEDED)).isEqualTo(1);
        assertThat(count(other, RecordState.DEAD_LETTERED)).isEqualTo(1);
        assertThat(vendor.noted).extracting(Dispatch.Noted::state).contains(RecordState.SUPERSEDED);
    }

    @Test
    void aProfileLosesTheFieldsThatALaterOneWrote() throws Exception {
        var id = dead(Operation.UPSERT, null, row("a", "ada", "\"city\":\"Ulm\",\"plan\":\"gold\""));
        place(Operation.UPSERT, row("b", "ada", "\"city\":\"Bonn\""));
        work(Duration.ZERO);
        assertThat(count(id, RecordState.DEAD_LETTERED)).isEqualTo(1);
        outbox.redrive(new RedriveSelection(null, null)).toCompletableFuture().join();
        vendor.script = ScriptedDispatch::unavailable;
        work(Duration.ZERO);
        assertThat(new String(vendor.last.items().getFirst().row(), UTF_8))
                .isEqualTo("{\"id\":\"a\",\"email\":\"ada\",\"plan\":\"gold\"}");

        var later = new Later(Operation.UPSERT, null, "newsletter", keys("ada"), Set.of("plan", "email"));
        forwarded(later);
        assertThat(count(id, RecordState.SUPERSEDED)).isEqualTo(1);
    }

    @Test
    void anErasureSupersedesEverythingOlderAndNothingElseSupersedesAnEvent() throws Exception {
        var event = dead(Operation.TRACK, null, row("a", "ada"));
        var later = new Later(Operation.TRACK, null, "newsletter", keys("ada"), Set.of());
        forwarded(later);
        assertThat(count(event, RecordState.DEAD_LETTERED)).isEqualTo(1);

        var erasure = new Later(Operation.ERASE, null, "newsletter", keys("ada"), Set.of());
        forwarded(erasure);
        assertThat(count(event, RecordState.SUPERSEDED)).isEqualTo(1);
    }

    @Test
    void afterBytesMayHaveLeftARecordEndsAsUncertain() throws Exception {
        vendor.script = ScriptedDispatch::lost;
        var id = placeFor(Operation.ADD, "spring", row("a", "ada"));
        lane.work(() -> false);
        var removal = new Later(Operation.REMOVE, "spring", "newsletter", keys("ada"), Set.of());
        forwarded(removal);

        assertThat(count(id, RecordState.UNCERTAIN)).isEqualTo(1);
    }

    @Test
    void anOlderRecordOnItsWayIsNotTriedAgainAfterARemovalWhichIsToBeSaidAgain() throws Exception {
        var id = placeFor(Operation.ADD, "spring", row("a", "ada"));
        var removal = new Later(Operation.REMOVE, "spring", "newsletter", keys("ada"), Set.of());
        var overtaking = new ArrayList<Later>();
        vendor.during = () -> overtaking.addAll(forwarded(removal));
        vendor.script = ScriptedDispatch::unavailable;
        lane.work(() -> false);
        work(Duration.ofHours(2));

        assertThat(vendor.sent).hasSize(1);
        assertThat(count(id, RecordState.SUPERSEDED)).isEqualTo(1);
        assertThat(overtaking).containsExactly(removal);
        assertThat(forwarded(removal)).isEmpty();
    }

    @Test
    void whatIsStoredAfterAnActivationCameIsNotOlder() {
        assertThat(horizon().isEmpty()).isTrue();
        var before = placeFor(Operation.ADD, "spring", row("a", "ada"));
        var came = horizon();
        var meanwhile = placeFor(Operation.ADD, "spring", row("b", "ada"));
        forwarded(came, new Later(Operation.REMOVE, "spring", "newsletter", keys("ada"), Set.of()));

        assertThat(count(before, RecordState.SUPERSEDED)).isEqualTo(1);
        assertThat(count(meanwhile, RecordState.WAITING)).isEqualTo(1);
    }

    @Test
    void whatAnotherNodeHasStoredIsSeenAtOnce() throws Exception {
        var other = node("two", vendor);
        assertThat(horizon().isEmpty()).isTrue();
        assertThat(other.place(arrival(
                                UlidCreator.getUlid().toString(), Operation.UPSERT, null, List.of(row("a", "ada"))))
                        .toCompletableFuture()
                        .join())
                .isEqualTo(Placing.STORED);
        assertThat(horizon().isEmpty()).isFalse();
        lane.work(() -> false);
        assertThat(horizon().isEmpty()).isTrue();
    }

    @Test
    void theEndOfAVendorsJobIsInTheResults() throws Exception {
        try (var jobs = Jobs.open(database, RandomGenerator.of("L64X128MixRandom"))) {
            var kept = UlidCreator.getMonotonicUlid().toString();
            jobs.open(delivered(kept), "job-1", carried(0, 1), Duration.ZERO)
                    .toCompletableFuture()
                    .join();
            keep(kept, accepted(0), accepted(1), accepted(2));
            assertThat(status(kept).atWork()).isEqualTo(2);
            jobs.pass(ending(
                    new JobEnd(0, RecordState.FORWARDED, true, "ok", false, null),
                    new JobEnd(1, RecordState.FAILED, false, "vendor.rejected", false, "data-invalid")));

            assertThat(status(kept).atWork()).isZero();
            assertThat(count(kept, RecordState.FORWARDED)).isEqualTo(2);
            assertThat(count(kept, RecordState.FAILED)).isEqualTo(1);
            assertThat(results(kept))
                    .containsExactly(
                            "{\"index\":0,\"id\":\"k0\",\"outcome\":\"forwarded\",\"state\":\"applied\",\"law\":[\"x\"]}",
                            "{\"index\":1,\"id\":\"k1\",\"outcome\":\"failed\",\"reason\":\"vendor.rejected\",\"retry\":false,"
                                    + "\"vendor_code\":\"data-invalid\"}",
                            "{\"index\":2,\"id\":\"k2\",\"outcome\":\"forwarded\",\"state\":\"accepted\",\"law\":[\"x\"]}");

            var faster = UlidCreator.getMonotonicUlid().toString();
            jobs.open(delivered(faster), "job-2", carried(0), Duration.ZERO)
                    .toCompletableFuture()
                    .join();
            jobs.pass(ending(new JobEnd(0, RecordState.UNCERTAIN, false, "vendor.uncertain", false, "no-answer")));
            keep(faster, accepted(0));
            assertThat(count(faster, RecordState.UNCERTAIN)).isEqualTo(1);
            assertThat(results(faster).getFirst()).contains("\"outcome\":\"uncertain\"");
        }
    }

    @Test
    void resultsOfWhatWasSentAtOnceAreKeptForAnHour() throws Exception {
        var id = UlidCreator.getMonotonicUlid().toString();
        keep(id, accepted(0));
        clock.pass(Duration.ofMinutes(60).minusMillis(1));
        outbox.tidy();
        assertThat(results(id)).hasSize(1);

        clock.pass(Duration.ofMillis(1));
        outbox.tidy();
        assertThat(outbox.status("crm", id).toCompletableFuture().join()).isEmpty();
        try (var connection = database.dataSource().getConnection()) {
            for (var table : List.of("outbox_activation", "outbox_chunk", "outbox_piece", "outbox_subject")) {
                assertThat(Sql.number(connection, "SELECT count(*) FROM " + table))
                        .as(table)
                        .isZero();
            }
        }
    }

    @Test
    void theErasedAreForgottenWhereverTheirRecordsStand() throws Exception {
        var letter = dead(Operation.TRACK, null, row("ada@x", "ada"), row("ben@x", "ben"));
        var sent = place(Operation.TRACK, row("ada@y", "ada"));
        work(Duration.ZERO);
        vendor.script = ScriptedDispatch::unavailable;
        var waiting = place(Operation.TRACK, row("ada@z", "ada"));
        work(Duration.ZERO);
        outbox.forget(List.of(identifier("ada")), List.of())
                .toCompletableFuture()
                .join();

        assertThat(count(letter, RecordState.WITHHELD)).isEqualTo(1);
        assertThat(count(letter, RecordState.DEAD_LETTERED)).isEqualTo(1);
        assertThat(count(waiting, RecordState.WITHHELD)).isEqualTo(1);
        assertThat(count(sent, RecordState.FORWARDED)).isEqualTo(1);
        for (var id : List.of(letter, sent, waiting)) {
            assertThat(String.join("\n", results(id))).doesNotContain("ada@").contains("forgotten");
        }
        assertThat(String.join("\n", results(letter))).contains("ben@x");
        int before = vendor.sent.size();
        work(Duration.ofHours(2));
        assertThat(vendor.sent).hasSize(before);
    }

    @Test
    void whoIsErasedDuringAnAttemptIsForgottenAtItsEnd() throws Exception {
        var id = place(Operation.UPSERT, row("ada@x", "ada"));
        vendor.during = () -> outbox.forget(List.of(identifier("ada")), List.of())
                .toCompletableFuture()
                .join();
        lane.work(() -> false);

        assertThat(count(id, RecordState.FORWARDED)).isEqualTo(1);
        assertThat(String.join("\n", results(id))).doesNotContain("ada@x").contains("forgotten");
    }

    @Test
    void nothingThatIsStoredIsReadable() throws Exception {
        place(Operation.UPSERT, row("canary-id", "canary-mail"));
        var bytes = new StringBuilder();
        try (var connection = database.dataSource().getConnection()) {
            for (var column : List.of("marks FROM outbox_chunk", "sealed FROM outbox_piece")) {
                Sql.list(connection, "SELECT " + column, row -> row.getBytes(1))
                        .forEach(
                                found -> bytes.append(new String(found, java.nio.charset.StandardCharsets.ISO_8859_1)));
            }
        }
        assertThat(bytes.toString()).isNotEmpty().doesNotContain("canary");
    }

    @Test
    void afterARotationWhatWasSealedBeforeStillOpens() throws Exception {
        var id = place(Operation.UPSERT, row("a", "ada"));
        var rotated = node(
                "one",
                vendor,
                SealRing.of(KEYS.key(0), number -> number == 1 ? Optional.of(NEXT_SEAL) : Optional.empty()));
        clock.pass(Duration.ofMinutes(1));
        rotated.lane(HOOK).work(() -> false);

        assertThat(vendor.sent).containsExactly("a");
        assertThat(rotated.status("crm", id)
                        .toCompletableFuture()
                        .join()
                        .orElseThrow()
                        .count(RecordState.FORWARDED))
                .isEqualTo(1);
    }

    /** Promise P3: whatever happens in whatever order, each record is in one state, and each ends. */
    @Test
    void countsAlwaysSumAndEveryRecordEnds() throws Exception {
        var random = new Random(7);
        var ids = new ArrayList<String>();
        var nodes = List.of(
                lane, node("two", vendor).lane(HOOK), node("three", vendor).lane(HOOK));
        vendor.script = item -> switch (random.nextInt(6)) {
            case 0 -> ScriptedDispatch.unavailable(item);
            case 1 -> ScriptedDispatch.lost(item);
            case 2 -> ScriptedDispatch.stale(item);
            case 3 -> ScriptedDispatch.ended(item, RecordState.FAILED);
            default -> forwarded(item);
        };
        vendor.during = () -> {
            if (random.nextInt(5) == 0) {
                throw new IllegalStateException("the node dies here");
            }
        };
        for (int step = 0; step < 60; step++) {
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    var operation = List.of(Operation.UPSERT, Operation.TRACK, Operation.ADD, Operation.REMOVE)
                            .get(random.nextInt(4));
                    ids.add(placeFor(
                            operation,
                            operation.needsAudience() ? "spring" : null,
                            IntStream.range(0, 3)
                                    .mapToObj(i -> row(step(i), "person" + random.nextInt(4)))
                                    .toArray(Row[]::new)));
                }
                case 2 ->
                    outbox.forget(List.of(identifier("person" + random.nextInt(4))), List.of())
                            .toCompletableFuture()
                            .join();
                case 3 ->
                    outbox.redrive(new RedriveSelection(null, null))
                            .toCompletableFuture()
                            .join();
                default -> {
                    clock.pass(Duration.ofSeconds(random.nextInt(7200)));
                    nodes.get(random.nextInt(3)).work(() -> false);
                }
            }
            for (var id : ids) {
                assertThat(status(id).received()).isEqualTo(3);
            }
        }
        vendor.during = () -> {};
        vendor.script = ScriptedDispatch::forwarded;
        for (int i = 0; i < 30; i++) {
            work(Duration.ofHours(1));
        }
        for (var id : ids) {
            assertThat(status(id).isDone()).as(id).isTrue();
            assertThat(results(id)).hasSize(3);
        }
    }

    private long dueChunks() {
        try (var connection = database.dataSource().getConnection()) {
            return Sql.number(
                    connection,
                    "SELECT count(*) FROM outbox_chunk WHERE due_millis <= ?",
                    clock.instant().toEpochMilli());
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    /** It was sent at once, and came just now. */
    private Set<Later> forwarded(Later later) {
        return forwarded(horizon(), later);
    }

    private Set<Later> forwarded(Horizon older, Later later) {
        return outbox.forwarded(HOOK, older, List.of(later))
                .toCompletableFuture()
                .join();
    }

    private Horizon horizon() {
        return outbox.horizon(HOOK).toCompletableFuture().join();
    }

    private static String step(int i) {
        return "r" + i;
    }

    private static Attempted forwarded(Parcel.Item item) {
        return ScriptedDispatch.forwarded(item);
    }

    /** A row of a test, before it has its place. */
    private record Row(String id, String person, String more) {

        Arriving at(int index, Outbox outbox) {
            var json = "{\"id\":\"" + id + "\",\"email\":\"" + person + "\"" + (more.isEmpty() ? "" : "," + more) + "}";
            return new Arriving.Waiting(index, id, json.getBytes(UTF_8), outbox.keys(List.of(identifier(person))));
        }
    }

    private static Row row(String id, String person) {
        return row(id, person, "");
    }

    private static Row row(String id, String person, String more) {
        return new Row(id, person, more);
    }

    private Outbox node(String name, Dispatch dispatch) {
        return node(name, dispatch, SealRing.of(KEYS.key(0), _ -> Optional.empty()));
    }

    private Outbox node(String name, Dispatch dispatch, SealRing seals) {
        var made = Outbox.at(surroundings(name, seals), SETTINGS, dispatch);
        opened.add(made);
        return made;
    }

    private Outbox.Surroundings surroundings(String node, SealRing seals) {
        return new Outbox.Surroundings(
                database, KEYS, seals, node, clock, clock::ticks, RandomGenerator.of("L64X128MixRandom"));
    }

    private String place(Operation operation, Row... rows) {
        return placeFor(operation, null, rows);
    }

    private String placeFor(Operation operation, String audience, Row... rows) {
        var id = UlidCreator.getMonotonicUlid().toString();
        var records = IntStream.range(0, rows.length)
                .mapToObj(index -> rows[index].at(index, outbox))
                .toList();
        assertThat(outbox.place(arrivalOf(id, operation, audience, records))
                        .toCompletableFuture()
                        .join())
                .isEqualTo(Placing.STORED);
        return id;
    }

    private Arrival arrival(String id, Operation operation, String audience, List<?> rows) {
        return arrivalOf(
                id,
                operation,
                audience,
                IntStream.range(0, rows.size())
                        .mapToObj(index ->
                                rows.get(index) instanceof Row row ? row.at(index, outbox) : (Arriving) rows.get(index))
                        .toList());
    }

    private Arrival arrivalOf(String id, Operation operation, String audience, List<Arriving> records) {
        return new Arrival(
                id,
                "crm",
                HOOK,
                "newsletter",
                operation,
                audience,
                Set.of("id", "email"),
                false,
                outbox.content((operation + "/" + audience).getBytes(UTF_8)),
                "{}",
                records);
    }

    private void keep(String id, Arriving... records) {
        assertThat(outbox.keep(arrivalOf(id, Operation.UPSERT, null, List.of(records)))
                        .toCompletableFuture()
                        .join())
                .isEqualTo(Placing.STORED);
    }

    private static Arriving accepted(int index) {
        var result = "{\"index\":" + index + ",\"id\":\"k" + index
                + "\",\"outcome\":\"forwarded\",\"state\":\"accepted\",\"law\":[\"x\"]}";
        return new Arriving.Ended(index, "k" + index, RecordState.FORWARDED, "ok", result.getBytes(UTF_8), List.of());
    }

    private Activation delivered(String id) {
        var use = new Use("newsletter", Channel.EMAIL);
        return new Activation(id, "crm", "acme-eu", HOOK, use, Operation.UPSERT, null, clock.instant(), 0);
    }

    private static List<JobBook.Carried> carried(int... indexes) {
        return IntStream.of(indexes)
                .mapToObj(index -> new JobBook.Carried(index, new SubjectKey(1, index)))
                .toList();
    }

    /** A vendor whose job has ended. */
    private static Jobs.Asking ending(JobEnd... ends) {
        return new Jobs.Asking() {
            @Override
            public CompletionStage<JobState> ask(StoredJob job) {
                return CompletableFuture.completedStage(new JobState.Ended(List.of()));
            }

            @Override
            public CompletionStage<List<JobEnd>> ended(StoredJob job, List<Ending> endings) {
                return CompletableFuture.completedStage(List.of(ends));
            }
        };
    }

    /** A dead letter of an activation. */
    private String dead(Operation operation, String audience, Row... rows) throws Exception {
        vendor.script = ScriptedDispatch::unavailable;
        var id = placeFor(operation, audience, rows);
        work(Duration.ZERO);
        work(SETTINGS.retention());
        assertThat(count(id, RecordState.DEAD_LETTERED)).isEqualTo(rows.length);
        vendor.script = ScriptedDispatch::forwarded;
        return id;
    }

    private void work(Duration after) throws Exception {
        clock.pass(after);
        lane.work(() -> false);
    }

    private static void work(Lane other) {
        try {
            other.work(() -> false);
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private long judge(String destination) {
        return outbox.judge(new RedriveSelection(destination, null)).toCompletableFuture().join().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    private static Identifier identifier(String person) {
        return new Identifier(IdentifierType.EMAIL, person);
    }

    private List<SubjectKey> keys(String person) {
        return outbox.keys(List.of(identifier(person)));
    }

    private ActivationStatus status(String id) {
        return outbox.status("crm", id).toCompletableFuture().join().orElseThrow();
    }

    private int count(String id, RecordState state) {
        return status(id).count(state);
    }

    private List<String> results(String id) {
        return outbox.resultParts("crm", id).toCompletableFuture().join().orElseThrow().stream()
                .flatMap(part -> outbox.results(part).toCompletableFuture().join().stream())
                .map(result -> new String(result, UTF_8))
                .toList();
    }
}
