package io.activationgateway.consent.register;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.profile.ConsentProfileCodec;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A {@link Snapshot} in a file. Big-endian, in this order:
 *
 * <pre>
 * magic     8 bytes  "AGINDEX" and a line feed
 * version   i32      3
 * generation i32     of the keys of all entries
 * key       32 bytes HMAC-SHA-256 of the magic under that generation's pseudonym key, which tells one key from another
 * keys      i64      about how many entries follow
 * entries            blocks of i32 n and n times key (i64, i64) and profile (i32); one with n = 0 is the last
 * profiles           i32 n, and n times i32 length and canonical bytes (see ConsentProfileCodec)
 * begin              epoch i64, sequence i64, u8 length and bytes of the digest, due to i64
 * end                sequence i64, u8 length and bytes of the digest, switched to i64
 * digest    32 bytes SHA-256 of all before
 * </pre>
 */
final class SnapshotFile {

    private static final byte[] MAGIC = "AGINDEX\n".getBytes(US_ASCII);
    private static final int VERSION = 3;
    private static final int HASH = 32;
    private static final int BUFFER = 1 << 16;
    private static final int BLOCK = 4096;
    private static final int ENTRY = 2 * Long.BYTES + Integer.BYTES;

    private final Path file;
    private final KeyRing keys;

    SnapshotFile(Path file, KeyRing keys) {
        this.file = file.toAbsolutePath();
        this.keys = keys;
    }

