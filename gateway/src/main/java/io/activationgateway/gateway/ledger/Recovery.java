package io.activationgateway.gateway.ledger;

import io.activationgateway.gateway.ledger.LedgerEntry.Attempt;
import io.activationgateway.gateway.ledger.LedgerEntry.End;
import io.activationgateway.gateway.ledger.LedgerEntry.Outcome;
import io.activationgateway.residency.signing.VerifyingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the end of a ledger that was closed or killed. Everything under the signed checkpoint must be there; what lies
 * behind it was never acknowledged: whole leaves are kept, from the first torn one on it is cut.
 */
final class Recovery {

    /** The code of outcomes that nobody saw. */
    static final String CODE = "restart";

    private final Layout layout;
    private final TileStore store;

    Recovery(Layout layout, TileStore store) {
        this.layout = layout;
        this.store = store;
    }

    /**
     * What was found.
     *
     * @param tree over all leaves kept
     * @param cut bytes that were cut off
     */
    record Found(MerkleTree tree, long cut) {}

    /** Reads to the end and sets the store there. */
    Found find(String origin, VerifyingKey key) throws IOException {
        var checkpoint = checkpoint(origin, key);
        long first = checkpoint.size() / MerkleTree.WIDTH;
        var tree = MerkleTree.restore(first * MerkleTree.WIDTH, store::readTile, store::writeTile);
        long number = first;
        checkRoot(checkpoint, tree);
        while (true) {
            var bytes = layout.bundleBytes(number);
            if (bytes.isEmpty()) {
                reached(checkpoint, tree);
                store.seek(number, 0, 0);
                return new Found(tree, 0);
            }
            var read = Layout.cut(bytes.get());
            int kept = 0;
            long end = 0;
            for (byte[] leaf : read.leaves()) {
                if (tree.size() >= checkpoint.size() && LeafReader.read(leaf).isEmpty()) {
                    break;
                }
                tree.add(tree.leafHash(leaf));
                checkRoot(checkpoint, tree);
                end += leaf.length + Short.BYTES;
                kept++;
                if (kept == MerkleTree.WIDTH) {
                    break;
                }
            }
            if (kept < MerkleTree.WIDTH || end < bytes.get().length) {
                reached(checkpoint, tree);
                return cut(number, kept, end, bytes.get().length, tree);
            }
            promote(number);
            number++;
        }
    }

    private Found cut(long number, int kept, long end, long length, MerkleTree tree) throws IOException {
        long cut = length - end;
        for (long later = number + 1; layout.bundleFile(later).isPresent(); later++) {
            cut += Files.size(layout.bundleFile(later).orElseThrow());
        }
        store.deleteBundles(number + 1);
        if (kept == MerkleTree.WIDTH) {
            // A full bundle with bytes behind it: only they go.
            store.seek(number, kept, end);
            store.close();
            promote(number);
            store.seek(number + 1, 0, 0);
        } else {
            store.seek(number, kept, end);
        }
        return new Found(tree, cut);
    }

    /** Gives a full bundle its final name, where the process ended before it could. */
    private void promote(long number) throws IOException {
        var file = layout.bundleFile(number).orElseThrow();
        var full = layout.bundle(number);
        if (!file.equals(full)) {
            Files.move(file, full);
            Files.delete(Layout.partials(full));
        }
    }

    private Checkpoint checkpoint(String origin, VerifyingKey key) throws IOException {
        var checkpoint = Checkpoint.verify(Files.readString(layout.checkpoint()), key)
                .orElseThrow(() -> new LedgerFailed(layout.checkpoint()
                        + ": not a checkpoint signed by this ledger's key; restore the key that belongs to this ledger,"
                        + " or move the ledger away to begin a new one"));
        if (!checkpoint.origin().equals(origin)) {
            throw new LedgerFailed(layout.checkpoint() + ": belongs to " + checkpoint.origin() + ", not to " + origin
                    + "; point each node at its own ledger folder");
        }
        return checkpoint;
    }

    private void checkRoot(Checkpoint checkpoint, MerkleTree tree) {
        if (tree.size() == checkpoint.size() && !new Checkpoint.Root(tree.root()).equals(checkpoint.root())) {
            throw damaged("does not give the root of its checkpoint");
        }
    }

    private void reached(Checkpoint checkpoint, MerkleTree tree) {
        if (tree.size() < checkpoint.size()) {
            throw damaged("ends at leaf " + tree.size() + ", its checkpoint says " + checkpoint.size());
        }
    }

    private LedgerFailed damaged(String how) {
        return new LedgerFailed(layout.root() + ": the ledger " + how
                + "; keep it as evidence, run `ledger verify` on it, and restore it or begin a new folder");
    }

    /** The outcomes that are missing: one for each intent since the last restart that has none. */
    List<Outcome> unsettled(long size, Instant now) throws IOException {
        var since = new ArrayDeque<List<byte[]>>();
        for (long number = (size - 1) / MerkleTree.WIDTH; size > 0 && number >= 0; number--) {
            var leaves = Layout.cut(layout.bundleBytes(number).orElseThrow()).leaves();
            int restart = leaves.size() - 1;
            while (restart >= 0 && !LeafReader.isRestart(leaves.get(restart))) {
                restart--;
            }
            since.addFirst(leaves.subList(restart + 1, leaves.size()));
            if (restart >= 0) {
                break;
            }
        }
        Map<Attempt, List<int[]>> open = new LinkedHashMap<>();
        since.forEach(leaves -> leaves.forEach(leaf -> settle(leaf, open)));
        var outcomes = new ArrayList<Outcome>();
        open.forEach((attempt, parts) -> outcomes.add(uncertain(attempt, parts, now)));
        return outcomes;
    }

    private static void settle(byte[] leaf, Map<Attempt, List<int[]>> open) {
        var read = LeafReader.read(leaf);
        if (read.isEmpty()) {
            return;
        }
        var attempt = read.get().attempt();
        if (attempt == null) {
            return;
        }
        switch (read.get().type()) {
            case "intent" ->
                open.computeIfAbsent(attempt, _ -> new ArrayList<>())
                        .add(read.get().indices());
            case "outcome" -> {
                if (read.get().last()) {
                    open.remove(attempt);
                }
            }
            default -> {}
        }
    }

    private static Outcome uncertain(Attempt attempt, List<int[]> parts, Instant now) {
        var records =
                new EndedRecords(parts.stream().mapToInt(part -> part.length).sum());
        for (int[] part : parts) {
            for (int index : part) {
                records.add(index, End.UNCERTAIN, CODE);
            }
        }
        return new Outcome(attempt, now, null, records);
    }
}
