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
     * @param outlasted how many stops lasted until another node had taken over what the stopped one had under way
     * @param violations what must not happen
     */
    record Outcome(CourierVerdict verdict, int outlasted, List<String> violations) {

        /** Whether enough happened to say anything. */
        boolean valid() {
            return outlasted > 0 && verdict.outcomes().getOrDefault("forwarded", 0) > 0;
        }

        boolean passed() {
            return violations.isEmpty() && valid();
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
        var faults = new CourierFaults(region, traffic, random, out);
        int failures;
        try (var bad = new BadDays(region.vendors(), random.nextLong())) {
            for (int round = 1; round <= rounds; round++) {
                faults.kill(round);
                faults.stop(round);
            }
            failures = bad.told();
        }
        traffic.stop();
        var posted = traffic.ended();
        var heard = new LinkedHashMap<String, List<Word>>();
        CourierVendors.DESTINATIONS.forEach(
                destination -> heard.put(destination, region.vendors().heard(destination)));
        var checks = new LinkedHashMap<String, List<Claims.Check>>();
        CourierVendors.DESTINATIONS.forEach(
                destination -> checks.put(destination, region.vendors().checks(destination)));
        var verdict = CourierVerdict.of(posted, heard, CourierVendors.KEYED.keySet());
        var violations = new ArrayList<>(traffic.violations());
        violations.addAll(verdict.violations());
        checks.forEach((destination, each) -> violations.addAll(Claims.violations(destination, each)));
        try {
            region.verifyLedgers();
        } catch (IllegalStateException broken) {
            violations.add("a ledger is not what was signed: " + broken.getMessage());
        }
        return report(faults, failures, posted.size(), new Outcome(verdict, faults.outlasted(), violations));
    }

    private Outcome report(CourierFaults faults, int failures, int batches, Outcome outcome) {
        var verdict = outcome.verdict();
        outcome.violations().stream().limit(50).forEach(out::println);
        out.printf(
                Locale.ROOT,
                "%,d records of %,d batches accepted during %,d kills, %,d stops, of which %,d until another node had"
                        + " taken over what was under way, and %,d failures of vendors: %s; heard twice where no key exists"
                        + " %,d, repeated under a key %,d, said again after an older one %,d, older additions of unknown"
                        + " end after a removal %,d, %,d violations: %s%n",
                verdict.records(),
                batches,
                faults.kills(),
                faults.stops(),
                outcome.outlasted(),
                failures,
                verdict.outcomes(),
                verdict.twice(),
                verdict.prevented(),
                verdict.again(),
                verdict.unsettled(),
                outcome.violations().size(),
                outcome.passed() ? "PASSED" : outcome.violations().isEmpty() ? "INVALID" : "FAILED");
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
