package io.activationgateway.gateway.trial;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * The crash trial of delivery (promise P3): three gateway processes on one PostgreSQL send batches, at once and later, to
 * vendors that fail at random, while nodes are killed at random instants, and stopped beyond the lease and continued. In
 * the end every accepted record has exactly one outcome, the vendors had every forwarded record, and no removal was undone
 * by an older record.
 */
final class CourierTrial {

    private static final int LONGEST_QUIET_MILLIS = 3_000;
    private static final int LONGEST_ABSENCE_MILLIS = 2_000;

    /** Another node takes over when the lease and the longest request, 5 seconds, have passed. */
    private static final int LONGEST_STOP_MILLIS = CourierRegion.LEASE_MILLIS + 8_000;

    private static final int PATIENCE = 2_400;

    private final CourierRegion region;
    private final CourierTraffic traffic;
    private final Random random;
    private final PrintStream out;

    private CourierTrial(CourierRegion region, long seed, PrintStream out) {
        this.region = region;
        this.traffic = new CourierTraffic(region, seed);
        this.random = new Random(seed);
        this.out = out;
    }

    /**
     * What came of it.
     *
     * @param violations what must not happen
     */
    record Outcome(CourierVerdict verdict, List<String> violations) {
        boolean passed() {
            return violations.isEmpty() && verdict.outcomes().getOrDefault("forwarded", 0) > 0;
        }
    }

    /**
     * Runs it.
     *
     * @param policies the folder of the sample policies
     * @param rounds how often a node is killed, and how often one is stopped
     */
    static Outcome run(Path policies, int rounds, long seed, PrintStream out) throws InterruptedException {
        try (var region = new CourierRegion(policies)) {
            return new CourierTrial(region, seed, out).run(rounds);
        }
    }

    private Outcome run(int rounds) throws InterruptedException {
        traffic.start();
        out.printf(Locale.ROOT, "%5s  %-5s  %4s  %7s  %8s%n", "round", "fault", "node", "seconds", "accepted");
        int failures;
        try (var bad = new BadDays(region.vendors(), random.nextLong())) {
            for (int round = 1; round <= rounds; round++) {
                fault(round, "kill");
                fault(round, "stop");
            }
            failures = bad.told();
        }
        traffic.stop();
        var posted = traffic.ended();
        var heard = new LinkedHashMap<String, List<Word>>();
        CourierVendors.DESTINATIONS.forEach(
                destination -> heard.put(destination, region.vendors().heard(destination)));
        var verdict = CourierVerdict.of(posted, heard, CourierVendors.KEYED.keySet());
        var violations = new ArrayList<>(traffic.violations());
        violations.addAll(verdict.violations());
        try {
            region.verifyLedgers();
        } catch (IllegalStateException broken) {
            violations.add("a ledger is not what was signed: " + broken.getMessage());
        }
        return report(rounds, failures, posted.size(), new Outcome(verdict, violations));
    }

    private void fault(int round, String name) {
        int node = random.nextInt(CourierRegion.NODES);
        int before = traffic.accepted();
        Traffic.pause(random.nextInt(LONGEST_QUIET_MILLIS));
        long from = System.nanoTime();
        if (name.equals("kill")) {
            region.kill(node);
            Traffic.pause(random.nextInt(LONGEST_ABSENCE_MILLIS));
            region.launch(node);
        } else {
            region.signal(node, "STOP");
            Traffic.pause(
                    CourierRegion.LEASE_MILLIS + random.nextInt(LONGEST_STOP_MILLIS - CourierRegion.LEASE_MILLIS));
            region.signal(node, "CONT");
        }
        for (int attempt = 1; !region.isReady(node); attempt++) {
            if (attempt == PATIENCE) {
                throw new IllegalStateException("node " + (node + 1) + " did not recover");
            }
            Traffic.pause(100);
        }
        out.printf(
                Locale.ROOT,
                "%5d  %-5s  %4d  %7.1f  %8d%n",
                round,
                name,
                node + 1,
                (System.nanoTime() - from) / 1e9,
                traffic.accepted() - before);
    }

    private Outcome report(int rounds, int failures, int batches, Outcome outcome) {
        var verdict = outcome.verdict();
        outcome.violations().stream().limit(50).forEach(out::println);
        out.printf(
                Locale.ROOT,
                "%,d records of %,d batches accepted during %,d kills, %,d stops and %,d failures of"
                        + " vendors: %s; heard twice where no key exists"
                        + " %,d, repeated under a key %,d, said again after an older one %,d, older additions of unknown"
                        + " end after a removal %,d, %,d violations: %s%n",
                verdict.records(),
                batches,
                rounds,
                rounds,
                failures,
                verdict.outcomes(),
                verdict.twice(),
                verdict.prevented(),
                verdict.again(),
                verdict.unsettled(),
                outcome.violations().size(),
                outcome.passed() ? "PASSED" : "FAILED");
        return outcome;
    }

    /** Arguments: the policies' folder, rounds, the seed. */
    public static void main(String[] arguments) throws InterruptedException {
        long seed = Long.parseLong(arguments[2]);
        System.out.println("Seed " + seed);
        var outcome = run(Path.of(arguments[0]), Integer.parseInt(arguments[1]), seed, System.out);
        System.exit(outcome.passed() ? 0 : 1);
    }
}
