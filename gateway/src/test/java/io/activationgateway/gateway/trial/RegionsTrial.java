package io.activationgateway.gateway.trial;

import static io.activationgateway.gateway.trial.TwoRegions.MEMBERS;
import static io.activationgateway.gateway.trial.TwoRegions.NODES;

import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * The trial of two regions: an authority and a follower, three gateway processes each, decide and send while versions are
 * published, the line between the regions is cut, members are killed and bundles are forged. Every record is decided under
 * exactly one version, which its result names; no node goes back, none acts under what nobody signed; it is measured how
 * long a version takes until every node of both regions decides under it.
 */
final class RegionsTrial {

    private static final long PATIENCE_NANOS = 90_000_000_000L;
    private static final int LONGEST_DELAY_MILLIS = 400;

    /** Nodes look into the database each second: two looks. */
    private static final long LOOKS_MILLIS = 2_500;

    private final TwoRegions regions;
    private final PolicyPeople people;
    private final VersionVerdict verdict;
    private final Random random;
    private final PrintStream out;
    private final List<Long> latencies = new ArrayList<>();
    private int unrefused;

    /**
     * How much is done.
     *
     * @param policies the folder of the sample policies
     * @param publications how many versions are published while nothing is wrong, to measure
     * @param rounds how often each fault is made
     */
    record Setting(Path policies, int publications, int rounds, long seed) {}

    /**
     * What came of it.
     *
     * @param violations what must not happen
     * @param unrefused forged bundles that no node reported as refused
     */
    record Outcome(List<String> violations, int unrefused, long forwarded) {
        boolean passed() {
            return violations.isEmpty() && unrefused == 0 && forwarded > 0;
        }
    }

    private RegionsTrial(TwoRegions regions, VersionVerdict verdict, long seed, PrintStream out) {
        this.regions = regions;
        this.people = new PolicyPeople(regions);
        this.verdict = verdict;
        this.random = new Random(seed);
        this.out = out;
    }

    static Outcome run(Setting setting, PrintStream out) {
        var verdict = new VersionVerdict();
        try (var sink = new KindSink();
                var regions = new TwoRegions(setting.policies(), sink.port());
                var watch = new VersionWatch(regions, verdict)) {
            var trial = new RegionsTrial(regions, verdict, setting.seed(), out);
            watch.start();
            trial.enforced(1);
            for (int i = 0; i < setting.publications(); i++) {
                trial.publish();
            }
            for (int round = 0; round < setting.rounds(); round++) {
                trial.cut(round);
                trial.kill(round);
                trial.forge(round);
            }
            return trial.report();
        }
    }

    /** One version, from the request until every node decides under it. */
    private void publish() {
        var draft = people.approved();
        long began = System.nanoTime();
        long version = PolicyPeople.version(people.publish(0, draft));
        latencies.add(enforced(version) - began);
    }

    /** Waits until every node decides under a version and answers when the last one first did. */
    private long enforced(long version) {
        int[] all = IntStream.range(0, NODES).toArray();
        until("every node decides under version " + version, () -> decides(version, all));
        verdict.floor(0, version);
        verdict.floor(1, version);
        return Arrays.stream(all)
                .mapToLong(node -> verdict.reached(node, version).orElseThrow())
                .max()
                .orElseThrow();
    }

    private boolean decides(long version, int... nodes) {
        return Arrays.stream(nodes)
                .allMatch(node -> verdict.reached(node, version).isPresent());
    }

    /** What is published while the line is cut reaches the authority's region alone, and the other when it is mended. */
    private void cut(int round) {
        long before = people.newest();
        regions.cut();
        verdict.ceiling(1, before);
        long version = PolicyPeople.version(people.publish(round % MEMBERS, people.approved()));
        until("the authority's region decides under version " + version, () -> decides(version, 0, 1, 2));
        verdict.floor(0, version);
        Traffic.pause(LOOKS_MILLIS);
        verdict.ceiling(1, Long.MAX_VALUE);
        long mended = System.nanoTime();
        regions.mend();
        long millis = since(mended, version);
        line(round, "line cut", "the follower has version " + version + " " + millis + " ms after it was mended");
    }

    /** A member is killed while a version is published, the one that publishes it among others. */
    private void kill(int round) {
        int victim = random.nextInt(NODES);
        int publisher = random.nextInt(MEMBERS);
        var draft = people.approved();
        long before = people.newest();
        var answered = regions.client(publisher, "grace")
                .call("POST", "/v1/policies/drafts/" + draft + "/publish")
                .sendLater();
        Traffic.pause(random.nextInt(LONGEST_DELAY_MILLIS));
        long killed = System.nanoTime();
        regions.kill(victim);
        answered.handle((_, _) -> publisher).join();
        regions.launch(victim);
        until("every node is ready", () -> IntStream.range(0, NODES).allMatch(regions::isReady));
        boolean wasPublished = people.newest() > before;
        if (!wasPublished) {
            people.publish((publisher + 1) % MEMBERS, draft);
        }
        long version = people.newest();
        long millis = since(killed, version);
        line(
                round,
                TwoRegions.name(victim) + " killed",
                (wasPublished ? "" : "published at the second attempt; ") + "all have version " + version + " " + millis
                        + " ms after");
    }

