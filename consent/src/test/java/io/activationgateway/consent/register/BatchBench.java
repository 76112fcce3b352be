package io.activationgateway.consent.register;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * A batch of 1,000 given keys, asked of the index and of three stores that hold the same million entries, by one client.
 * The keys are in each store's own form before the clock starts; reading the answers is part of what is measured. All
 * take turns, so that what else the machine does slows all of them: the median of their rounds' medians.
 */
final class BatchBench {

    static final int ENTRIES = 1_000_000;
    static final int KEYS = 1000;

    private static final int BATCHES = 400;
    private static final int WARM_UP_ROUNDS = 3;
    private static final int ROUNDS = 7;
    private static final long ROUND_NANOS = 1_000_000_000L;

    private BatchBench() {}

    /** Holds the entries, and the keys of some batches. */
    interface Store extends AutoCloseable {

        String name();

        /** How many times its cost that of the index should be at least. */
        String goal();

        /** Answers a batch and says how many of its keys it found. */
        int ask(int batch) throws Exception;

        @Override
        void close() throws IOException, SQLException;
    }

    static void run() throws Exception {
        var random = new SplittableRandom(5);
        var batches = IntStream.range(0, BATCHES)
                .mapToObj(_ -> random.ints(0, ENTRIES).distinct().limit(KEYS).toArray())
                .toArray(int[][]::new);
        var stores = new ArrayList<Store>();
        try {
            stores.add(new Index(batches));
            RedisBatches.open(batches).ifPresent(stores::add);
            stores.add(new Postgres(batches));
            stores.add(new GridMap(batches));
            measure(stores);
        } finally {
            for (var store : stores) {
                store.close();
            }
        }
    }

