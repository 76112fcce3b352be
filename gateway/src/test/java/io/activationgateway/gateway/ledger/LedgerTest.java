package io.activationgateway.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.residency.signing.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {

    @TempDir
    Path folder;

    @Test
    void anAppendIsUnderTheCheckpointWhenItCompletes() throws IOException {
        try (var ledger = Samples.open(folder)) {
            assertThat(ledger.size()).isEqualTo(1);
            long number = ledger.append(Samples.intent("r-0", 2))
                    .toCompletableFuture()
                    .join();
            assertThat(number).isEqualTo(2);
            assertThat(ledger.size()).isEqualTo(3);
            assertThat(Files.readString(folder.resolve("checkpoint"))).isEqualTo(ledger.checkpoint());
            assertThat(verify().intact()).isTrue();
            assertThat(verify().signed()).isEqualTo(new Verification.Anchor(3, Samples.NOW));
        }
    }

    @Test
    void aClosedLedgerHasTheWholeLayoutOnDisk() throws IOException {
        try (var ledger = Samples.open(folder)) {
            Samples.fill(ledger, 150);
        }
        assertThat(folder.resolve("tile/entries/000")).isRegularFile();
        assertThat(folder.resolve("tile/entries/001.p/46")).isRegularFile();
        assertThat(folder.resolve("tile/0/000")).hasSize(8192);
        assertThat(folder.resolve("tile/0/001.p/46")).hasSize(46 * 32);
        assertThat(folder.resolve("tile/1/000.p/1")).hasSize(32);
        assertThat(folder.resolve("tile/0/000.p")).doesNotExist();
        assertThat(verify().faults()).isEmpty();
    }

    @Test
    void aSecondStartGoesOnWhereTheFirstEnded() throws IOException {
        for (int start = 0; start < 4; start++) {
            try (var ledger = Samples.open(folder)) {
                assertThat(ledger.recovered()).isEqualTo(new Ledger.Recovered(0, 0));
                Samples.fill(ledger, 100);
            }
        }
        var found = verify();
        assertThat(found.faults()).isEmpty();
        assertThat(found.signed().size()).isEqualTo(4 * 202);
    }

    @Test
    void whatWaitsTogetherSharesOneSync() throws Exception {
        var syncs = new AtomicInteger();
        var held = new AtomicBoolean();
        var gate = new CountDownLatch(1);
        var entered = new CountDownLatch(1);
        TileStore.Sync sync = channel -> {
            syncs.incrementAndGet();
            if (held.get()) {
                entered.countDown();
                awaitQuietly(gate);
            }
            channel.force(true);
        };
        try (var ledger = Ledger.open(folder, Samples.KEY, Samples.ORIGIN, InstantSource.fixed(Samples.NOW), sync)) {
            held.set(true);
            var first = ledger.append(Samples.intent("first", 1));
            entered.await();
            var all = new ArrayList<CompletableFuture<Long>>();
            for (int i = 0; i < 100; i++) {
                all.add(ledger.append(Samples.outcome("r-" + i, 1)).toCompletableFuture());
            }
            assertThat(all).noneMatch(CompletableFuture::isDone);
            held.set(false);
            gate.countDown();
            first.toCompletableFuture().join();
            int before = syncs.get();
            all.forEach(CompletableFuture::join);
            assertThat(syncs.get() - before).isLessThanOrEqualTo(3);
        }
    }

    @Test
    void aFailedSyncStopsEverythingUntilTheNextStart() throws IOException {
        var broken = new AtomicBoolean();
        TileStore.Sync sync = channel -> {
            if (broken.get()) {
                throw new IOException("disk gone");
            }
            channel.force(true);
        };
        try (var ledger = Ledger.open(folder, Samples.KEY, Samples.ORIGIN, InstantSource.fixed(Samples.NOW), sync)) {
            Samples.fill(ledger, 1);
            String before = ledger.checkpoint();
            broken.set(true);
            assertThatThrownBy(() -> ledger.append(Samples.intent("r-9", 1))
                            .toCompletableFuture()
                            .join())
                    .hasCauseInstanceOf(LedgerFailed.class)
                    .hasMessageContaining("start anew");
            broken.set(false);
            assertThat(ledger.failed()).isTrue();
            assertThatThrownBy(() -> ledger.append(Samples.intent("r-10", 1))
                            .toCompletableFuture()
                            .join())
                    .hasCauseInstanceOf(LedgerFailed.class);
            assertThat(ledger.checkpoint()).isEqualTo(before);
        }
        try (var ledger = Samples.open(folder)) {
            assertThat(ledger.recovered().uncertainIntents()).isEqualTo(1);
            Samples.fill(ledger, 1);
        }
        assertThat(verify().faults()).isEmpty();
    }

    @Test
    void anIntentWithoutOutcomeIsUncertainAfterARestart() throws IOException {
        try (var ledger = Samples.open(folder)) {
            Samples.fill(ledger, 200);
            ledger.append(Samples.intent("lost", 5_000)).toCompletableFuture().join();
            ledger.append(Samples.intent("answered", 5_000))
                    .toCompletableFuture()
                    .join();
            ledger.append(Samples.outcome("answered", 5_000))
                    .toCompletableFuture()
                    .join();
        }
        try (var ledger = Samples.open(folder)) {
            assertThat(ledger.recovered()).isEqualTo(new Ledger.Recovered(0, 1));
        }
        try (var ledger = Samples.open(folder)) {
            assertThat(ledger.recovered()).isEqualTo(new Ledger.Recovered(0, 0));
        }
        var uncertain =
                leaves().stream().filter(leaf -> leaf.contains("uncertain")).toList();
        assertThat(uncertain).isNotEmpty().allMatch(leaf -> leaf.contains("\"request\":\"lost\""));
        assertThat(uncertain.getLast()).contains("[4999,\"uncertain\",\"restart\"]],\"last\":true}");
    }

    /** The last group, cut at every byte it can have been torn at. */
    @Test
    void aCrashAtAnyByteOfTheLastGroupIsNoTampering() throws IOException {
        String checkpoint;
        long size;
        try (var ledger = Samples.open(folder)) {
            Samples.fill(ledger, 126);
            checkpoint = ledger.checkpoint();
            size = ledger.size();
        }
        byte[] before = bundle(0);
        try (var ledger = Samples.open(folder)) {
            ledger.append(Samples.outcome("a", 1)).toCompletableFuture().join();
            ledger.append(Samples.outcome("b", 1)).toCompletableFuture().join();
        }
        byte[] all = concat(bundle(0), bundle(1));
        var first = Layout.cut(bundle(0));
        for (int end = before.length; end <= all.length; end++) {
            var crashed = Files.createDirectories(folder.resolveSibling(folder.getFileName() + "-" + end));
            int split = Math.min(end, first.bytes());
            write(
                    crashed.resolve(split == first.bytes() ? "tile/entries/000" : "tile/entries/000.p/254"),
                    all,
                    0,
                    split);
            if (end > split) {
                write(crashed.resolve("tile/entries/001.p/1"), all, split, end);
            }
            Files.writeString(crashed.resolve("checkpoint"), checkpoint);
            var torn = LedgerVerifier.verify(crashed, Samples.KEY.verifyingKey(), checkpoint);
            assertThat(torn.faults()).as("cut at %d", end).isEmpty();
            assertThat(torn.held()).isEqualTo(new Verification.Anchor(size, Samples.NOW));

            var clock = InstantSource.fixed(Samples.NOW);
            try (var ledger = Ledger.open(crashed, Samples.KEY, Samples.ORIGIN, clock, _ -> {})) {
                assertThat(ledger.recovered().cutBytes()).isEqualTo(torn.tornBytes());
                Samples.fill(ledger, 1);
            }
            var found = LedgerVerifier.verify(crashed, Samples.KEY.verifyingKey(), checkpoint);
            assertThat(found.faults()).as("opened after a cut at %d", end).isEmpty();
            assertThat(found.signed().size()).isGreaterThan(size);
            delete(crashed);
        }
    }

    @Test
    void anEndThatWasSignedMustBeThere() throws IOException {
        try (var ledger = Samples.open(folder)) {
            Samples.fill(ledger, 3);
        }
        try (var file = FileChannel.open(folder.resolve("tile/entries/000.p/8"), StandardOpenOption.WRITE)) {
            file.truncate(file.size() - 1);
        }
        assertThatThrownBy(() -> Samples.open(folder).close())
                .isInstanceOf(LedgerFailed.class)
                .hasMessageContaining("ends at leaf 7, its checkpoint says 8")
                .hasMessageContaining("ledger verify");
    }

    @Test
    void anotherKeyOrASecondWriterIsRefused() {
        try (var _ = Samples.open(folder)) {
            assertThatThrownBy(() -> Samples.open(folder)).hasMessageContaining("another process");
        }
        var other = SigningKey.generate(new SecureRandom());
        var clock = InstantSource.fixed(Samples.NOW);
        assertThatThrownBy(() -> Ledger.open(folder, other, Samples.ORIGIN, clock))
                .hasMessageContaining("restore the key");
        assertThatThrownBy(() -> Ledger.open(folder, Samples.KEY, "tr/1", clock))
                .hasMessageContaining("not to tr/1");
    }

    @Test
    void aClosedLedgerTakesNothingMore() {
        var ledger = Samples.open(folder);
        var last = ledger.append(Samples.decided()).toCompletableFuture();
        ledger.close();
        assertThat(last).isCompleted();
        assertThatThrownBy(() ->
                        ledger.append(Samples.decided()).toCompletableFuture().join())
                .hasMessageContaining("closed");
        assertThat(ledger.failed()).isFalse();
    }

    private Verification verify() throws IOException {
        return LedgerVerifier.verify(folder, Samples.KEY.verifyingKey(), null);
    }

    private byte[] bundle(long number) throws IOException {
        return new Layout(folder).bundleBytes(number).orElseThrow();
    }

    private List<String> leaves() throws IOException {
        var all = new ArrayList<String>();
        var layout = new Layout(folder);
        for (long number = 0; layout.bundleFile(number).isPresent(); number++) {
            Layout.cut(bundle(number)).leaves().forEach(leaf -> all.add(new String(leaf, StandardCharsets.UTF_8)));
        }
        return all;
    }

    private static void write(Path file, byte[] bytes, int from, int to) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, Arrays.copyOfRange(bytes, from, to));
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            });
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }
}
