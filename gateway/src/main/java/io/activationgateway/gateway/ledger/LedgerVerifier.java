package io.activationgateway.gateway.ledger;

import io.activationgateway.gateway.ledger.Verification.Anchor;
import io.activationgateway.gateway.ledger.Verification.Fault;
import io.activationgateway.gateway.ledger.Verification.Kind;
import io.activationgateway.residency.signing.VerifyingKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks the files of a ledger with nothing but its public key: reads every entry, rebuilds the tree and compares it
 * with each tile, the ledger's checkpoint and, where given, one that was kept elsewhere. Reads only; may run beside the
 * gateway. One use each, blocks.
 */
public final class LedgerVerifier {

    private static final Set<String> BESIDE = Set.of("lock", "checkpoint", "checkpoint.new");

    private final Layout layout;
    private final VerifyingKey key;
    private final List<Fault> faults = new ArrayList<>();
    private final Set<Path> seen = new HashSet<>();
    private final MerkleTree tree = new MerkleTree(this::fullTile);
    private @Nullable Checkpoint own;
    private @Nullable Checkpoint held;
    private Anchor signed = Anchor.NONE;
    private @Nullable Anchor anchored;
    private long tornBytes;

    private LedgerVerifier(Path folder, VerifyingKey key) {
        this.layout = new Layout(folder);
        this.key = key;
    }

    /**
     * Checks a ledger.
     *
     * @param held the text of a checkpoint of this ledger kept elsewhere, or null
     * @throws IOException where files cannot be read at all
     */
    public static Verification verify(Path folder, VerifyingKey key, @Nullable String held) throws IOException {
        return new LedgerVerifier(folder, key).run(held);
    }

    private Verification run(@Nullable String heldNote) throws IOException {
        own = readOwn();
        held = heldNote == null ? null : readHeld(heldNote);
        if (heldNote != null) {
            anchored = Anchor.NONE;
        }
        compare(null);
        entries();
        long signedSize = own == null ? 0 : own.size();
        if (tree.size() < signedSize) {
            fault(
                    Kind.ENTRIES,
                    layout.root().toString(),
                    tree.size() + " entries (the checkpoint signs " + signedSize + "): entries are missing or damaged");
        }
        if (held != null && tree.size() < held.size()) {
            fault(
                    Kind.HELD_CHECKPOINT,
                    layout.root().toString(),
                    tree.size() + " entries (the checkpoint held elsewhere signs " + held.size()
                            + "): the end was cut off");
        } else if (held != null && held.size() > signedSize) {
            fault(
                    Kind.HELD_CHECKPOINT,
                    layout.checkpoint().toString(),
                    "older than the checkpoint held elsewhere: it was put back");
        }
        partialTiles();
        foreignFiles();
        return new Verification(faults, signed, anchored, Math.max(0, tree.size() - signedSize), tornBytes);
    }

    private @Nullable Checkpoint readOwn() throws IOException {
        var file = layout.checkpoint();
        if (!Files.exists(file)) {
            fault(Kind.CHECKPOINT, file.toString(), "is missing");
            return null;
        }
        var checkpoint = Checkpoint.verify(strict(Files.readAllBytes(file)), key);
        if (checkpoint.isEmpty()) {
            fault(Kind.CHECKPOINT, file.toString(), "is not a checkpoint signed by this key");
        }
        return checkpoint.orElse(null);
    }

