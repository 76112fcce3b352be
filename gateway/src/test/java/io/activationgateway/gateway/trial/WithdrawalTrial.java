package io.activationgateway.gateway.trial;

import io.activationgateway.gateway.ledger.LedgerChecks;
import io.activationgateway.gateway.trial.WithdrawalVerdict.Stopped;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The withdrawal trial (promise P1): three gateway processes on one PostgreSQL post audiences to a vendor on a bad day
 * while the people in them withdraw at random, and one fault follows the other. Nothing that an acknowledged withdrawal
 * forbids may be checked after its acknowledgement; what arrives after one has a permitted cause; no acknowledged event
 * is lost.
 */
final class WithdrawalTrial {

    private static final int PATIENCE = 1_200;

    /** A fault lasts until this many withdrawals were asked for. */
    private static final int ASKED = 20;

    private final Setting setting;
    private final PrintStream out;
    private final List<Stopped> stops = new ArrayList<>();
    private final Map<Fault, Integer> askedDuring = new HashMap<>();

    /**
     * How long and how hard.
     *
     * @param policies the folder of the sample policies
     * @param rounds how often each fault is made
     * @param leaseMillis the nodes' lease; each fault lasts longer
     * @param screenedAgain how many records must have been screened again to withheld
     * @param blind whether the nodes leave out what their last check finds, to show that the trial sees it
     */
    record Setting(Path policies, int rounds, int leaseMillis, int screenedAgain, boolean blind, long seed) {}

    /** What is done to a node, or to all. */
    enum Fault {
        KILL,
        STOP,
        CUT_FROM_CLUSTER,
        CUT_FROM_DATABASE,
        CLOCK_STEPPED,
        DATABASE_KILLED
    }

    /**
     * What came of it.
     *
     * @param valid whether enough happened for the verdict to mean something
     * @param lost people whose acknowledged state is gone
     */
    record Outcome(WithdrawalVerdict verdict, int screenedAgain, int lost, boolean valid) {
        boolean passed() {
            return valid && held();
        }

        /** Whether nothing happened that must not. */
        boolean held() {
            return verdict.violations().isEmpty()
                    && verdict.unexplained() == 0
                    && verdict.nameless() == 0
                    && verdict.contradicted() == 0
                    && lost == 0;
        }
    }

    WithdrawalTrial(Setting setting, PrintStream out) {
        this.setting = setting;
        this.out = out;
    }

    Outcome run() throws InterruptedException {
        try (var sink = new WithdrawalSink(setting.seed());
                var region = new TrialRegion(
                        setting.policies(), sink.port(), setting.leaseMillis(), setting.blind() ? "blind" : "sharp")) {
            var traffic = new Traffic(region);
            traffic.start();
            faults(region, traffic);
            Traffic.pause(setting.leaseMillis());
            sink.beKind();
            traffic.stop();
            awaitReady(region);
            var lost = traffic.lost();
            lost.stream().limit(20).forEach(subject -> out.println("LOST: p" + subject.number()));
            region.terminate();
            var checks = new HashMap<String, LedgerChecks.Check>();
            for (int node = 0; node < TrialRegion.NODES; node++) {
                checks.putAll(region.ledger(node));
            }
            var subjects = traffic.subjects().stream().collect(Collectors.toMap(Subject::number, Function.identity()));
            var verdict = WithdrawalVerdict.of(sink.arrivals(), subjects, stops, checks);
            return report(traffic, verdict, lost.size());
        }
    }

    private void faults(TrialRegion region, Traffic traffic) {
        var random = new Random(setting.seed());
        long millis = setting.leaseMillis() * 3L / 2;
        out.printf(
                Locale.ROOT,
                "%5s  %-17s  %4s  %7s  %9s  %12s  %9s%n",
                "round",
                "fault",
                "node",
                "seconds",
                "asked",
                "acknowledged",
                "by leases");
        for (int round = 1; round <= setting.rounds(); round++) {
            for (var fault : Fault.values()) {
                int node = random.nextInt(TrialRegion.NODES);
                int asked = traffic.asked();
                int acknowledged = traffic.acknowledged();
                int byLeases = traffic.byLeases();
                long from = System.nanoTime();
                begin(fault, region, node);
                Traffic.pause(millis);
                for (int i = 0; i < PATIENCE && traffic.asked() - asked < ASKED; i++) {
                    Traffic.pause(50);
                }
                askedDuring.merge(fault, traffic.asked() - asked, Integer::sum);
                end(fault, region, node);
                if (fault == Fault.STOP) {
                    stops.add(new Stopped(node, from, System.nanoTime()));
                }
                awaitReady(region);
                out.printf(
                        Locale.ROOT,
                        "%5d  %-17s  %4d  %7.1f  %9d  %12d  %9d%n",
                        round,
                        fault.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        node + 1,
                        (System.nanoTime() - from) / 1e9,
                        traffic.asked() - asked,
                        traffic.acknowledged() - acknowledged,
                        traffic.byLeases() - byLeases);
            }
        }
    }

