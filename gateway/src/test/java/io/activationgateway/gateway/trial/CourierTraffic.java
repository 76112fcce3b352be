package io.activationgateway.gateway.trial;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import com.github.f4b6a3.ulid.UlidCreator;
import io.activationgateway.gateway.region.GatewayClient.Reply;
import io.activationgateway.gateway.region.NodeFixture;
import io.activationgateway.gateway.trial.Posted.Act;
import io.activationgateway.gateway.trial.Posted.Batch;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Senders that post batches to any node, each about people of its own and one after the other: what is not answered is
 * posted again under the same id until it is. Any thread.
 */
final class CourierTraffic {

    private static final int SENDERS = 6;
    private static final int PEOPLE = 12;
    private static final int MOST_ROWS = 8;
    private static final int LONGEST_PAUSE_MILLIS = 300;
    private static final long ANSWER_SECONDS = 15;
    private static final long PATIENCE_NANOS = 600_000_000_000L;

    private final CourierRegion region;
    private final long seed;
    private final ConcurrentLinkedQueue<Accepted> accepted = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean stopped;

    private record Accepted(Batch batch, Reply reply) {}

    CourierTraffic(CourierRegion region, long seed) {
        this.region = region;
        this.seed = seed;
    }

    /** Consents of everybody, then all of it begins. */
    void start() {
        var grants = IntStream.range(0, SENDERS * PEOPLE)
                .mapToObj(CourierTraffic::grant)
                .toArray(JsonObject[]::new);
        var reply = region.client(0).consents(grants);
        if (reply.status() != 200) {
            throw new IllegalStateException("no consents: " + reply.body() + "\n" + region.complaints());
        }
        for (int sender = 0; sender < SENDERS; sender++) {
            int number = sender;
            threads.execute(() -> send(number));
        }
    }

    /** Ends it; every batch that was posted is acknowledged, or counted as a violation, when this returns. */
    void stop() throws InterruptedException {
        stopped = true;
        threads.shutdown();
        if (!threads.awaitTermination(PATIENCE_NANOS, NANOSECONDS)) {
            throw new IllegalStateException("batches were not acknowledged within ten minutes");
        }
    }

    int accepted() {
        return accepted.size();
    }

    /** Answers that no sender should get. */
    List<String> violations() {
        return List.copyOf(violations);
    }

    private void send(int sender) {
        var random = new Random(seed + sender);
        try {
            for (int turn = 0; !stopped; turn++) {
                var batch = batch(sender, turn, random);
                acknowledge(batch, rows(batch), random);
                Traffic.pause(random.nextInt(LONGEST_PAUSE_MILLIS));
            }
        } catch (RuntimeException broken) {
            violations.add("a sender ended: " + broken);
        }
    }

    private static Batch batch(int sender, int turn, Random random) {
        var people = new ArrayList<>(
                IntStream.range(sender * PEOPLE, (sender + 1) * PEOPLE).boxed().toList());
        Collections.shuffle(people, random);
        var chosen = new ArrayList<>(people.subList(0, 1 + random.nextInt(MOST_ROWS)));
        for (int passing = random.nextInt(3); passing > 0; passing--) {
            chosen.add(Posted.PASSING);
        }
        var destination =
                List.of("webhook-gb", "webhook-de", CourierVendors.KEYLESS).get(random.nextInt(3));
        var act = destination.equals(CourierVendors.KEYLESS) ? Act.TRACK : random.nextBoolean() ? Act.ADD : Act.REMOVE;
        var id = UlidCreator.getMonotonicUlid().toString();
        return new Batch(id, destination, act, random.nextInt(10) < 7, turn, chosen);
    }

