package io.activationgateway.consent.register;

import static io.activationgateway.consent.register.Fixture.KEY;
import static io.activationgateway.consent.register.Fixture.START;
import static io.activationgateway.consent.register.Fixture.await;
import static io.activationgateway.consent.register.Fixture.grant;
import static io.activationgateway.consent.register.Fixture.grantUntil;
import static io.activationgateway.consent.register.Fixture.withdrawal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.activationgateway.consent.event.ConsentEvent;
import io.activationgateway.consent.identity.Identifier;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.PseudonymKey;
import io.activationgateway.consent.identity.SubjectKeys;
import io.activationgateway.consent.profile.ConsentProfile;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class SnapshotTest {

    private static final int PEOPLE = 40;

    @TempDir
    private Path folder;

    /** A register with a snapshot file, whose time the test moves by hand. */
    private static final class Node implements AutoCloseable {

        private final AtomicReference<Instant> now;
        private final AtomicLong ticks = new AtomicLong();
        private final ListAppender<ILoggingEvent> told = new ListAppender<>();
        private final RegisterStore store;
        private final ConsentRegister register;

        private Node(Path folder, PseudonymKey key, Instant start) {
            now = new AtomicReference<>(start);
            told.start();
            ((Logger) LoggerFactory.getLogger(ConsentRegister.class.getPackageName())).setLevel(Level.INFO);
            ((Logger) LoggerFactory.getLogger(ConsentRegister.class.getPackageName())).addAppender(told);
            store = RegisterStore.h2(folder.resolve("register"), now::get);
            register = ConsentRegister.load(
                    store,
                    KeyRing.of(key),
                    now::get,
                    ticks::get,
                    RegisterPorts.of(SendFence.NOTHING_IS_SENT),
                    Fixture.SMALL.withSnapshots(SnapshotSettings.in(snapshot(folder))));
            await(register.loaded());
        }

        private void append(ConsentEvent... events) {
            await(register.append(List.of(events)));
        }

        private void pass(Duration time) {
            now.updateAndGet(then -> then.plus(time));
            ticks.addAndGet(time.toNanos());
            await(register.renew());
        }

        private boolean hasResumed() {
            return told.list.stream().anyMatch(each -> each.getMessage().contains("continues a snapshot"));
        }

        private List<String> warnings() {
            return told.list.stream()
                    .map(ILoggingEvent::getFormattedMessage)
                    .filter(message -> message.contains("is not used"))
                    .toList();
        }

        /** By person, what the view says. */
        private Map<Integer, ConsentProfile> content() {
            var content = new HashMap<Integer, ConsentProfile>();
            for (int person = 0; person < PEOPLE; person++) {
                var key = new SubjectKeys(KeyRing.of(KEY)).key(new Identifier(IdentifierType.USER_ID, "u-" + person));
                int number = register.find(0, key.high(), key.low());
                content.put(person, number == ConsentView.UNKNOWN ? ConsentProfile.UNKNOWN : register.profile(number));
            }
            return content;
        }

        @Override
        public void close() {
            register.close();
            store.close();
            ((Logger) LoggerFactory.getLogger(ConsentRegister.class.getPackageName())).detachAppender(told);
            ((Logger) LoggerFactory.getLogger(ConsentRegister.class.getPackageName())).setLevel(null);
        }
    }

    private static Path snapshot(Path folder) {
        return folder.resolve("index.snapshot");
    }

    private Node node() {
        return new Node(folder, KEY, START);
    }

    @Test
    void startsWhereTheLastOneEnded() {
        Map<Integer, ConsentProfile> before;
        try (var node = node()) {
            node.append(grant("ev-1", "u-1", "u-2"), grantUntil("ev-2", START.plusSeconds(5), "u-3"));
            node.append(withdrawal("ev-3", "u-2"));
            before = node.content();
        }
        try (var node = node()) {
            assertThat(node.hasResumed()).isTrue();
            assertThat(node.content()).isEqualTo(before);
            node.append(withdrawal("ev-4", "u-4"));
            node.pass(Duration.ofSeconds(5));
            assertThat(node.content().get(3)).isNotEqualTo(before.get(3));
            assertThat(node.register.position().sequence()).isEqualTo(4);
        }
    }

    /** Whatever happens before, during and after the copy, in rows and by time, a start from it has what the log says. */
    @Property(tries = 15)
    void givesWhatTheLogGives(@ForAll long seed, @ForAll @IntRange(max = 30) int after) throws IOException {
        folder = Files.createTempDirectory("snapshot");
        var random = new SplittableRandom(seed);
        var kept = folder.resolve("kept");
        Instant end;
        try (var node = node()) {
            happen(node, random, 20);
            // What is written while all goes on is copied at as many moments as its thread gets.
            var written = node.register.snapshot();
            happen(node, random, 30);
            await(written);
            Files.copy(snapshot(folder), kept);
            happen(node, random, after);
            end = node.now.get();
        }
        Map<Integer, ConsentProfile> fromSnapshot;
        Files.move(kept, snapshot(folder), StandardCopyOption.REPLACE_EXISTING);
        try (var node = new Node(folder, KEY, end.plusSeconds(random.nextInt(3)))) {
            assertThat(node.hasResumed()).as("%s", node.warnings()).isTrue();
            end = node.now.get();
            fromSnapshot = node.content();
        }
        Files.delete(snapshot(folder));
        try (var node = new Node(folder, KEY, end)) {
            assertThat(node.hasResumed()).isFalse();
            assertThat(fromSnapshot).isEqualTo(node.content());
        }
    }

    private static void happen(Node node, SplittableRandom random, int steps) {
        for (int i = 0; i < steps; i++) {
            var id = "ev-" + random.nextLong();
            var person = "u-" + random.nextInt(PEOPLE);
            var expiry = node.now.get().plusSeconds(1 + random.nextInt(20));
            switch (random.nextInt(5)) {
                case 0 -> node.append(withdrawal(id, person));
                case 1 -> node.append(grant(id, person, "u-" + random.nextInt(PEOPLE)));
                case 2, 3 -> node.append(grantUntil(id, expiry, person));
                default -> node.pass(Duration.ofSeconds(random.nextInt(4)));
            }
        }
    }

    @Test
    void isBuiltFromTheLogWhereTheFileIsDamaged() throws IOException {
        Map<Integer, ConsentProfile> before;
        try (var node = node()) {
            node.append(grant("ev-1", "u-1"), withdrawal("ev-2", "u-2"));
            before = node.content();
        }
        var whole = Files.readAllBytes(snapshot(folder));
        for (int place = 0; place < whole.length; place += 7) {
            var damaged = whole.clone();
            damaged[place] ^= 4;
            Files.write(snapshot(folder), damaged);
            var file = new SnapshotFile(snapshot(folder), KeyRing.of(KEY));
            assertThatThrownBy(file::read).as("byte %d", place).isInstanceOf(SnapshotFile.Unusable.class);
        }
        for (int length : new int[] {0, 7, 44, whole.length - 33, whole.length - 1}) {
            Files.write(snapshot(folder), Arrays.copyOf(whole, length));
            try (var node = node()) {
                assertThat(node.warnings()).hasSize(1);
                assertThat(node.content()).isEqualTo(before);
            }
        }
        try (var node = node()) {
            assertThat(node.hasResumed()).as("the last close wrote a whole one").isTrue();
        }
    }

    @Test
    void isBuiltFromTheLogWhereTheFileIsOfAnotherVersionOrKey() throws IOException {
        try (var node = node()) {
            node.append(grant("ev-1", "u-1"));
        }
        var other = new byte[PseudonymKey.LENGTH];
        other[0] = 1;
        try (var node = new Node(folder, PseudonymKey.of(other), START)) {
            assertThat(node.warnings()).singleElement().asString().contains("another pseudonym key");
        }
        var newer = Files.readAllBytes(snapshot(folder));
        newer[11] = 4;
        Files.write(snapshot(folder), newer);
        try (var node = node()) {
            assertThat(node.warnings()).singleElement().asString().contains("it has version 4");
        }
    }

    /** The rows it holds were lost, and others took their numbers. */
    @Test
    void isBuiltFromTheLogWhereTheLogIsAnOlderCopy() throws IOException {
        try (var node = node()) {
            node.append(grant("ev-1", "u-1"));
        }
        Files.copy(folder.resolve("register.mv.db"), folder.resolve("backup"));
        try (var node = node()) {
            node.append(withdrawal("ev-2", "u-1"));
        }
        Files.copy(folder.resolve("backup"), folder.resolve("register.mv.db"), StandardCopyOption.REPLACE_EXISTING);
        var kept = Files.readAllBytes(snapshot(folder));
        try (var node = node()) {
            assertThat(node.warnings()).singleElement().asString().contains("an older copy");
            assertThat(node.content().get(1).cell(Fixture.NEWSLETTER).data()).hasToString("GRANTED");
            node.append(grant("ev-3", "u-5"), grant("ev-4", "u-6"));
        }
        Files.write(snapshot(folder), kept);
        try (var node = node()) {
            assertThat(node.warnings()).singleElement().asString().contains("the log is another one");
            assertThat(node.content().get(1).cell(Fixture.NEWSLETTER).data()).hasToString("GRANTED");
            assertThat(node.content().get(5).cell(Fixture.NEWSLETTER).data()).hasToString("GRANTED");
        }
    }

    @Test
    void isBuiltFromTheLogWhereTheClockWentBackBehindWhatHadBeenSwitched() {
        try (var node = node()) {
            node.append(grantUntil("ev-1", START.plusSeconds(5), "u-1"));
            node.pass(Duration.ofSeconds(6));
        }
        try (var node = new Node(folder, KEY, START.plusSeconds(1))) {
            assertThat(node.warnings()).singleElement().asString().contains("the clock went back");
            assertThat(node.content().get(1).cell(Fixture.NEWSLETTER).data()).hasToString("GRANTED");
        }
    }

    @Test
    void leavesTheOldOneWhereWritingEndsEarly() throws IOException, SnapshotFile.Unusable {
        var file = new SnapshotFile(snapshot(folder), KeyRing.of(KEY));
        var index = new SubjectIndex();
        var begin = new Snapshot.Begin(1, 0, Digest.EMPTY, 0);
        index.put(1, 2, 0);
        file.write(index, new ProfileTable(), begin, () -> new Snapshot.End(0, Digest.EMPTY, 0));

        index.put(3, 4, 0);
        assertThatThrownBy(() -> file.write(index, new ProfileTable(), begin, () -> {
                    throw new InterruptedIOException("the process ends here");
                }))
                .isInstanceOf(InterruptedIOException.class);

        assertThat(file.read().index().size()).isEqualTo(1);
        file.write(index, new ProfileTable(), begin, () -> new Snapshot.End(0, Digest.EMPTY, 0));
        assertThat(file.read().index().size()).isEqualTo(2);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(snapshot(folder));
        }
    }

    @Test
    void holdsEachOfManyEntriesAndProfiles() throws IOException, SnapshotFile.Unusable {
        int keys = 200_000;
        int profiles = 5000;
        var index = new SubjectIndex();
        var random = new SplittableRandom(1);
        for (int i = 0; i < keys; i++) {
            index.put(random.nextLong(), random.nextLong(), i % profiles);
        }
        var table = new ProfileTable();
        for (int i = 0; i < profiles; i++) {
            table.intern(SampleProfiles.profile(i));
        }
        var file = new SnapshotFile(snapshot(folder), KeyRing.of(KEY));
        var begin = new Snapshot.Begin(1, 2, Digest.of(new byte[] {3}), 4);
        var end = new Snapshot.End(5, Digest.of(new byte[] {6}), 7);
        file.write(index, table, begin, () -> end);

        var read = file.read();
        assertThat(read.begin()).isEqualTo(begin);
        assertThat(read.end()).isEqualTo(end);
        assertThat(read.index().size()).isEqualTo(keys);
        index.forEach(
                (high, low, profile) -> assertThat(read.index().find(high, low)).isEqualTo(profile));
        for (int i = 0; i < profiles; i++) {
            assertThat(read.profiles().get(i)).isEqualTo(SampleProfiles.profile(i));
        }
    }
}
