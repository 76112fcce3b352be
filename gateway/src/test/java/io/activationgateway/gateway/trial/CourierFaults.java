package io.activationgateway.gateway.trial;

import io.activationgateway.gateway.outbox.UnderWay;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** What happens to the gateways of a crash trial of delivery: one is killed, or stopped until others have taken over. */
final class CourierFaults {

    private static final int LONGEST_QUIET_MILLIS = 2_000;
    private static final int LONGEST_ABSENCE_MILLIS = 2_000;

    /** Another node takes over when the lease and the longest request have passed, and it has looked. */
    private static final int SHORTEST_STOP_MILLIS = CourierRegion.LEASE_MILLIS + CourierRegion.REQUEST_MILLIS + 1_500;

    private static final int LONGEST_STOP_MILLIS = SHORTEST_STOP_MILLIS + 2_000;

    private static final int TRIES = 300;
    private static final int PATIENCE = 2_400;

    private final CourierRegion region;
    private final CourierTraffic traffic;
    private final Random random;
    private final PrintStream out;
    private int kills;
    private int stops;
    private int outlasted;

    CourierFaults(CourierRegion region, CourierTraffic traffic, Random random, PrintStream out) {
        this.region = region;
        this.traffic = traffic;
        this.random = random;
        this.out = out;
        out.printf(
                Locale.ROOT,
                "%5s  %-5s  %4s  %7s  %8s  %9s  %10s%n",
                "round",
                "fault",
                "node",
                "seconds",
                "accepted",
                "under way",
                "taken over");
    }

    int kills() {
        return kills;
    }

    int stops() {
        return stops;
    }

    /** How many stops lasted until another node had taken over what the stopped one had under way. */
    int outlasted() {
        return outlasted;
    }

    /** SIGKILL to any node; returns when it takes requests again. */
    void kill(int round) {
        Traffic.pause(random.nextInt(LONGEST_QUIET_MILLIS));
        int before = traffic.accepted();
        int node = random.nextInt(CourierRegion.NODES);
        long from = System.nanoTime();
        var held = region.underWay(node);
        region.kill(node);
        Traffic.pause(random.nextInt(LONGEST_ABSENCE_MILLIS));
        region.launch(node);
        untilReady(node);
        kills++;
        say(round, "kill", new Caught(node, held), from, before);
    }

    /** SIGSTOP to a node with records under way, beyond its claim; returns when it takes requests again. */
    void stop(int round) {
        Traffic.pause(random.nextInt(LONGEST_QUIET_MILLIS));
        int before = traffic.accepted();
        hangUp();
        var caught = stopAtWork();
        long from = System.nanoTime();
        Traffic.pause(SHORTEST_STOP_MILLIS + random.nextInt(LONGEST_STOP_MILLIS - SHORTEST_STOP_MILLIS));
        if (takenOver(caught.held()) > 0) {
            outlasted++;
        }
        region.signal(caught.node(), "CONT");
        untilReady(caught.node());
        stops++;
        say(round, "stop", caught, from, before);
    }

    /** What waits for an answer when its node is stopped would go again when it is continued, were its claim not asked. */
    private void hangUp() {
        CourierVendors.DESTINATIONS.forEach(
                destination -> region.vendors().fail(destination, new JsonObject().put("hang", true)));
    }

    /** A node, and what it had under way. */
    private record Caught(int node, List<UnderWay> held) {
        int records() {
            return held.stream().mapToInt(UnderWay::records).sum();
        }
    }

    /** Only a node that stands still tells for sure what it has under way. */
    private Caught stopAtWork() {
        int first = random.nextInt(CourierRegion.NODES);
        for (int attempt = 0; ; attempt++) {
            int node = (first + attempt) % CourierRegion.NODES;
            boolean anyhow = attempt >= TRIES;
            if (anyhow || !region.underWay(node).isEmpty()) {
                region.signal(node, "STOP");
                var held = region.underWay(node);
                if (anyhow || !held.isEmpty()) {
                    return new Caught(node, held);
                }
                region.signal(node, "CONT");
            }
            Traffic.pause(30);
        }
    }

    private int takenOver(List<UnderWay> held) {
        return held.stream()
                .filter(region::isTakenOver)
                .mapToInt(UnderWay::records)
                .sum();
    }

    private void untilReady(int node) {
        for (int attempt = 1; !region.isReady(node); attempt++) {
            if (attempt == PATIENCE) {
                throw new IllegalStateException("node " + (node + 1) + " did not recover: " + region.complaints());
            }
            Traffic.pause(100);
            region.keepUp(node);
        }
    }

    private void say(int round, String name, Caught caught, long from, int before) {
        out.printf(
                Locale.ROOT,
                "%5d  %-5s  %4d  %7.1f  %8d  %9d  %10d%n",
                round,
                name,
                caught.node() + 1,
                (System.nanoTime() - from) / 1e9,
                traffic.accepted() - before,
                caught.records(),
                takenOver(caught.held()));
    }
}
