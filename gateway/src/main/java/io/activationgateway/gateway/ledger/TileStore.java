package io.activationgateway.gateway.ledger;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the files of a ledger so that each step is durable before the next begins. Not thread-safe; after an exception
 * nothing may be written any more.
 */
final class TileStore implements AutoCloseable {

    private final Layout layout;
    private final Sync sync;
    private long bundle;
    private int width;
    private @Nullable FileChannel growing;
    private @Nullable Path growingFile;

    TileStore(Layout layout, Sync sync) {
        this.layout = layout;
        this.sync = sync;
    }

    /** How bytes get from the system's memory to the disk; a seam for tests of failing disks. */
    @FunctionalInterface
    interface Sync {
        void force(FileChannel channel) throws IOException;
    }

    /**
     * Goes to the end: after {@code width} leaves, which take {@code bytes} bytes, of a bundle. What lies behind is cut
     * off.
     */
    void seek(long bundle, int width, long bytes) throws IOException {
        this.bundle = bundle;
        this.width = width;
        growing = null;
        growingFile = null;
        var full = layout.bundle(bundle);
        if (width == 0) {
            deleteWithPartials(full);
            return;
        }
        var file = layout.bundleFile(bundle).orElseThrow();
        var partial = Layout.partials(full).resolve(Integer.toString(width));
        Files.createDirectories(Layout.partials(full));
        Files.move(file, partial, ATOMIC_MOVE);
        var channel = FileChannel.open(partial, WRITE);
        growing = channel;
        growingFile = partial;
        channel.truncate(bytes);
        channel.position(bytes);
        sync.force(channel);
        syncFolders(Layout.partials(full));
    }

    /** Deletes the bundles from {@code first} on: they hold nothing that was ever acknowledged. */
    void deleteBundles(long first) throws IOException {
        for (long number = first; layout.bundleFile(number).isPresent(); number++) {
            deleteWithPartials(layout.bundle(number));
        }
    }

    /** Appends leaves; they are on the disk when this returns. */
    void append(List<byte[]> leaves) throws IOException {
        int from = 0;
        while (from < leaves.size()) {
            int to = Math.min(leaves.size(), from + MerkleTree.WIDTH - width);
            appendToBundle(leaves.subList(from, to));
            from = to;
        }
    }

    private void appendToBundle(List<byte[]> leaves) throws IOException {
        var channel = growing == null ? begin() : growing;
        int length = leaves.stream().mapToInt(leaf -> leaf.length + Short.BYTES).sum();
        var bytes = ByteBuffer.allocate(length);
        for (byte[] leaf : leaves) {
            bytes.putShort((short) leaf.length).put(leaf);
        }
        bytes.flip();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        sync.force(channel);
        width += leaves.size();
        var full = layout.bundle(bundle);
        if (width < MerkleTree.WIDTH) {
            rename(Layout.partials(full).resolve(Integer.toString(width)));
            return;
        }
        rename(full);
        channel.close();
        growing = null;
        growingFile = null;
        deletePartials(full);
        syncFolder(parent(full));
        bundle++;
        width = 0;
    }

    private FileChannel begin() throws IOException {
        var folder = Layout.partials(layout.bundle(bundle));
        Files.createDirectories(folder);
        // Named as if it held one leaf already: a name without leaves does not exist in the layout.
        var file = folder.resolve("1");
        var channel = FileChannel.open(file, CREATE, TRUNCATE_EXISTING, WRITE);
        growing = channel;
        growingFile = file;
        syncFolders(folder);
        return channel;
    }

    private void rename(Path to) throws IOException {
        var from = growingFile;
        if (from != null && !from.equals(to)) {
            Files.move(from, to, ATOMIC_MOVE);
            growingFile = to;
        }
    }

    void writeTile(int level, long number, byte[] hashes) throws IOException {
        var file = layout.tile(level, number);
        Files.createDirectories(parent(file));
        write(file, hashes);
        syncFolders(parent(file));
        deletePartials(file);
    }

    byte[] readTile(int level, long number) throws IOException {
        var file = layout.tile(level, number);
        byte[] hashes = Files.readAllBytes(file);
        if (hashes.length != MerkleTree.WIDTH * MerkleTree.HASH) {
            throw new IOException(
                    file + " has " + hashes.length + " bytes (expected: " + MerkleTree.WIDTH * MerkleTree.HASH + ")");
        }
        return hashes;
    }

    /** Completes the layout for readers of the files: the hash tiles that are not full yet. */
    void writePartials(MerkleTree tree) throws IOException {
        for (int level = 0; level < tree.levels(); level++) {
            byte[] hashes = tree.partial(level);
            var full = layout.tile(level, tree.partialNumber(level));
            deletePartials(full);
            if (hashes.length > 0) {
                var folder = Layout.partials(full);
                Files.createDirectories(folder);
                write(folder.resolve(Integer.toString(hashes.length / MerkleTree.HASH)), hashes);
            }
        }
    }

    /** Replaces the checkpoint at once and durably. */
    void writeCheckpoint(String note) throws IOException {
        var next = layout.root().resolve("checkpoint.new");
        write(next, note.getBytes(StandardCharsets.UTF_8));
        Files.move(next, layout.checkpoint(), ATOMIC_MOVE);
        syncFolder(layout.root());
    }

    private void write(Path file, byte[] content) throws IOException {
        try (var channel = FileChannel.open(file, CREATE, TRUNCATE_EXISTING, WRITE)) {
            var bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            sync.force(channel);
        }
    }

    /** A new name is durable when its folder is, and that one's name when the next one is, up to the ledger's root. */
    private void syncFolders(Path folder) throws IOException {
        for (var next = folder; next.startsWith(layout.root()); next = parent(next)) {
            syncFolder(next);
        }
    }

    private void syncFolder(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, READ)) {
            sync.force(channel);
        }
    }

    private static void deleteWithPartials(Path full) throws IOException {
        Files.deleteIfExists(full);
        deletePartials(full);
    }

    private static void deletePartials(Path full) throws IOException {
        for (var file : Layout.widths(full)) {
            Files.delete(file);
        }
        Files.deleteIfExists(Layout.partials(full));
    }

    private static Path parent(Path path) {
        var parent = path.getParent();
        if (parent == null) {
            throw new IllegalArgumentException(path + " has no parent");
        }
        return parent;
    }

    @Override
    public void close() throws IOException {
        if (growing != null) {
            growing.close();
        }
    }
}