    private void begin(Fault fault, TrialRegion region, int node) {
        switch (fault) {
            case KILL -> region.kill(node);
            case STOP -> region.signal(node, "STOP");
            case CUT_FROM_CLUSTER -> region.cutFromCluster(node);
            case CUT_FROM_DATABASE -> region.cutFromDatabase(node);
            case CLOCK_STEPPED -> region.stepClock(node, 3_600_000);
            case DATABASE_KILLED -> region.postgres().kill();
        }
    }

    private void end(Fault fault, TrialRegion region, int node) {
        switch (fault) {
            case KILL -> region.launch(node);
            case STOP -> region.signal(node, "CONT");
            case CUT_FROM_CLUSTER -> region.mendCluster();
            case CUT_FROM_DATABASE -> region.mendDatabase(node);
            case CLOCK_STEPPED -> region.stepClock(node, -3_600_000);
            case DATABASE_KILLED -> region.postgres().restart();
        }
    }

    private static void awaitReady(TrialRegion region) {
        for (int node = 0; node < TrialRegion.NODES; node++) {
            for (int attempt = 1; !region.isReady(node); attempt++) {
                if (attempt == PATIENCE) {
                    throw new IllegalStateException("node " + (node + 1) + " did not recover:\n" + region.complaints());
                }
                Traffic.pause(100);
            }
        }
    }

    private Outcome report(Traffic traffic, WithdrawalVerdict verdict, int lost) {
        boolean everyFault = List.of(Fault.values()).stream().allMatch(fault -> askedDuring.getOrDefault(fault, 0) > 0);
        boolean valid = traffic.screenedAgain() >= setting.screenedAgain() && everyFault;
        verdict.violations().stream().limit(50).forEach(out::println);
        verdict.late().stream().limit(200).forEach(out::println);
        var outcome = new Outcome(verdict, traffic.screenedAgain(), lost, valid);
        out.printf(
                Locale.ROOT,
                """
                people                                          %,9d
                withdrawals acknowledged                        %,9d  (%,d by the end of leases, %,d asked of several nodes)
                requests at the sink                            %,9d  (%,d opt-outs, %,d others carry people and no last check)
                records forwarded                               %,9d
                records screened again to withheld              %,9d  (valid from %,d)
                withdrawals asked for during each fault         %s
                forbidden, checked after the acknowledgement    %,9d
                arrived after an acknowledgement, checked before%,9d  (%,d without a permitted cause)
                last checks that the ledgers name too           %,9d  (%,d say otherwise)
                acknowledged events lost                        %,9d
                %s%n""",
                traffic.subjects().size(),
                traffic.acknowledged(),
                traffic.byLeases(),
                traffic.repeated(),
                verdict.requests(),
                verdict.optOuts(),
                verdict.nameless(),
                traffic.forwarded(),
                traffic.screenedAgain(),
                setting.screenedAgain(),
                askedDuring,
                verdict.violations().size(),
                verdict.late().size(),
                verdict.unexplained(),
                verdict.compared(),
                verdict.contradicted(),
                lost,
                outcome.passed() ? "PASSED" : outcome.held() ? "NOT VALID: too little happened" : "FAILED");
        return outcome;
    }

    /** Arguments: the policies' folder, rounds, the lease in milliseconds, sharp or blind, the seed. */
    public static void main(String[] arguments) throws InterruptedException {
        var setting = new Setting(
                Path.of(arguments[0]),
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                1_000,
                arguments[3].equals("blind"),
                Long.parseLong(arguments[4]));
        System.out.println("Seed " + setting.seed());
        System.exit(new WithdrawalTrial(setting, System.out).run().passed() ? 0 : 1);
    }
}
