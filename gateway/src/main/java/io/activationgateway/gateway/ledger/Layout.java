package io.activationgateway.gateway.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where C2SP tlog-tiles puts its files, and how an entry bundle is cut into leaves. */
record Layout(Path root) {

    private static final int RETRIES = 100;

    Path checkpoint() {
        return root.resolve("checkpoint");
    }

    Path tile(int level, long number) {
        return root.resolve("tile").resolve(Integer.toString(level)).resolve(path(number));
    }

    Path bundle(long number) {
        return root.resolve("tile").resolve("entries").resolve(path(number));
    }

    /** The folder of the partial tiles that precede a full one. */
    static Path partials(Path full) {
        return full.resolveSibling(full.getFileName() + ".p");
    }

    /** Groups of three digits, all but the last behind an x: 1234067 is {@code x001/x234/067}. */
    static String path(long number) {
        var path = new StringBuilder(String.format(Locale.ROOT, "%03d", number % 1000));
        for (long rest = number / 1000; rest > 0; rest /= 1000) {
            path.insert(0, String.format(Locale.ROOT, "x%03d/", rest % 1000));
        }
        return path.toString();
    }

    /** The file that holds the leaves of a bundle, full or growing. */
    Optional<Path> bundleFile(long number) throws IOException {
        var full = bundle(number);
        if (Files.exists(full)) {
            return Optional.of(full);
        }
        Path widest = null;
        for (var file : widths(full)) {
            if (widest == null || width(file) > width(widest)) {
                widest = file;
            }
        }
        return Optional.ofNullable(widest);
    }

    /** The bytes of a bundle; empty where there is none. A running gateway renames the growing one now and then. */
    Optional<byte[]> bundleBytes(long number) throws IOException {
        for (int attempt = 0; attempt < RETRIES; attempt++) {
            var file = bundleFile(number);
            if (file.isEmpty()) {
                return Optional.empty();
            }
            try {
                return Optional.of(Files.readAllBytes(file.get()));
            } catch (NoSuchFileException renamedMeanwhile) {
                Thread.onSpinWait();
            }
        }
        throw new IOException(bundle(number) + ": renamed at every attempt to read it");
    }

    /** The partial tiles of a tile, in no order. */
    static List<Path> widths(Path full) throws IOException {
        var folder = partials(full);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> width(file) > 0).toList();
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        } catch (NoSuchFileException fullMeanwhile) {
            return List.of();
        }
    }

    /** The width in a partial tile's name; 0 where it is another file. */
    static int width(Path file) {
        String name = file.getFileName().toString();
        return name.matches("[1-9][0-9]{0,2}") ? Integer.parseInt(name) : 0;
    }

    /**
     * Leaves and what follows them.
     *
     * @param bytes how many bytes the leaves take, with their lengths
     * @param rest how many bytes follow that are no whole leaf
     */
    record Leaves(List<byte[]> leaves, int bytes, int rest) {}

    static Leaves cut(byte[] bundle) {
        var leaves = new ArrayList<byte[]>();
        var bytes = ByteBuffer.wrap(bundle);
        int end = 0;
        while (bytes.remaining() >= Short.BYTES) {
            int length = Short.toUnsignedInt(bytes.getShort());
            if (length == 0 || length > bytes.remaining()) {
                break;
            }
            byte[] leaf = new byte[length];
            bytes.get(leaf);
            leaves.add(leaf);
            end = bytes.position();
        }
        return new Leaves(leaves, end, bundle.length - end);
    }
}
