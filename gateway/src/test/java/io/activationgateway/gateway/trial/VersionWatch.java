package io.activationgateway.gateway.trial;

import static io.activationgateway.gateway.trial.TwoRegions.MEMBERS;
import static io.activationgateway.gateway.trial.TwoRegions.NODES;

import io.activationgateway.gateway.region.GatewayClient.Reply;
import io.activationgateway.gateway.region.NodeFixture;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Asks every node for decisions, and has it send audiences, all the time, and holds the versions that the answers name
 * against what may act: never an older one than a node has named before, nor than what a whole region acts under, nor a
 * newer one than can have reached it.
 */
final class VersionWatch implements AutoCloseable {

    private static final String QUERY = "purpose=email-newsletter";
    private static final int ROWS = 25;

    /** Between two requests: as much load as six nodes take that share a small machine with their database. */
    private static final long DECISIONS_REST_MILLIS = 10;

    private static final long AUDIENCES_REST_MILLIS = 100;

    private final TwoRegions regions;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLongArray newest = new AtomicLongArray(NODES);
    private final AtomicLongArray floors = new AtomicLongArray(NODES);
    private final AtomicLongArray ceilings = new AtomicLongArray(NODES);

    /** By node, when an answer first named each version; monotonic nanoseconds. */
    private final List<ConcurrentSkipListMap<Long, Long>> seen = IntStream.range(0, NODES)
            .mapToObj(_ -> new ConcurrentSkipListMap<Long, Long>())
            .toList();

    private final Map<Long, String> digests = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong forwarded = new AtomicLong();
    private final AtomicLong decidedAgain = new AtomicLong();
    private volatile boolean stopped;

    VersionWatch(TwoRegions regions) {
        this.regions = regions;
        for (int node = 0; node < NODES; node++) {
            ceilings.set(node, Long.MAX_VALUE);
        }
    }

    /** Gives the people of the audiences their consents, and begins. */
    void start() {
        var grants = IntStream.range(0, ROWS)
                .mapToObj(i -> NodeFixture.grant("g-" + i, "p" + i + "@example.com"))
                .toArray(JsonObject[]::new);
        var granted = regions.client(0, "crm").consents(grants);
        if (granted.status() != 200) {
            throw new IllegalStateException("consents were not taken: " + granted.body());
        }
        for (int node = 0; node < NODES; node++) {
            int asked = node;
            threads.execute(() -> repeat(asked, this::decide, DECISIONS_REST_MILLIS));
            threads.execute(() -> repeat(asked, this::activate, AUDIENCES_REST_MILLIS));
        }
    }

    /** From now on nobody of a region answers under an older version. */
    void floor(int region, long version) {
        forEach(region, node -> floors.accumulateAndGet(node, version, Math::max));
    }

    /** From now on, and until told otherwise, nobody of a region answers under a newer version. */
    void ceiling(int region, long version) {
        forEach(region, node -> ceilings.set(node, version));
    }

    private static void forEach(int region, IntConsumer each) {
        IntStream.range(region * MEMBERS, (region + 1) * MEMBERS).forEach(each);
    }

    /** When a node first answered under a version or one after it; empty where it did not yet. */
    Optional<Long> reached(int node, long version) {
        return seen.get(node).tailMap(version, true).values().stream().min(Long::compare);
    }

    /** The digest of a version that was signed; every answer that names the version must name it too. */
    void signed(long version, String digest) {
        var other = digests.put(version, digest);
        if (other != null && !other.equals(digest)) {
            violations.add("version " + version + " is " + other + " and " + digest);
        }
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    long answers() {
        return answers.get();
    }

    long records() {
        return records.get();
    }

    long forwarded() {
        return forwarded.get();
    }

    long decidedAgain() {
        return decidedAgain.get();
    }

    private void repeat(int node, IntFunction<Reply> request, long restMillis) {
        while (!stopped) {
            long floor = Math.max(newest.get(node), floors.get(node));
            try {
                var reply = request.apply(node);
                if (reply.status() == 200) {
                    judge(node, floor, reply.json());
                }
            } catch (RuntimeException gone) {
                // It was killed.
            }
            Traffic.pause(restMillis);
        }
    }

    private Reply decide(int node) {
        return regions.client(node, "crm").decide(TwoRegions.destination(node), QUERY, row(0));
    }

    private Reply activate(int node) {
        var rows = IntStream.range(0, ROWS).mapToObj(VersionWatch::row).toList();
        return regions.client(node, "crm")
                .activation(TwoRegions.destination(node), QUERY)
                .records(rows)
                .header("Prefer", "wait=8")
                .send();
    }

    private static JsonObject row(int person) {
        return NodeFixture.row("c-" + person, "p" + person + "@example.com").put("user_id", "u-" + person);
    }

    /** One version decides a record: its own where it was decided again, else that of its batch. */
    private void judge(int node, long floor, JsonObject answer) {
        answers.incrementAndGet();
        long batch = named(node, floor, answer.getJsonObject("policy"));
        for (var each : answer.getJsonArray("results")) {
            var result = (JsonObject) each;
            records.incrementAndGet();
            forwarded.addAndGet("forwarded".equals(result.getString("outcome")) ? 1 : 0);
            if (result.containsKey("policy")) {
                decidedAgain.incrementAndGet();
                named(node, batch, result.getJsonObject("policy"));
            }
        }
    }

    private long named(int node, long floor, JsonObject policy) {
        long version = policy.getLong("version");
        if (version < floor) {
            violations.add(TwoRegions.name(node) + " decided under " + version + " after " + floor);
        }
        if (version > ceilings.get(node)) {
            violations.add(TwoRegions.name(node) + " decided under " + version + ", which cannot have reached it");
        }
        var digest = policy.getString("digest");
        var known = digests.putIfAbsent(version, digest);
        if (known != null && !known.equals(digest)) {
            violations.add(TwoRegions.name(node) + " decided under another version " + version + " than was signed");
        }
        newest.accumulateAndGet(node, version, Math::max);
        seen.get(node).putIfAbsent(version, System.nanoTime());
        return version;
    }

    @Override
    public void close() {
        stopped = true;
        threads.shutdown();
        try {
            threads.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