    /** Bytes that are no UTF-8 give a text that nobody signed. */
    private static String strict(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notText) {
            return "";
        }
    }

    private @Nullable Checkpoint readHeld(String note) {
        var checkpoint = Checkpoint.verify(note, key);
        if (checkpoint.isEmpty()) {
            fault(Kind.HELD_CHECKPOINT, "held checkpoint", "is not a checkpoint signed by this key");
            return null;
        }
        if (own != null && !own.origin().equals(checkpoint.get().origin())) {
            fault(
                    Kind.HELD_CHECKPOINT,
                    "held checkpoint",
                    "is of " + checkpoint.get().origin() + ", the ledger is " + own.origin());
            return null;
        }
        return checkpoint.get();
    }

    private void entries() throws IOException {
        for (long number = 0; ; number++) {
            var bytes = layout.bundleBytes(number);
            if (bytes.isEmpty()) {
                return;
            }
            boolean full = Files.exists(layout.bundle(number));
            boolean more = layout.bundleFile(number + 1).isPresent();
            if (!bundle(number, bytes.get(), full || more)) {
                return;
            }
        }
    }

    /** Whether the bundle is whole, so that the next one can follow. */
    private boolean bundle(long number, byte[] bytes, boolean mustBeFull) throws IOException {
        seen.add(layout.bundle(number));
        var read = Layout.cut(bytes);
        long signedSize = own == null ? 0 : own.size();
        int end = 0;
        int count = 0;
        for (byte[] leaf : read.leaves()) {
            boolean beyond = tree.size() >= signedSize;
            if (count == MerkleTree.WIDTH || (beyond && LeafReader.read(leaf).isEmpty())) {
                break;
            }
            tree.add(tree.leafHash(leaf));
            compare(leaf);
            end += leaf.length + Short.BYTES;
            count++;
        }
        int rest = bytes.length - end;
        boolean whole = count == MerkleTree.WIDTH && rest == 0;
        if (rest > 0 && tree.size() >= signedSize && count < MerkleTree.WIDTH) {
            tornBytes += rest;
        } else if (rest > 0 || (mustBeFull && !whole)) {
            fault(
                    Kind.ENTRIES,
                    layout.bundle(number).toString(),
                    count + " entries and " + rest + " bytes behind them (expected: " + MerkleTree.WIDTH + " entries)");
        }
        return whole;
    }

    /** Compares the tree with the checkpoints that end here. */
    private void compare(byte @Nullable [] lastLeaf) {
        if (own != null && own.size() == tree.size()) {
            if (fits(own)) {
                signed = anchor(lastLeaf);
            } else {
                fault(
                        Kind.ENTRIES,
                        layout.root().toString(),
                        "the first " + own.size() + " entries do not give the root that the checkpoint signs:"
                                + " an entry was changed, removed or moved");
            }
        }
        if (held != null && held.size() == tree.size()) {
            if (fits(held)) {
                anchored = anchor(lastLeaf);
            } else {
                fault(
                        Kind.HELD_CHECKPOINT,
                        layout.root().toString(),
                        "the first " + held.size() + " entries are not those that the checkpoint held elsewhere signs:"
                                + " the past was rewritten");
            }
        }
    }

    private boolean fits(Checkpoint checkpoint) {
        return new Checkpoint.Root(tree.root()).equals(checkpoint.root());
    }

    private Anchor anchor(byte @Nullable [] lastLeaf) {
        Instant until = lastLeaf == null
                ? null
                : LeafReader.read(lastLeaf).map(LeafReader.Leaf::at).orElse(null);
        return new Anchor(tree.size(), until);
    }

    private void fullTile(int level, long number, byte[] hashes) throws IOException {
        var file = layout.tile(level, number);
        seen.add(file);
        long span = 1L << (8 * (level + 1));
        boolean covered = own != null && (number + 1) * span <= own.size();
        if (!Files.exists(file)) {
            if (covered) {
                fault(Kind.TILE, file.toString(), "is missing");
            }
            return;
        }
        // Behind the checkpoint a tile may be half written; the next start writes it anew.
        if (covered) {
            compareTile(level, number, file, hashes);
        }
    }

    private void partialTiles() throws IOException {
        for (int level = 0; level < tree.levels(); level++) {
            long number = tree.partialNumber(level);
            byte[] hashes = tree.partial(level);
            for (var file : Layout.widths(layout.tile(level, number))) {
                seen.add(file);
                int length = Layout.width(file) * MerkleTree.HASH;
                if (length <= hashes.length) {
                    compareTile(level, number, file, Arrays.copyOf(hashes, length));
                } else {
                    fault(Kind.TILE, file.toString(), "is wider than the entries");
                }
            }
        }
    }

    private void compareTile(int level, long number, Path file, byte[] hashes) throws IOException {
        byte[] stored = Files.readAllBytes(file);
        int differs = Arrays.mismatch(stored, hashes);
        if (differs >= 0) {
            long hash = number * MerkleTree.WIDTH + differs / MerkleTree.HASH;
            fault(
                    Kind.TILE,
                    file.toString(),
                    "does not fit the entries from " + (level == 0 ? "entry " : "hash ") + hash + " on");
        }
    }

    private void foreignFiles() throws IOException {
        var growing = layout.bundleFile(tree.size() / MerkleTree.WIDTH);
        growing.ifPresent(seen::add);
        try (var files = Files.walk(layout.root())) {
            files.filter(Files::isRegularFile)
                    .filter(file -> !seen.contains(file))
                    .filter(file ->
                            !BESIDE.contains(layout.root().relativize(file).toString()))
                    .forEach(file -> fault(Kind.FOREIGN_FILE, file.toString(), "belongs to no entry of this ledger"));
        }
    }

    private void fault(Kind kind, String place, String text) {
        faults.add(new Fault(kind, place, text));
    }
}
