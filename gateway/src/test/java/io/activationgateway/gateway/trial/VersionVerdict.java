package io.activationgateway.gateway.trial;

import static io.activationgateway.gateway.trial.TwoRegions.MEMBERS;
import static io.activationgateway.gateway.trial.TwoRegions.NODES;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/**
 * Holds the versions that answers name against what may act: never an older one than a node has named before, nor than
 * what a whole region acts under, nor a newer one than can have reached it, nor one that nobody signed. Any thread.
 */
final class VersionVerdict {

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

    VersionVerdict() {
        for (int node = 0; node < NODES; node++) {
            ceilings.set(node, Long.MAX_VALUE);
        }
    }

    /** From now on nobody of a region answers under an older version. */
    void floor(int region, long version) {
        members(region).forEach(node -> floors.accumulateAndGet(node, version, Math::max));
    }

    /** From now on, and until told otherwise, nobody of a region answers under a newer version. */
    void ceiling(int region, long version) {
        members(region).forEach(node -> ceilings.set(node, version));
    }

    private static IntStream members(int region) {
        return IntStream.range(region * MEMBERS, (region + 1) * MEMBERS);
    }

    /** The oldest version that a node may answer a request under that begins now. */
    long oldest(int node) {
        return Math.max(newest.get(node), floors.get(node));
    }

    /** A version that was signed; every answer that names it must name this digest. */
    void signed(long version, String digest) {
        var other = digests.put(version, digest);
        if (other != null && !other.equals(digest)) {
            violations.add("somebody decided under another version " + version + " than was signed");
        }
    }

    /**
     * Judges an answer. One version decides a record: its own where it was decided again, else that of its batch.
     *
     * @param oldest that of the node when the request began
     */
    void judge(int node, long oldest, JsonObject answer) {
        answers.incrementAndGet();
        long batch = named(node, oldest, answer.getJsonObject("policy"));
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

    private long named(int node, long oldest, JsonObject policy) {
        long version = policy.getLong("version");
        var name = TwoRegions.name(node);
        if (version < oldest) {
            violations.add(name + " decided under " + version + " after " + oldest);
        }
        if (version > ceilings.get(node)) {
            violations.add(name + " decided under " + version + ", which cannot have reached it");
        }
        var digest = policy.getString("digest");
        var known = digests.putIfAbsent(version, digest);
        if (known != null && !known.equals(digest)) {
            violations.add(name + " decided under another version " + version + " than others");
        }
        newest.accumulateAndGet(node, version, Math::max);
        seen.get(node).putIfAbsent(version, System.nanoTime());
        return version;
    }

    /** When a node first answered under a version or one after it; empty where it did not yet. */
    Optional<Long> reached(int node, long version) {
        return seen.get(node).tailMap(version, true).values().stream().min(Long::compare);
    }

    /** The versions that answers named and that are not among those signed. */
    List<Long> unsigned(List<Long> signed) {
        return digests.keySet().stream()
                .filter(version -> !signed.contains(version))
                .sorted()
                .toList();
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
}
