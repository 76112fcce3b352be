package io.activationgateway.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.gateway.ledger.Verification.Anchor;
import io.activationgateway.gateway.ledger.Verification.Kind;
import io.activationgateway.residency.signing.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who can write the files, yet has no key, is found out. */
class LedgerVerifierTest {

    @TempDir
    Path temp;

    private Path folder;
    private String held;
    private Path older;

    @BeforeEach
    void write() throws IOException {
        folder = temp.resolve("ledger");
        older = temp.resolve("older");
        try (var ledger = Samples.open(folder)) {
            Samples.fill(ledger, 140);
        }
        copy(folder, older);
        try (var ledger = Samples.open(folder)) {
            Samples.fill(ledger, 5);
            held = ledger.checkpoint();
            Samples.fill(ledger, 5);
        }
    }

    @Test
    void anIntactLedgerSaysHowFarItIsAnchored() throws IOException {
        var found = verify(held);
        assertThat(found.faults()).isEmpty();
        assertThat(found.signed()).isEqualTo(new Anchor(304, Samples.NOW));
        assertThat(found.held()).isEqualTo(new Anchor(294, Samples.NOW));
        assertThat(found.unsigned()).isZero();
        assertThat(found.tornBytes()).isZero();
    }

    @Test
    void aFlippedBitAnywhereIsFound() throws IOException {
        List<Path> files;
        try (var all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("lock"))
                    .toList();
        }
        assertThat(files).hasSize(6);
        for (var file : files) {
            byte[] good = Files.readAllBytes(file);
            int step = Math.max(1, good.length / 97);
            for (int at = 0; at < good.length; at += step) {
                byte[] bad = good.clone();
                bad[at] ^= (byte) (1 << (at % 8));
                Files.write(file, bad);
                assertThat(verify(null).intact()).as("%s byte %d", file, at).isFalse();
            }
            Files.write(file, good);
        }
        assertThat(verify(null).faults()).isEmpty();
    }

    @Test
    void theEntryThatWasChangedIsNamedByItsTile() throws IOException {
        var leaves = leaves(0);
        leaves.get(17)[20] ^= 1;
        put(folder.resolve("tile/entries/000"), leaves);
        assertThat(verify(null).faults())
                .anySatisfy(fault -> assertThat(fault.toString()).contains("from entry 17 on"))
                .anySatisfy(fault -> assertThat(fault.kind()).isEqualTo(Kind.ENTRIES));
    }

    @Test
    void aRemovedEntryIsFound() throws IOException {
        var leaves = leaves(1);
        leaves.remove(3);
        put(folder.resolve("tile/entries/001.p/48"), leaves);
        assertThat(verify(null).intact()).isFalse();

        var first = leaves(0);
        first.remove(3);
        put(folder.resolve("tile/entries/000"), first);
        assertThat(verify(null).intact()).isFalse();
    }

    @Test
    void swappedEntriesAreFound() throws IOException {
        var leaves = leaves(1);
        Collections.swap(leaves, 3, 5);
        put(folder.resolve("tile/entries/001.p/48"), leaves);
        assertThat(verify(null).faults()).extracting(Verification.Fault::kind).contains(Kind.ENTRIES);
    }

    @Test
    void anEndCutOffTogetherWithItsCheckpointNeedsOneHeldElsewhere() throws IOException {
        var alone = LedgerVerifier.verify(older, Samples.KEY.verifyingKey(), null);
        assertThat(alone.faults())
                .as("a put-back ledger is consistent in itself")
                .isEmpty();
        var found = LedgerVerifier.verify(older, Samples.KEY.verifyingKey(), held);
        assertThat(found.faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Kind.HELD_CHECKPOINT))
                .satisfies(fault -> assertThat(fault.text()).contains("cut off"));
        assertThat(found.held()).isEqualTo(new Anchor(0, null));
    }

    @Test
    void aPastRewrittenWithTheKeyNeedsACheckpointHeldElsewhere() throws IOException {
        try (var ledger = Samples.open(older)) {
            for (int i = 0; i < 30; i++) {
                ledger.append(Samples.decided()).toCompletableFuture().join();
            }
        }
        assertThat(LedgerVerifier.verify(older, Samples.KEY.verifyingKey(), null)
                        .intact())
                .isTrue();
        var found = LedgerVerifier.verify(older, Samples.KEY.verifyingKey(), held);
        assertThat(found.faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.text()).contains("the past was rewritten"));
    }

    @Test
    void aMissingTileOrBundleIsFound() throws IOException {
        Files.delete(folder.resolve("tile/0/000"));
        assertThat(verify(null).faults()).extracting(Verification.Fault::kind).contains(Kind.TILE);
        Files.delete(folder.resolve("tile/entries/000"));
        assertThat(verify(null).faults()).extracting(Verification.Fault::kind).contains(Kind.ENTRIES);
    }

    @Test
    void anotherKeyOrAnotherLedgersCheckpointDoesNotFit() throws IOException {
        var other = SigningKey.generate(new SecureRandom());
        assertThat(LedgerVerifier.verify(folder, other.verifyingKey(), null).faults())
                .extracting(Verification.Fault::kind)
                .containsExactly(Kind.CHECKPOINT);
        var foreign = new Checkpoint("tr/1", 1, new Checkpoint.Root(new byte[32])).sign(Samples.KEY);
        assertThat(verify(foreign).faults())
                .extracting(Verification.Fault::kind)
                .containsExactly(Kind.HELD_CHECKPOINT);
    }

    @Test
    void aTornEndIsNoTampering() throws IOException {
        var growing = folder.resolve("tile/entries/001.p/48");
        byte[] good = Files.readAllBytes(growing);
        var torn = ByteBuffer.allocate(good.length + 7)
                .put(good)
                .putShort((short) 400)
                .put(new byte[] {'{', '"'});
        Files.write(growing, torn.array());
        var found = verify(held);
        assertThat(found.faults()).isEmpty();
        assertThat(found.tornBytes()).isEqualTo(7);
    }

    @Test
    void aFileThatNoLedgerWritesIsNamed() throws IOException {
        Files.createFile(folder.resolve("tile/0/007"));
        assertThat(verify(null).faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Kind.FOREIGN_FILE));
    }

    private Verification verify(String held) throws IOException {
        return LedgerVerifier.verify(folder, Samples.KEY.verifyingKey(), held);
    }

    private List<byte[]> leaves(long bundle) throws IOException {
        var bytes = new Layout(folder).bundleBytes(bundle).orElseThrow();
        return new ArrayList<>(Layout.cut(bytes).leaves());
    }

    private static void put(Path file, List<byte[]> leaves) throws IOException {
        var bytes = ByteBuffer.allocate(
                leaves.stream().mapToInt(leaf -> leaf.length + 2).sum());
        leaves.forEach(leaf -> bytes.putShort((short) leaf.length).put(leaf));
        Files.write(file, bytes.array());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.REPLACE_EXISTING);
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            });
        }
    }
}
