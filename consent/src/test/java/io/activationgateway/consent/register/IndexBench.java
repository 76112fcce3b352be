package io.activationgateway.consent.register;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.SubjectKeys;
import io.activationgateway.consent.profile.ConsentProfileCodec;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Measures the index: growth, a start from a snapshot, memory, look-ups, and batches of keys against the stores one would
 * otherwise ask. Prints Markdown. Run by {@code deploy/bench/register}.
 *
 * <p>Person i has the identifiers 2i, an e-mail address, and 2i + 1, a user id.
 */
final class IndexBench {

    private static final int PROFILES = 100_000;
    private static final int FEW = 100_000;
    private static final int PEOPLE = 400_000;
    private static final int WARM_UP_ROUNDS = 2;
    private static final int ROUNDS = 9;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final SubjectKeys KEYS = new SubjectKeys(KeyRing.of(Fixture.KEY));

    private IndexBench() {}

    public static void main(String[] args) throws Exception {
        int identifiers = Integer.parseInt(args[0]);
        var folder = Files.createTempDirectory(Path.of(args[1]), "register-bench");
        System.out.println("| what | result | goal |\n|---|---:|---:|");
        prepare(folder, identifiers);
        long before = heap();
        long start = System.nanoTime();
        long startBusy = busy();
        try (var store = RegisterStore.h2(folder.resolve("register"), InstantSource.system());
                var register = ConsentRegister.open(
                        store,
                        KeyRing.of(Fixture.KEY),
                        InstantSource.system(),
                        System::nanoTime,
                        RegisterPorts.of(SendFence.NOTHING_IS_SENT),
                        RegisterSettings.DEFAULT.withSnapshots(SnapshotSettings.in(folder.resolve("snapshot"))))) {
            register.loaded().toCompletableFuture().join();
            row("start from a snapshot", (System.nanoTime() - start) / 1e9, "s", "<= 15 s");
            row("- processor time of the whole process", (busy() - startBusy) / 1e9, "s", "-");
            if (register.subjects() != identifiers || register.profileCount() != PROFILES) {
                throw new IllegalStateException("the snapshot was not used");
            }
            row(
                    "heap an identifier, all that the register holds",
                    perKey(heap() - before, identifiers),
                    "B",
                    "<= 40 B");
            row("- the arrays of the index alone", perKey(register.indexBytes(), identifiers), "B", "-");
            lookUps((high, low) -> register.find(0, high, low), identifiers);
        }
        BatchBench.run();
    }

    /** A look-up in the index. */
    @FunctionalInterface
    private interface Find {
        int find(long high, long low);
    }

    private static byte[] identifier(int number) {
        return (number % 2 == 0 ? "person" + number / 2 + "@example.com" : "user-" + number / 2).getBytes(US_ASCII);
    }

    private static void hash(int number, byte[] identifier) {
        KEYS.hash(number % 2 == 0 ? IdentifierType.EMAIL : IdentifierType.USER_ID, identifier, 0, identifier.length);
    }

    private static SubjectIndex grown(int identifiers) {
        var index = new SubjectIndex();
        for (int i = 0; i < identifiers; i++) {
            hash(i, identifier(i));
            index.put(KEYS.high(), KEYS.low(), i % PROFILES);
        }
        return index;
    }

    /**
     * Takes the time of each step from one identifier to the next, with and without putting it: what the machine and the
     * collector do in between is in both.
     */
    private static SubjectIndex watched(int identifiers) {
        var index = new SubjectIndex();
        var ignored = new SubjectIndex();
        long[] without = longestSteps(identifiers, ignored, false);
        long[] with = longestSteps(identifiers, index, true);
        row("longest single put while growing, processor time", with[0] / 1e6, "ms", "<= 10 ms");
        row("- the same loop without the put", without[0] / 1e6, "ms", "-");
        row("longest single put while growing, by the clock", with[1] / 1e6, "ms", "<= 10 ms");
        row("- the same loop without the put", without[1] / 1e6, "ms", "-");
        return index;
    }

