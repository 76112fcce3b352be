package io.activationgateway.gateway.ledger;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The right edge of an RFC 6962 tree: per tile level the hashes of the tile that is not full yet. All that lies left of
 * it is in full tiles, which are handed out as they fill up. Not thread-safe.
 */
final class MerkleTree {

    static final int WIDTH = 256;
    static final int HASH = 32;
    private static final int BITS = 8;

    private final MessageDigest sha256 = sha256();
    private final List<Edge> levels = new ArrayList<>();
    private final FullTile full;
    private long size;

    MerkleTree(FullTile full) {
        this.full = full;
    }

    /** The tree of the first {@code size} leaves, a multiple of {@link #WIDTH}, from tiles stored before. */
    static MerkleTree restore(long size, TileSource tiles, FullTile full) throws IOException {
        var tree = new MerkleTree(full);
        tree.size = size;
        tree.levels.add(new Edge(size / WIDTH));
        int level = 1;
        for (long hashes = size >> BITS; hashes > 0; hashes >>= BITS) {
            var edge = new Edge(hashes / WIDTH);
            for (long tile = edge.number * WIDTH; tile < hashes; tile++) {
                edge.add(tree.subtree(tiles.tile(level - 1, tile), 0, WIDTH));
            }
            tree.levels.add(edge);
            level++;
        }
        return tree;
    }

    long size() {
        return size;
    }

    byte[] leafHash(byte[] leaf) {
        sha256.update((byte) 0);
        return sha256.digest(leaf);
    }

    void add(byte[] leafHash) throws IOException {
        add(0, leafHash);
        size++;
    }

    /** MTH of RFC 6962 section 2.1 over all leaves. */
    byte[] root() {
        byte[] right = null;
        for (var edge : levels) {
            int end = edge.count;
            while (end > 0) {
                int width = Integer.lowestOneBit(end);
                byte[] left = subtree(edge.hashes, end - width, width);
                right = right == null ? left : node(left, right);
                end -= width;
            }
        }
        return right == null ? sha256.digest() : right;
    }

    int levels() {
        return levels.size();
    }

    /** The hashes of the tile of this level that is not full yet; empty where it would hold none. */
    byte[] partial(int level) {
        var edge = levels.get(level);
        return Arrays.copyOf(edge.hashes, edge.count * HASH);
    }

    /** The number of that tile. */
    long partialNumber(int level) {
        return levels.get(level).number;
    }

    private void add(int level, byte[] hash) throws IOException {
        if (level == levels.size()) {
            levels.add(new Edge(0));
        }
        var edge = levels.get(level);
        edge.add(hash);
        if (edge.count == WIDTH) {
            full.tile(level, edge.number, edge.hashes);
            byte[] root = subtree(edge.hashes, 0, WIDTH);
            edge.count = 0;
            edge.number++;
            add(level + 1, root);
        }
    }

    /** The root over {@code width} hashes, a power of two. */
    private byte[] subtree(byte[] hashes, int from, int width) {
        if (width == 1) {
            return Arrays.copyOfRange(hashes, from * HASH, (from + 1) * HASH);
        }
        int half = width / 2;
        return node(subtree(hashes, from, half), subtree(hashes, from + half, half));
    }

    private byte[] node(byte[] left, byte[] right) {
        sha256.update((byte) 1);
        sha256.update(left);
        return sha256.digest(right);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Receives a tile once, when its last hash is known; the array is reused afterwards. */
    @FunctionalInterface
    interface FullTile {
        void tile(int level, long number, byte[] hashes) throws IOException;
    }

    /** Gives a full tile that was stored before. */
    @FunctionalInterface
    interface TileSource {
        byte[] tile(int level, long number) throws IOException;
    }

    private static final class Edge {

        private final byte[] hashes = new byte[WIDTH * HASH];
        private long number;
        private int count;

        Edge(long number) {
            this.number = number;
        }

        void add(byte[] hash) {
            System.arraycopy(hash, 0, hashes, count * HASH, HASH);
            count++;
        }
    }
}