    /** Posts it to one node after the other, under the same id, until one answers for it. */
    private void acknowledge(Batch batch, List<JsonObject> rows, Random random) {
        long began = System.nanoTime();
        var last = "no answer";
        while (System.nanoTime() - began < PATIENCE_NANOS) {
            try {
                var call = region.client(random.nextInt(CourierRegion.NODES))
                        .activation(batch.destination(), batch.act().query())
                        .header("Activation-Id", batch.id())
                        .records(rows);
                var reply = (batch.queued() ? call.header("Prefer", "respond-async") : call)
                        .sendLater()
                        .orTimeout(ANSWER_SECONDS, SECONDS)
                        .join();
                if (reply.status() == 200 || reply.status() == 202) {
                    accepted.add(new Accepted(batch, reply));
                    return;
                }
                last = reply.status() + " " + reply.code();
                if (reply.status() < 500
                        && reply.status() != 429
                        && !reply.code().equals("activation-running")) {
                    break;
                }
            } catch (RuntimeException gone) {
                // Killed or stopped: another node may answer.
            }
            Traffic.pause(100);
        }
        violations.add(batch.id() + " to " + batch.destination() + " was never acknowledged: " + last);
    }

    private static List<JsonObject> rows(Batch batch) {
        return IntStream.range(0, batch.people().size())
                .mapToObj(index -> row(batch, index, batch.people().get(index)))
                .toList();
    }

    private static JsonObject row(Batch batch, int index, int person) {
        var key = batch.key(index);
        // Somebody who never consented, or somebody of the other region.
        var passing = key.toLowerCase(Locale.ROOT);
        var row = person == Posted.PASSING
                ? NodeFixture.row(key, passing + "@example.com").put("user_id", "u-" + passing)
                : NodeFixture.row(key, email(person)).put("user_id", "u-" + person);
        if (person == Posted.PASSING && index % 2 == 0) {
            row.put("country", "TR");
        }
        return batch.act() == Act.TRACK ? row.put("event", key).put("occurred_at", "2026-05-02T10:00:00Z") : row;
    }

    private static String email(int person) {
        return "c" + person + "@example.com";
    }

    private static JsonObject grant(int person) {
        var grant = NodeFixture.grant("g-" + person, email(person));
        grant.getJsonObject("identifiers").put("user_id", "u-" + person);
        return grant;
    }

    /** Waits until every record has ended, and tells what became of each. */
    List<Posted> ended() {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        var posted = new ArrayList<Posted>();
        for (var each : accepted) {
            posted.add(each.batch().queued() ? ended(each.batch(), deadline) : answered(each));
        }
        while (region.waiting() > 0) {
            patient(deadline, "the outbox is not empty: " + region.waiting() + " records wait");
        }
        return posted;
    }

    private Posted ended(Batch batch, long deadline) {
        while (true) {
            var reply = region.client(0).get("/v1/activations/" + batch.id());
            if (reply.status() == 200 && reply.counts().getInteger("waiting") == 0) {
                var lines = region.client(0).get("/v1/activations/" + batch.id() + "/results");
                if (lines.status() == 200) {
                    return new Posted(batch, counts(reply), outcomes(lines.body()));
                }
            }
            if (reply.status() == 404) {
                violations.add(batch.id() + " to " + batch.destination() + " was acknowledged, and nobody knows it");
                return new Posted(batch, Map.of(), Map.of());
            }
            patient(deadline, batch.id() + " is not complete: " + reply.body());
        }
    }

    private static Map<Integer, String> outcomes(String lines) {
        return lines.lines()
                .map(JsonObject::new)
                .collect(Collectors.toMap(line -> line.getInteger("index"), line -> line.getString("outcome")));
    }

    private static Posted answered(Accepted each) {
        var outcomes = new HashMap<Integer, String>();
        var results = each.reply().results();
        for (int row = 0; row < results.size(); row++) {
            outcomes.put(row, results.get(row).getString("outcome"));
        }
        return new Posted(each.batch(), counts(each.reply()), outcomes);
    }

    private static Map<String, Integer> counts(Reply reply) {
        var counts = new HashMap<String, Integer>();
        reply.counts().forEach(count -> counts.put(count.getKey(), (Integer) count.getValue()));
        return counts;
    }

    private static void patient(long deadline, String otherwise) {
        if (System.nanoTime() - deadline > 0) {
            throw new IllegalStateException("not within ten minutes: " + otherwise);
        }
        Traffic.pause(200);
    }
}