    private static void measure(List<Store> stores) throws Exception {
        var rounds = new double[stores.size()][ROUNDS];
        for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
            for (int i = 0; i < stores.size(); i++) {
                rounds[i][Math.max(round, 0)] = median(stores.get(i));
            }
        }
        double own = IndexBench.median(rounds[0]);
        for (int i = 0; i < stores.size(); i++) {
            var store = stores.get(i);
            double nanos = IndexBench.median(rounds[i]);
            IndexBench.row("batch of 1,000 keys among a million: " + store.name(), nanos / 1e3, "µs", "-");
            if (i > 0) {
                IndexBench.row("- times the index", nanos / own, "", store.goal());
            }
        }
    }

    /** Of one round, in nanoseconds. */
    private static double median(Store store) throws Exception {
        var nanos = new double[1 << 17];
        int count = 0;
        long end = System.nanoTime() + ROUND_NANOS;
        for (long start = System.nanoTime(); start < end && count < nanos.length; start = System.nanoTime()) {
            int found = store.ask(count % BATCHES);
            nanos[count++] = System.nanoTime() - start;
            if (found != KEYS) {
                throw new IllegalStateException(store.name() + " found " + found + " of " + KEYS + " keys");
            }
        }
        return IndexBench.median(Arrays.copyOf(nanos, count));
    }

    /** Spread like the output of a hash. */
    static long high(int entry) {
        return new SplittableRandom(entry).nextLong();
    }

    static long low(int entry) {
        return new SplittableRandom(~entry).nextLong();
    }

    static byte[] bytes(int entry) {
        return ByteBuffer.allocate(16).putLong(high(entry)).putLong(low(entry)).array();
    }

    private static final class Index implements Store {

        private final SubjectIndex index = new SubjectIndex();
        private final long[][] batches;

        private Index(int[][] batches) {
            for (int i = 0; i < ENTRIES; i++) {
                index.put(high(i), low(i), i);
            }
            this.batches = Arrays.stream(batches)
                    .map(batch -> Arrays.stream(batch)
                            .mapToObj(entry -> new long[] {high(entry), low(entry)})
                            .flatMapToLong(Arrays::stream)
                            .toArray())
                    .toArray(long[][]::new);
        }

        @Override
        public String name() {
            return "the index";
        }

        @Override
        public String goal() {
            return "-";
        }

        @Override
        public int ask(int batch) {
            int found = 0;
            var keys = batches[batch];
            for (int i = 0; i < keys.length; i += 2) {
                found += index.find(keys[i], keys[i + 1]) >= 0 ? 1 : 0;
            }
            return found;
        }

        @Override
        public void close() {}
    }

    /** An embedded member, which needs no network; a UUID is a key of 128 bits that Hazelcast serialises by itself. */
    private static final class GridMap implements Store {

        private final HazelcastInstance member;
        private final IMap<UUID, Integer> map;
        private final List<Set<UUID>> batches;

        private GridMap(int[][] batches) {
            var config = new Config();
            config.getJetConfig().setEnabled(false);
            config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
            config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
            member = Hazelcast.newHazelcastInstance(config);
            map = member.getMap("entries");
            for (int from = 0; from < ENTRIES; from += KEYS) {
                var pack = new HashMap<UUID, Integer>();
                for (int i = from; i < from + KEYS; i++) {
                    pack.put(key(i), i);
                }
                map.setAll(pack);
            }
            this.batches = Arrays.stream(batches)
                    .<Set<UUID>>map(batch -> new HashSet<>(
                            Arrays.stream(batch).mapToObj(GridMap::key).toList()))
                    .toList();
        }

        private static UUID key(int entry) {
            return new UUID(high(entry), low(entry));
        }

        @Override
        public String name() {
            return "Hazelcast IMap.getAll, embedded member";
        }

        @Override
        public String goal() {
            return ">= 50";
        }

        @Override
        public int ask(int batch) {
            return map.getAll(batches.get(batch)).size();
        }

        @Override
        public void close() {
            member.shutdown();
        }
    }

    private static final class Postgres implements Store {

        private final EmbeddedPostgres server;
        private final Connection connection;
        private final PreparedStatement select;
        private final List<Array> batches = new ArrayList<>();

        private Postgres(int[][] batches) throws IOException, SQLException {
            server = EmbeddedPostgres.start();
            connection = server.getPostgresDatabase().getConnection();
            try (var statement = connection.createStatement()) {
                statement.execute("CREATE TABLE entry (key BYTEA PRIMARY KEY, profile INTEGER NOT NULL)");
                fill();
                statement.execute("VACUUM ANALYZE entry");
            }
            for (var batch : batches) {
                this.batches.add(connection.createArrayOf("bytea", keys(batch)));
            }
            select = connection.prepareStatement("SELECT key, profile FROM entry WHERE key = ANY (?)");
        }

        private void fill() throws SQLException {
            try (var insert =
                    connection.prepareStatement("INSERT INTO entry SELECT * FROM unnest(?::bytea[], ?::integer[])")) {
                for (int from = 0; from < ENTRIES; from += 10_000) {
                    var entries = IntStream.range(from, from + 10_000).toArray();
                    insert.setArray(1, connection.createArrayOf("bytea", keys(entries)));
                    insert.setArray(
                            2,
                            connection.createArrayOf(
                                    "integer", Arrays.stream(entries).boxed().toArray()));
                    insert.executeUpdate();
                }
            }
        }

        private static byte[][] keys(int[] entries) {
            return Arrays.stream(entries).mapToObj(BatchBench::bytes).toArray(byte[][]::new);
        }

        @Override
        public String name() {
            return "PostgreSQL = ANY, loopback";
        }

        @Override
        public String goal() {
            return ">= 5";
        }

        @Override
        public int ask(int batch) throws SQLException {
            select.setArray(1, batches.get(batch));
            int found = 0;
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    found += rows.getBytes(1).length == 16 && rows.getInt(2) >= 0 ? 1 : 0;
                }
            }
            return found;
        }

        @Override
        public void close() throws IOException, SQLException {
            connection.close();
            server.close();
        }
    }
}