    private byte[] keyCheck(int generation) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(keys.key(generation).bytes(), "HmacSHA256"));
            return mac.doFinal(MAGIC);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /** Why a file is of no use, in words for the log. */
    static final class Unusable extends Exception {
        private final String reason;

        private Unusable(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    /** The end of a copy, asked for when all entries are copied. */
    @FunctionalInterface
    interface Ending {
        Snapshot.End end() throws IOException;
    }

    boolean exists() {
        return Files.exists(file);
    }

    /**
     * Replaces the file as a whole: whenever the process or the machine ends, there is the file of before or this one.
     *
     * @throws InterruptedIOException where the thread was interrupted; the file of before stands
     */
    void write(SubjectIndex index, ProfileTable profiles, Snapshot.Begin begin, Ending ending) throws IOException {
        Files.createDirectories(file.getParent());
        var next = file.resolveSibling(file.getFileName() + ".next");
        Files.deleteIfExists(next);
        var sha256 = sha256();
        try (var channel =
                FileChannel.open(next, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly())) {
            var out = new DataOutputStream(new BufferedOutputStream(
                    new DigestOutputStream(Channels.newOutputStream(channel), sha256), BUFFER));
            out.write(MAGIC);
            out.writeInt(VERSION);
            out.writeInt(index.generation());
            out.write(keyCheck(index.generation()));
            writeEntries(index, out);
            // After the entries: their numbers were given before.
            writeProfiles(profiles, out);
            out.writeLong(begin.epoch());
            out.writeLong(begin.sequence());
            writeDigest(begin.digest(), out);
            out.writeLong(begin.dueTo());
            var end = ending.end();
            out.writeLong(end.sequence());
            writeDigest(end.digest(), out);
            out.writeLong(end.switchedTo());
            out.flush();
            out.write(sha256.digest());
            out.flush();
            channel.force(true);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (var folder = FileChannel.open(file.getParent())) {
            folder.force(true);
        }
    }

    /** Reads the file, whose folder and content may be anybody's work: nothing is believed before its digest agrees. */
    Snapshot read() throws IOException, Unusable {
        checkWhole();
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
            in.skipNBytes(MAGIC.length + Integer.BYTES);
            int generation = in.readInt();
            if (generation < 0 || !keys.reaches(generation)) {
                throw new Unusable("it was written under pseudonym key " + generation + ", which this node has not");
            }
            if (!Arrays.equals(in.readNBytes(HASH), keyCheck(generation))) {
                throw new Unusable("it was written under another pseudonym key");
            }
            var index = readEntries(in, generation, Files.size(file) / ENTRY);
            var profiles = readProfiles(in);
            var begin = new Snapshot.Begin(in.readLong(), in.readLong(), readDigest(in), in.readLong());
            var end = new Snapshot.End(in.readLong(), readDigest(in), in.readLong());
            return new Snapshot(index, profiles, begin, end);
        } catch (IllegalArgumentException e) {
            throw new Unusable("it holds a profile of another version of this program");
        }
    }

    private void checkWhole() throws IOException, Unusable {
        var sha256 = sha256();
        try (var in = Files.newInputStream(file)) {
            var start = in.readNBytes(MAGIC.length + Integer.BYTES);
            if (start.length < MAGIC.length + Integer.BYTES
                    || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
                throw new Unusable("it is not a snapshot, or damaged");
            }
            int version = ByteBuffer.wrap(start).getInt(MAGIC.length);
            if (version != VERSION) {
                throw new Unusable("it has version " + version + ", and this program knows " + VERSION);
            }
            sha256.update(start);
            var buffer = new byte[BUFFER];
            for (long left = Files.size(file) - start.length - HASH; left > 0; ) {
                int read = in.read(buffer, 0, (int) Math.min(left, BUFFER));
                if (read < 0) {
                    throw new Unusable("it was cut off while it was read");
                }
                sha256.update(buffer, 0, read);
                left -= read;
            }
            if (!Arrays.equals(sha256.digest(), in.readNBytes(HASH))) {
                throw new Unusable("it is damaged: its digest does not agree with its content");
            }
        }
    }

    private static void writeEntries(SubjectIndex index, DataOutputStream out) throws IOException {
        out.writeLong(index.size());
        var block = new Block(out);
        index.forEach(block);
        block.flush();
        out.writeInt(0);
    }

    private static final class Block implements SubjectIndex.Entries {

        private final DataOutputStream out;
        private final byte[] bytes = new byte[BLOCK * ENTRY];
        private final ByteBuffer entries = ByteBuffer.wrap(bytes);

        private Block(DataOutputStream out) {
            this.out = out;
        }

        @Override
        public void entry(long high, long low, int profile) {
            entries.putLong(high).putLong(low).putInt(profile);
            if (!entries.hasRemaining()) {
                try {
                    flush();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        private void flush() throws IOException {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("consent register: the snapshot was given up");
            }
            if (entries.position() > 0) {
                out.writeInt(entries.position() / ENTRY);
                out.write(bytes, 0, entries.position());
                entries.clear();
            }
        }
    }

    private static SubjectIndex readEntries(DataInputStream in, int generation, long most) throws IOException {
        var index = new SubjectIndex(generation, Math.clamp(in.readLong(), 0, most));
        var block = new byte[BLOCK * ENTRY];
        for (int count = in.readInt(); count > 0; count = in.readInt()) {
            in.readFully(block, 0, count * ENTRY);
            var entries = ByteBuffer.wrap(block);
            for (int i = 0; i < count; i++) {
                index.put(entries.getLong(), entries.getLong(), entries.getInt());
            }
        }
        return index;
    }

    private static void writeProfiles(ProfileTable profiles, DataOutputStream out) throws IOException {
        int count = profiles.count();
        out.writeInt(count);
        for (int i = 0; i < count; i++) {
            var bytes = ConsentProfileCodec.encode(profiles.profile(i));
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    private static List<ConsentProfile> readProfiles(DataInputStream in) throws IOException {
        int count = in.readInt();
        var profiles = new ArrayList<ConsentProfile>(count);
        for (int i = 0; i < count; i++) {
            profiles.add(ConsentProfileCodec.decode(in.readNBytes(in.readInt())));
        }
        return profiles;
    }

    private static void writeDigest(Digest digest, DataOutputStream out) throws IOException {
        var bytes = digest.bytes();
        out.writeByte(bytes.length);
        out.write(bytes);
    }

    private static Digest readDigest(DataInputStream in) throws IOException {
        return Digest.stored(in.readNBytes(in.readUnsignedByte()));
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