    /** Bundles that nobody signed, or that are old, lie in the databases under the next numbers: nobody takes them. */
    private void forge(int round) {
        long before = people.newest();
        verdict.ceiling(0, before);
        verdict.ceiling(1, before);
        try {
            for (var region : TwoRegions.NAMES) {
                forge(region.substring(0, 2), before);
            }
            Traffic.pause(LOOKS_MILLIS);
            long reported =
                    IntStream.range(0, NODES).filter(this::reportsRefusal).count();
            unrefused += NODES - (int) reported;
            for (var region : TwoRegions.NAMES) {
                try (var connection = regions.database(region.substring(0, 2));
                        var delete = connection.prepareStatement("DELETE FROM policy_bundle WHERE version > ?")) {
                    delete.setLong(1, before);
                    delete.executeUpdate();
                }
            }
            line(
                    round,
                    "bundles forged",
                    "version " + before + " acts on; " + reported + " nodes say what they refused");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        verdict.ceiling(0, Long.MAX_VALUE);
        verdict.ceiling(1, Long.MAX_VALUE);
    }

    private void forge(String database, long version) throws SQLException {
        try (var connection = regions.database(database);
                var query = connection.prepareStatement("SELECT envelope FROM policy_bundle WHERE version = ?");
                var insert = connection.prepareStatement(
                        "INSERT INTO policy_bundle (version, digest, envelope) VALUES (?, 'forged', ?)")) {
            query.setLong(1, version);
            try (var rows = query.executeQuery()) {
                rows.next();
                byte[] tampered = rows.getBytes(1);
                // One letter of the signed documents.
                tampered[tampered.length / 2] ^= 1;
                insert.setLong(1, version + 1_000);
                insert.setBytes(2, tampered);
                insert.executeUpdate();
            }
            query.setLong(1, 1);
            try (var rows = query.executeQuery()) {
                rows.next();
                insert.setLong(1, version + 1_001);
                insert.setBytes(2, rows.getBytes(1));
                insert.executeUpdate();
            }
        }
    }

    private boolean reportsRefusal(int node) {
        return regions.client(node, "crm").get("/health/ready").body().contains("policy_refused");
    }

    /** Waits until every node decides under a version; milliseconds from an instant until the last one did. */
    private long since(long from, long version) {
        return (enforced(version) - from) / 1_000_000;
    }

    private void until(String what, BooleanSupplier condition) {
        long began = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - began > PATIENCE_NANOS) {
                throw new IllegalStateException(
                        "did not come about: " + what + "\n" + verdict.violations() + "\n" + regions.complaints());
            }
            Traffic.pause(2);
        }
    }

    private void line(int round, String fault, String found) {
        out.printf(Locale.ROOT, "round %2d  %-22s  %s%n", round + 1, fault, found);
        out.flush();
    }

    private Outcome report() {
        var signed = people.versions();
        signed.forEach(version -> verdict.signed(version.getLong("version"), version.getString("digest")));
        var violations = new ArrayList<>(verdict.violations());
        verdict.unsigned(signed.stream()
                        .map(version -> version.getLong("version"))
                        .toList())
                .forEach(version ->
                        violations.add("somebody decided under version " + version + ", which nobody signed"));
        var outcome = new Outcome(violations, unrefused, verdict.forwarded());
        outcome.violations().stream().limit(50).forEach(out::println);
        out.printf(
                Locale.ROOT,
                """
                answers                                         %,9d  (%,d records, %,d forwarded, %,d decided again before they left)
                versions                                        %,9d
                decided under an older or unsigned version      %,9d
                forged bundles that a node did not report       %,9d
                publish to enforced by all nodes of both        %s
                %s%n""",
                verdict.answers(),
                verdict.records(),
                verdict.forwarded(),
                verdict.decidedAgain(),
                people.newest(),
                outcome.violations().size(),
                unrefused,
                percentiles(),
                outcome.passed() ? "PASSED" : "FAILED");
        return outcome;
    }

    private String percentiles() {
        if (latencies.isEmpty()) {
            return "not measured";
        }
        var sorted = latencies.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "p50 %,d ms, p99 %,d ms, max %,d ms of %d versions",
                at(sorted, 0.5),
                at(sorted, 0.99),
                at(sorted, 1),
                sorted.size());
    }

    private static long at(List<Long> sorted, double part) {
        return sorted.get((int) Math.ceil(part * sorted.size()) - 1) / 1_000_000;
    }

    /** Arguments: the policies' folder, versions to measure, rounds of faults, the seed. */
    public static void main(String[] arguments) {
        var setting = new Setting(
                Path.of(arguments[0]),
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                Long.parseLong(arguments[3]));
        System.out.println("Seed " + setting.seed());
        System.exit(run(setting, System.out).passed() ? 0 : 1);
    }
}