    private static long[] longestSteps(int identifiers, SubjectIndex index, boolean isPut) {
        long longestBusy = 0;
        long longest = 0;
        long beforeBusy = THREADS.getCurrentThreadCpuTime();
        long before = System.nanoTime();
        for (int i = 0; i < identifiers; i++) {
            hash(i, identifier(i));
            if (isPut) {
                index.put(KEYS.high(), KEYS.low(), i % PROFILES);
            }
            long busy = THREADS.getCurrentThreadCpuTime();
            long now = System.nanoTime();
            longestBusy = Math.max(longestBusy, busy - beforeBusy);
            longest = Math.max(longest, now - before);
            beforeBusy = busy;
            before = now;
        }
        return new long[] {longestBusy, longest};
    }

    private static void prepare(Path folder, int identifiers) throws IOException, SQLException {
        grown(2 * FEW);
        var index = watched(identifiers);
        var profiles = new ProfileTable();
        try (var store = RegisterStore.h2(folder.resolve("register"), InstantSource.system());
                var connection = store.dataSource().getConnection();
                var insert = connection.prepareStatement(
                        "INSERT INTO profile (number, digest, canonical) VALUES (?, ?, ?)")) {
            connection.setAutoCommit(false);
            for (int i = 0; i < PROFILES; i++) {
                var canonical = ConsentProfileCodec.encode(SampleProfiles.profile(i));
                profiles.intern(SampleProfiles.profile(i));
                insert.setInt(1, i);
                insert.setBytes(2, Digest.of(canonical).bytes());
                insert.setBytes(3, canonical);
                insert.addBatch();
                if (i % 1000 == 999) {
                    insert.executeBatch();
                }
            }
            connection.commit();
        }
        long start = System.nanoTime();
        new SnapshotFile(folder.resolve("snapshot"), KeyRing.of(Fixture.KEY))
                .write(
                        index,
                        profiles,
                        new Snapshot.Begin(0, 0, Digest.EMPTY, 0),
                        () -> new Snapshot.End(0, Digest.EMPTY, 0));
        row("writing the snapshot", (System.nanoTime() - start) / 1e9, "s", "-");
    }

    private static void lookUps(Find large, int identifiers) {
        var small = grown(FEW);
        var few = new People(FEW);
        var many = new People(identifiers);
        var rounds = new double[2][ROUNDS];
        for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
            rounds[0][Math.max(round, 0)] = few.nanos(small::find);
            rounds[1][Math.max(round, 0)] = many.nanos(large);
        }
        double one = median(rounds[0]);
        double all = median(rounds[1]);
        row("look-up of e-mail and user id among 100 thousand, keys computed", one, "ns", "-");
        row("look-up of e-mail and user id among all, keys computed", all, "ns", "<= 1,000 ns");
        row("- of one identifier", all / 2, "ns", "-");
        row("- times the cost among 100 thousand", all / one, "", "<= 1.5");
        row("- allocated", many.allocated / (double) PEOPLE, "B", "0 B");
    }

    /** People drawn at random, with their identifiers as they would stand in a body. */
    private static final class People {

        private final byte[][] identifiers = new byte[2 * PEOPLE][];

        /** Bytes, in the last round. */
        private long allocated;

        private People(int among) {
            var random = new SplittableRandom(3);
            for (int i = 0; i < identifiers.length; i += 2) {
                int person = random.nextInt(among / 2);
                identifiers[i] = identifier(2 * person);
                identifiers[i + 1] = identifier(2 * person + 1);
            }
        }

        /** A person: as a row is screened, the keys of both identifiers first and then what the index says of them. */
        private double nanos(Find index) {
            long startAllocated = THREADS.getCurrentThreadAllocatedBytes();
            long start = System.nanoTime();
            int unknown = 0;
            for (int i = 0; i < identifiers.length; i += 2) {
                hash(i, identifiers[i]);
                long high = KEYS.high();
                long low = KEYS.low();
                hash(i + 1, identifiers[i + 1]);
                unknown += index.find(high, low) < 0 ? 1 : 0;
                unknown += index.find(KEYS.high(), KEYS.low()) < 0 ? 1 : 0;
            }
            long nanos = System.nanoTime() - start;
            allocated = THREADS.getCurrentThreadAllocatedBytes() - startAllocated;
            if (unknown > 0) {
                throw new IllegalStateException(unknown + " of the identifiers were not found");
            }
            return nanos / (double) PEOPLE;
        }
    }

    private static double perKey(long bytes, int identifiers) {
        return bytes / (double) identifiers;
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static long busy() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    static void row(String what, double value, String unit, String goal) {
        System.out.printf(Locale.ROOT, "| %s | %,.2f %s | %s |%n", what, value, unit, goal);
    }
}
