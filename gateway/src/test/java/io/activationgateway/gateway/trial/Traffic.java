package io.activationgateway.gateway.trial;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.activationgateway.gateway.region.GatewayClient;
import io.activationgateway.gateway.region.NodeFixture;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Posts audiences to all nodes and withdraws the people in them at random, each once. Any thread. */
final class Traffic {

    private static final String NEWSLETTER = "purpose=email-newsletter";
    private static final List<String> OPERATIONS = List.of(
            "&operation=upsert",
            "&operation=upsert",
            "&operation=add&audience=spring",
            "&operation=track",
            "&operation=remove&audience=spring");
    private static final int SENDERS = 16;
    private static final int WITHDRAWERS = 80;
    private static final int ROWS = 25;
    private static final int HOT = 2_500;
    private static final int GRANTS = 250;

    private final TrialRegion region;
    private final List<Subject> all = new CopyOnWriteArrayList<>();
    private final AtomicReferenceArray<Subject> hot = new AtomicReferenceArray<>(HOT);

    /** The places in {@link #hot} that each sender has under way. */
    private final AtomicReferenceArray<List<Integer>> underWay =
            new AtomicReferenceArray<>(TrialRegion.NODES * SENDERS);

    private final AtomicInteger granted = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger byLeases = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();
    private final AtomicInteger screenedAgain = new AtomicInteger();
    private final AtomicInteger forwarded = new AtomicInteger();
    private final AtomicLong sequence = new AtomicLong();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean stopped;

    Traffic(TrialRegion region) {
        this.region = region;
    }

    /** Consents of everybody who is in the first audiences, then all of it begins. */
    void start() {
        var first = grant(HOT);
        for (int i = 0; i < HOT; i++) {
            hot.set(i, first.get(i));
        }
        for (int node = 0; node < TrialRegion.NODES; node++) {
            for (int i = 0; i < SENDERS; i++) {
                var client = region.client(node);
                int sender = node * SENDERS + i;
                threads.execute(() -> send(client, sender));
            }
        }
        for (int i = 0; i < WITHDRAWERS; i++) {
            threads.execute(this::withdraw);
        }
        threads.execute(this::replace);
    }

    /** Ends it; every withdrawal that was asked for is acknowledged when this returns. */
    void stop() throws InterruptedException {
        stopped = true;
        threads.shutdown();
        if (!threads.awaitTermination(2, TimeUnit.MINUTES)) {
            throw new IllegalStateException("withdrawals were not acknowledged within two minutes");
        }
    }

    int asked() {
        return asked.get();
    }

    int acknowledged() {
        return acknowledged.get();
    }

    /** How many were acknowledged because every lease had ended. */
    int byLeases() {
        return byLeases.get();
    }

    /** How many had to be asked more than once. */
    int repeated() {
        return repeated.get();
    }

    /** Records that were approved, screened again before they left, and withheld. */
    int screenedAgain() {
        return screenedAgain.get();
    }

    int forwarded() {
        return forwarded.get();
    }

    List<Subject> subjects() {
        return List.copyOf(all);
    }

    /** The people whose acknowledged state another node than the one that acknowledged it does not hold. */
    List<Subject> lost() {
        var lost = new ArrayList<Subject>();
        for (int from = 0; from < all.size(); from += GRANTS) {
            var batch = all.subList(from, Math.min(all.size(), from + GRANTS));
            for (int node = 0; node < TrialRegion.NODES; node++) {
                int reader = node;
                var read = batch.stream()
                        .filter(subject ->
                                (subject.isAcknowledged() ? subject.by() + 1 : subject.number()) % TrialRegion.NODES
                                        == reader)
                        .toList();
                if (!read.isEmpty()) {
                    lost.addAll(lost(region.client(reader), read));
                }
            }
        }
        return lost;
    }

    private List<Subject> lost(GatewayClient client, List<Subject> subjects) {
        var rows = subjects.stream().map(Traffic::row).toArray(JsonObject[]::new);
        var reply = client.decide(TrialRegion.DESTINATION, NEWSLETTER + "&min_consent_seq=" + sequence.get(), rows);
        if (reply.status() != 200) {
            throw new IllegalStateException("decisions answered " + reply.status() + ": " + reply.body());
        }
        var lost = new ArrayList<Subject>();
        for (int i = 0; i < subjects.size(); i++) {
            var decision = reply.results().get(i);
            var expected = subjects.get(i).isAcknowledged() ? "consent.withdrawn" : "forward";
            var found = decision.getString("verdict").equals("forward") ? "forward" : decision.getString("reason");
            if (!expected.equals(found)) {
                lost.add(subjects.get(i));
            }
        }
        return lost;
    }

