package io.activationgateway.consent.register;

import static io.activationgateway.consent.register.Fixture.NEWSLETTER;
import static io.activationgateway.consent.register.Fixture.START;
import static io.activationgateway.consent.register.Fixture.await;
import static io.activationgateway.consent.register.Fixture.grant;
import static io.activationgateway.consent.register.Fixture.grantUntil;
import static io.activationgateway.consent.register.Fixture.identifier;
import static io.activationgateway.consent.register.Fixture.withdrawal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.consent.event.ConsentEvent;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.PseudonymKey;
import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.identity.SubjectKeys;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.register.KeyRotation.Step;
import io.activationgateway.consent.register.Standing.Cause;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The pseudonym key is rotated under way: nobody is lost, and what was acknowledged holds (promise P1). */
@Timeout(180)
class RotationTest {

    private static final String MARY = "mary@example.com";

    /** More than are copied or deleted at once. */
    private static final int MANY = 2_600;

    @TempDir
    private Path folder;

    private final Hub hub = new Hub();
    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final AtomicLong ticks = new AtomicLong();
    private final List<Node> nodes = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
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
        threads.shutdownNow();
        nodes.forEach(node -> node.register.close());
        store.close();
    }

    /** The pseudonym key of a generation. */
    private static PseudonymKey key(int generation) {
        var bytes = new byte[PseudonymKey.LENGTH];
        bytes[3] = (byte) generation;
        return PseudonymKey.of(bytes);
    }

    private static KeyRing ring(int generation) {
        return KeyRing.of(
                key(0),
                IntStream.rangeClosed(1, generation).mapToObj(RotationTest::key).toArray(PseudonymKey[]::new));
    }

    private static SubjectKey subjectKey(int generation, String identifier) {
        return new SubjectKeys(ring(generation)).under(generation).key(identifier(identifier));
    }

    /** A node, beside whose key files a test can put others. */
    private final class Node {
        private final SharedDatabase.Way way = database.new Way();
        private final List<PseudonymKey> files = new CopyOnWriteArrayList<>();
        private final KeyRing ring;
        private final ConsentRegister register;

        private Node(RegisterSettings settings, PseudonymKey... keys) {
            files.addAll(List.of(keys));
            ring = KeyRing.from(
                    generation -> generation < files.size() ? Optional.of(files.get(generation)) : Optional.empty());
            register = ConsentRegister.load(
                    way,
                    ring,
                    now::get,
                    ticks::get,
                    new RegisterPorts(SendFence.NOTHING_IS_SENT, hub.join(), AcknowledgementMeter.NONE),
                    settings);
            nodes.add(this);
        }

        private void append(ConsentEvent... events) {
            await(register.append(List.of(events)));
        }

        /** As an event loop does: the generation once, then the key. */
        private int number(String identifier) {
            int generation = register.generation();
            var key = new SubjectKeys(ring).under(generation).key(identifier(identifier));
            return register.find(generation, key.high(), key.low());
        }

        private ConsentState newsletter(String identifier) {
            int number = number(identifier);
            return number == ConsentView.UNKNOWN
                    ? ConsentState.UNKNOWN
                    : register.profile(number).cell(NEWSLETTER).data();
        }

        /** The heartbeat of a second. */
        private void step() {
            await(register.renewAndRotate());
        }

        private void leave() {
            register.close();
            nodes.remove(this);
        }

        /** As after kill -9 and two leases. */
        private void crash() {
            way.cut(true);
            nodes.remove(this);
            forgetNodes();
        }
    }

    private void forgetNodes() {
        database.execute("DELETE FROM node");
    }

    private Node node(int newest) {
        return node(Fixture.SMALL, newest);
    }

    private Node node(RegisterSettings settings, int newest) {
        var node = new Node(
                settings,
                IntStream.rangeClosed(0, newest).mapToObj(RotationTest::key).toArray(PseudonymKey[]::new));
        await(node.register.loaded());
        return node;
    }

    private void stepAll() {
        List.copyOf(nodes).forEach(Node::step);
    }

    /** Goes on until a step was reached. */
    private void until(int generation, Step step) {
        while (!nodes.stream()
                .allMatch(node -> node.register.generation() == generation
                        && node.register.keyRotation().step() == step)) {
            stepAll();
        }
    }

    private void rotate(int to) {
        stepAll();
        await(nodes.getFirst().register.rotateKey());
        until(to, Step.NONE);
    }

    private int rows(String table) {
        try (var connection = store.dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            rows.next();
            return rows.getInt(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private Set<SubjectKey> keysIn(String table) {
        var keys = new HashSet<SubjectKey>();
        try (var connection = store.dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT key_high, key_low FROM " + table)) {
            while (rows.next()) {
                keys.add(new SubjectKey(rows.getLong(1), rows.getLong(2)));
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return keys;
    }

    /** Many people, of whom each event names several. */
    private static List<ConsentEvent> many() {
        return IntStream.range(0, MANY / 13)
                .mapToObj(event -> grant(
                        "many-" + event,
                        IntStream.range(0, 13)
                                .mapToObj(i -> "u-" + (13 * event + i))
                                .toArray(String[]::new)))
                .toList();
    }

    @Test
    void everybodyIsFoundUnderTheNextKeyAndTheTableHoldsNoOther() {
        var one = node(1);
        var other = node(1);
        one.append(grant("ev-1", MARY, "u-1"), withdrawal("ev-2", "u-2"), grant("ev-3", "u-3"));
        one.append(grant("ev-4", "u-3", "u-4"));

        rotate(1);

        for (var node : nodes) {
            assertThat(node.register.generation()).isEqualTo(1);
            assertThat(node.register.subjects()).isEqualTo(5);
            assertThat(node.newsletter(MARY)).isEqualTo(ConsentState.GRANTED);
            assertThat(node.newsletter("u-2")).isEqualTo(ConsentState.WITHDRAWN);
            assertThat(node.newsletter("u-4")).isEqualTo(ConsentState.GRANTED);
            assertThat(node.newsletter("u-5")).isEqualTo(ConsentState.UNKNOWN);
            assertThat(node.register.standing()).isInstanceOf(Standing.Current.class);
        }
        assertThat(rows("subject_key")).isZero();
        assertThat(keysIn("subject_key_odd"))
                .containsExactlyInAnyOrder(
                        subjectKey(1, MARY),
                        subjectKey(1, "u-1"),
                        subjectKey(1, "u-2"),
                        subjectKey(1, "u-3"),
                        subjectKey(1, "u-4"));
        other.append(withdrawal("ev-5", MARY));
        assertThat(one.newsletter("u-1")).isEqualTo(ConsentState.WITHDRAWN);
        var held = await(one.register.subject(List.of(identifier("u-1"))));
        assertThat(held).singleElement().satisfies(subject -> {
            assertThat(subject.keys()).containsExactlyInAnyOrder(subjectKey(1, MARY), subjectKey(1, "u-1"));
            assertThat(subject.events()).hasSize(2);
            assertThat(subject.formerKeys()).containsExactly(subjectKey(0, "u-1"));
        });
    }

    @Test
    void twoRotationsInARow() {
        var one = node(2);
        node(2);
        one.append(grant("ev-1", MARY), withdrawal("ev-2", "u-2"));
        rotate(1);
        one.append(grant("ev-3", "u-3"), grant("ev-4", "u-2", "u-1"));
        rotate(2);
        one.append(withdrawal("ev-5", "u-3"));

        for (var node : nodes) {
            assertThat(node.newsletter(MARY)).isEqualTo(ConsentState.GRANTED);
            assertThat(node.newsletter("u-1")).as("linked to u-2").isEqualTo(ConsentState.WITHDRAWN);
            assertThat(node.newsletter("u-3")).isEqualTo(ConsentState.WITHDRAWN);
        }
        assertThat(rows("subject_key_odd")).isZero();
        assertThat(keysIn("subject_key"))
                .containsExactlyInAnyOrder(
                        subjectKey(2, MARY), subjectKey(2, "u-1"), subjectKey(2, "u-2"), subjectKey(2, "u-3"));
    }

    @Test
    void whileItGoesOnNobodyIsUnknownAndAWithdrawalHolds() {
        for (int i = 0; i < 3; i++) {
            node(2);
        }
        nodes.getFirst().register.append(many());
        var granted = new ConcurrentHashMap<String, Boolean>();
        var withdrawn = new ConcurrentHashMap<String, Boolean>();
        var over = new AtomicBoolean();
        var looked = new AtomicInteger();
        var all = List.copyOf(nodes);
        var readers = all.stream()
                .map(node -> CompletableFuture.runAsync(
                        () -> {
                            while (!over.get()) {
                                for (var known : withdrawn.keySet()) {
                                    assertThat(node.newsletter(known)).isEqualTo(ConsentState.WITHDRAWN);
                                }
                                for (var known : granted.keySet()) {
                                    assertThat(node.number(known)).isNotEqualTo(ConsentView.UNKNOWN);
                                }
                                looked.incrementAndGet();
                            }
                        },
                        threads))
                .toList();
        var writer = CompletableFuture.runAsync(
                () -> {
                    for (int i = 0; !over.get(); i++) {
                        var node = all.get(i % all.size());
                        var person = "w-" + i % 50;
                        var other = "x-" + i % 70;
                        node.append(grant("g-" + i, person, other), withdrawal("wd-" + i, "y-" + i % 60));
                        granted.put(person, true);
                        granted.put(other, true);
                        withdrawn.put("y-" + i % 60, true);
                    }
                },
                threads);

        rotate(1);
        int atFirst = looked.get();
        rotate(2);
        while (looked.get() < atFirst + 3 && readers.stream().noneMatch(CompletableFuture::isDone)) {
            stepAll();
        }
        over.set(true);
        readers.forEach(reader -> await(reader));
        await(writer);

        assertThat(withdrawn).isNotEmpty();
        var fresh = node(2);
        assertThat(fresh.register.subjects()).isEqualTo(all.getFirst().register.subjects());
        for (var known : granted.keySet()) {
            assertThat(fresh.newsletter(known)).isEqualTo(ConsentState.GRANTED);
        }
        assertThat(rows("subject_key")).isEqualTo((int) fresh.register.subjects());
        assertThat(rows("subject_key_odd")).isZero();
    }

    @Test
    void whatIsLinkedWhileTheTableIsCopiedIsLinkedAfterwards() {
        var one = node(1);
        await(one.register.append(many()));
        one.append(grant("ev-1", MARY), grant("ev-2", "late"));
        one.step();
        await(one.register.rotateKey());
        one.step();
        assertThat(one.register.keyRotation().step()).isEqualTo(Step.COPYING);

        // Some of these keys are copied by now, and some are not.
        one.append(grant("ev-3", "late", MARY, "new"));
        for (int i = 0; i + 13 < MANY; i += 26) {
            one.append(grant("link-" + i, "u-" + i, "u-" + (i + 13)));
        }
        until(1, Step.NONE);
        one.append(withdrawal("ev-4", "new"), withdrawal("ev-5", "u-13"));

        assertThat(one.newsletter(MARY)).isEqualTo(ConsentState.WITHDRAWN);
        assertThat(one.newsletter("u-0")).isEqualTo(ConsentState.WITHDRAWN);
        assertThat(rows("subject_key_odd")).isEqualTo((int) one.register.subjects());
        assertThat(await(one.register.subject(List.of(identifier(MARY), identifier("late")))))
                .hasSize(1);
    }

    @Test
    void aNodeThatEndsMidwayIsReplacedByTheNext() {
        var one = node(1);
        await(one.register.append(many()));
        one.step();
        await(one.register.rotateKey());
        one.step();
        assertThat(one.register.keyRotation().step()).isEqualTo(Step.COPYING);
        one.crash();

        var other = node(1);
        other.append(grant("ev-1", MARY, "u-77"));
        while (other.register.keyRotation().step() != Step.EMPTYING) {
            other.step();
        }
        other.step();
        assertThat(rows("subject_key")).isPositive().isLessThan(MANY);
        other.crash();

        var third = node(1);
        until(1, Step.NONE);
        assertThat(rows("subject_key")).isZero();
        assertThat(rows("subject_key_odd")).isEqualTo(MANY + 1);
        third.append(withdrawal("ev-2", MARY));
        assertThat(third.newsletter("u-65")).isEqualTo(ConsentState.WITHDRAWN);
    }

    @Test
    void isRefusedWhileANodeHasNotAnnouncedTheKey() {
        var one = node(0);
        var other = node(0);
        stepAll();
        assertThatThrownBy(() -> await(one.register.rotateKey()))
                .rootCause()
                .isInstanceOf(RotationRefused.class)
                .hasMessageContaining("this node has no pseudonym key of generation 1");

        one.files.add(key(1));
        assertThatThrownBy(() -> await(one.register.rotateKey()))
                .rootCause()
                .hasMessageContaining("1 of 2 nodes have not announced");
        other.files.add(key(7));
        stepAll();
        assertThatThrownBy(() -> await(one.register.rotateKey()))
                .rootCause()
                .hasMessageContaining("1 of 2 nodes have not announced");
        other.leave();

        assertThat(await(one.register.rotateKey()).next()).isEqualTo(1);
        assertThat(await(one.register.rotateKey()).next()).as("asked again").isEqualTo(1);
        until(1, Step.NONE);
        one.files.add(key(0));
        one.step();
        assertThatThrownBy(() -> await(one.register.rotateKey()))
                .rootCause()
                .hasMessageContaining("is that of an earlier one");
    }

    @Test
    void aNodeWithoutTheKeyDecidesNothingUntilItHasIt() {
        var one = node(1);
        one.append(grant("ev-1", MARY));
        one.step();
        await(one.register.rotateKey());
        var late = node(0);
        assertThat(late.register.standing()).isInstanceOf(Standing.Current.class);
        assertThatThrownBy(() -> late.append(grant("ev-2", "u-2")))
                .rootCause()
                .hasMessageContaining("put the key's file beside the others");

        while (one.register.generation() == 0) {
            one.step();
        }
        assertThatThrownBy(() -> await(late.register.renew())).rootCause().isInstanceOf(MissingKey.class);
        assertThat(late.register.standing()).isEqualTo(new Standing.Stale(Cause.KEY));
        assertThat(late.register.position().sequence()).isEqualTo(1);

        late.files.add(key(1));
        late.step();
        assertThat(late.register.standing()).isInstanceOf(Standing.Current.class);
        assertThat(late.newsletter(MARY)).isEqualTo(ConsentState.GRANTED);
        late.append(withdrawal("ev-3", MARY));
        assertThat(one.newsletter(MARY)).isEqualTo(ConsentState.WITHDRAWN);
    }

    @Test
    void aNodeWithAnotherKeyIsNotTakenIn() {
        var one = node(1);
        one.append(grant("ev-1", MARY));
        rotate(1);

        var stranger = new Node(Fixture.SMALL, key(0), key(9));

        assertThatThrownBy(() -> await(stranger.register.loaded()))
                .rootCause()
                .hasMessageContaining("pseudonym key 1 of this node is another one");
    }

    @Test
    void aSnapshotOfBeforeIsContinuedAfterwards() {
        var settings = Fixture.SMALL.withSnapshots(SnapshotSettings.in(folder.resolve("index.snapshot")));
        var one = node(settings, 1);
        one.append(grant("ev-1", MARY), grantUntil("ev-2", START.plusSeconds(60), "u-2"));
        one.leave();
        var other = node(1);
        other.append(withdrawal("ev-3", "u-3"));
        rotate(1);
        other.append(grant("ev-4", "u-3", "u-4"));

        var again = node(settings, 1);
        assertThat(again.register.generation()).isEqualTo(1);
        assertThat(again.newsletter(MARY)).isEqualTo(ConsentState.GRANTED);
        assertThat(again.newsletter("u-4")).as("linked to u-3").isEqualTo(ConsentState.WITHDRAWN);
        pass(Duration.ofSeconds(60));
        assertThat(again.newsletter("u-2")).isEqualTo(ConsentState.EXPIRED);
        again.leave();

        var third = node(settings, 1);
        assertThat(third.register.generation()).isEqualTo(1);
        assertThat(third.newsletter("u-2")).isEqualTo(ConsentState.EXPIRED);
        assertThat(third.register.subjects()).isEqualTo(4);
    }

    private void pass(Duration time) {
        now.updateAndGet(then -> then.plus(time));
        ticks.addAndGet(time.toNanos());
        stepAll();
    }

    @Test
    void whatFallsDueDoesSoUnderTheNextKey() {
        var one = node(1);
        var other = node(1);
        one.append(
                grantUntil("ev-1", START.plusSeconds(60), MARY),
                grantUntil("ev-2", START.plus(Duration.ofDays(2)), "u-2"),
                grantUntil("ev-3", START.plusSeconds(30), "u-3"));
        pass(Duration.ofSeconds(31));
        rotate(1);
        other.append(grantUntil("ev-4", START.plusSeconds(70), "u-4"));
        one.append(grant("ev-5", "u-2", "u-5"));

        pass(Duration.ofSeconds(30));
        for (var node : nodes) {
            assertThat(node.newsletter(MARY)).isEqualTo(ConsentState.EXPIRED);
            assertThat(node.newsletter("u-3")).isEqualTo(ConsentState.EXPIRED);
            assertThat(node.newsletter("u-4")).isEqualTo(ConsentState.GRANTED);
        }
        pass(Duration.ofDays(3));
        for (var node : nodes) {
            assertThat(node.newsletter("u-4")).isEqualTo(ConsentState.EXPIRED);
            assertThat(node.newsletter("u-5")).isEqualTo(ConsentState.GRANTED);
        }
    }

    /** What an activation under way holds: keys of before, and a position of before. */
    @Test
    void keysOfBeforeAreFoundAndTheirChangesToo() {
        var one = node(1);
        one.append(grant("ev-1", MARY), grant("ev-2", "u-2"));
        var mary = subjectKey(0, MARY);
        var before = one.register.position();

        rotate(1);
        assertThat(one.register.find(0, mary.high(), mary.low())).isEqualTo(one.number(MARY));
        var changes = one.register.changesSince(before.mark());
        assertThat(changes.isEmpty()).isFalse();
        assertThat(changes.contains(0, mary.high(), mary.low())).isTrue();

        var after = changes.upTo();
        assertThat(one.register.changesSince(after.mark()).isEmpty()).isTrue();
        one.append(withdrawal("ev-3", "u-2"));
        assertThat(one.register.changesSince(after.mark()).contains(0, mary.high(), mary.low()))
                .isFalse();
        one.append(withdrawal("ev-4", MARY));
        assertThat(one.register.changesSince(after.mark()).contains(0, mary.high(), mary.low()))
                .isTrue();
        assertThat(one.register
                        .profile(one.register.find(0, mary.high(), mary.low()))
                        .cell(NEWSLETTER)
                        .data())
                .isEqualTo(ConsentState.WITHDRAWN);
    }

    /** The database comes back as it was before: what has keys that mean nothing now is refused, not taken for nobody. */
    @Test
    void keysOfAGenerationThatIsGoneAreRefused() {
        var one = node(1);
        one.append(grant("ev-1", MARY));
        rotate(1);
        var mary = subjectKey(1, MARY);
        database.execute("DELETE FROM consent_log WHERE sequence = 2");
        database.execute("DELETE FROM key_generation");
        database.execute("UPDATE log_head SET sequence = 1, generation = 0, next_generation = 0,"
                + " digest = (SELECT digest FROM consent_log WHERE sequence = 1)");
        one.step();

        assertThat(one.register.generation()).isZero();
        assertThat(one.newsletter(MARY)).isEqualTo(ConsentState.GRANTED);
        assertThatThrownBy(() -> one.register.find(1, mary.high(), mary.low()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("look the identifiers up again");
        assertThat(one.register.changesSince(one.register.position().mark()).contains(1, mary.high(), mary.low()))
                .isTrue();
    }

    @Test
    void anExportAcrossARotationIsRestored() {
        var one = node(1);
        one.append(grant("ev-1", MARY), grant("ev-2", "u-2", "u-3"));
        var exported = new ArrayList<>(await(one.register.read(0, 1)));
        rotate(1);
        one.append(withdrawal("ev-3", MARY));
        exported.addAll(await(one.register.read(1, 10)));
        assertThat(exported).extracting(LoggedEvent::generation).containsExactly(0, 1, 1);

        var content = content(one, MARY, "u-2", "u-3");
        one.leave();
        store.close();
        store = open(folder.resolve("other"), now::get);
        database = new SharedDatabase(store);
        var empty = node(1);
        var refused = await(empty.register.restore(exported));
        assertThat(refused.results())
                .filteredOn(AppendResult.Refused.class::isInstance)
                .hasSize(2)
                .containsOnly(new AppendResult.Refused(AppendResult.Refusal.KEYS_AHEAD));
        rotate(1);
        await(empty.register.restore(exported));

        assertThat(content(empty, MARY, "u-2", "u-3")).isEqualTo(content);
        assertThat(empty.register.subjects()).isEqualTo(3);
    }

    private static Map<String, ConsentState> content(Node node, String... identifiers) {
        var content = new HashMap<String, ConsentState>();
        Arrays.stream(identifiers).forEach(each -> content.put(each, node.newsletter(each)));
        return content;
    }
}