    private void send(GatewayClient client, int sender) {
        var random = ThreadLocalRandom.current();
        while (!stopped) {
            var places = random.ints(0, HOT).distinct().limit(ROWS).boxed().toList();
            var rows = places.stream().map(place -> row(hot.get(place))).toList();
            underWay.set(sender, places);
            var operation = OPERATIONS.get(random.nextInt(OPERATIONS.size()));
            try {
                var reply = client.activation(TrialRegion.DESTINATION, NEWSLETTER + operation)
                        .records(rows)
                        .header("Prefer", "wait=8")
                        .send();
                if (reply.status() == 200) {
                    count(reply.results());
                } else {
                    pause(100);
                }
            } catch (RuntimeException gone) {
                pause(200);
            }
        }
    }

    private void count(List<JsonObject> results) {
        for (var result : results) {
            switch (result.getString("outcome")) {
                case "withheld" -> {
                    if (result.containsKey("consent_seq")) {
                        screenedAgain.incrementAndGet();
                    }
                }
                case "forwarded" -> forwarded.incrementAndGet();
                default -> {
                    // Failed or uncertain, as this vendor makes many.
                }
            }
        }
    }

    private void withdraw() {
        var random = ThreadLocalRandom.current();
        while (!stopped) {
            pause(random.nextInt(300));
            // Mostly somebody who is in an audience that has not left yet.
            var places = underWay.get(random.nextInt(underWay.length()));
            boolean anybody = places == null || random.nextInt(4) == 0;
            var subject = hot.get(anybody ? random.nextInt(HOT) : places.get(random.nextInt(places.size())));
            synchronized (subject) {
                if (subject.isAsked()) {
                    continue;
                }
                subject.withdrawalAsked();
            }
            asked.incrementAndGet();
            withdraw(subject);
        }
    }

    /** Asks one node after the other until one acknowledges. */
    private void withdraw(Subject subject) {
        var event = NodeFixture.withdrawal("w-" + subject.number(), subject.email());
        int node = ThreadLocalRandom.current().nextInt(TrialRegion.NODES);
        for (int attempt = 1; ; attempt++, node = (node + 1) % TrialRegion.NODES) {
            try {
                var reply = region.client(node).consents(event);
                if (reply.status() == 200) {
                    long at = System.nanoTime();
                    note(reply);
                    subject.withdrawalAcknowledged(node, at);
                    acknowledged.incrementAndGet();
                    repeated.addAndGet(attempt > 1 ? 1 : 0);
                    return;
                }
            } catch (RuntimeException gone) {
                // Killed, stopped or cut off: another node is asked to hold it.
            }
            pause(50);
        }
    }

    private void note(GatewayClient.Reply reply) {
        var json = reply.json();
        if (!"applied".equals(reply.result(0).getString("result"))) {
            throw new IllegalStateException("a withdrawal was not applied: " + reply.body());
        }
        sequence.accumulateAndGet(json.getLong("consent_seq"), Math::max);
        if (reply.body().contains("leases")) {
            byLeases.incrementAndGet();
        }
    }

    /** Puts people who still consent where withdrawn ones were, some time after. */
    private void replace() {
        while (!stopped) {
            var places = new ArrayList<Integer>();
            for (int i = 0; i < HOT && places.size() < GRANTS; i++) {
                if (hot.get(i).isAcknowledged()
                        && System.nanoTime() - hot.get(i).acknowledgedAt() > TimeUnit.SECONDS.toNanos(3)) {
                    places.add(i);
                }
            }
            if (places.isEmpty()) {
                pause(200);
                continue;
            }
            var fresh = grant(places.size());
            for (int i = 0; i < fresh.size(); i++) {
                hot.set(places.get(i), fresh.get(i));
            }
        }
    }

    /** New people, whose consent is acknowledged. */
    private List<Subject> grant(int count) {
        var fresh = new ArrayList<Subject>();
        while (fresh.size() < count) {
            var batch = new ArrayList<Subject>();
            while (batch.size() < GRANTS && fresh.size() + batch.size() < count) {
                batch.add(new Subject(granted.incrementAndGet()));
            }
            var events = batch.stream()
                    .map(subject -> NodeFixture.grant("g-" + subject.number(), subject.email()))
                    .toArray(JsonObject[]::new);
            for (int node = 0; ; node = (node + 1) % TrialRegion.NODES) {
                try {
                    var reply = region.client(node).consents(events);
                    if (reply.status() == 200) {
                        sequence.accumulateAndGet(reply.json().getLong("consent_seq"), Math::max);
                        break;
                    }
                } catch (RuntimeException gone) {
                    // Another node is asked.
                }
                if (stopped) {
                    return fresh;
                }
                pause(100);
            }
            all.addAll(batch);
            fresh.addAll(batch);
        }
        return fresh;
    }

    private static JsonObject row(Subject subject) {
        return NodeFixture.row("p" + subject.number(), subject.email())
                .put("event", "seen")
                .put("occurred_at", "2026-05-02T10:00:00Z");
    }

    static void pause(long millis) {
        CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(Math.max(1, millis), MILLISECONDS))
                .join();
    }
}
