package io.activationgateway.gateway.trial;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.activationgateway.gateway.region.GatewayClient;
import io.activationgateway.gateway.trial.Person.State;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Kills a gateway (SIGKILL) right after it acknowledged consents, starts it again on the same data and compares: every
 * acknowledged consent must hold, its sequence number must be there, and the ledger must be what was signed, up to the
 * last checkpoint that was fetched before. What was not acknowledged may have happened or not, but stays as it was
 * found. Consents are written concurrently, singly and several at once, while an audience is sent.
 */
final class KillTrial {

    private static final int WRITERS = 4;
    private static final int MOST_ANSWERS = 30;
    private static final int LONGEST_DELAY_MICROS = 20_000;
    private static final int BATCH = 1_000;
    private static final int PATIENCE = 600;
    private static final String QUERY = "purpose=email-newsletter";
    private static final String LINE = "%5s  %8s  %12s  %10s  %7s  %4s  %s%n";

    private final Installation installation;
    private final Random random;
    private final PrintStream out;
    private final List<Writer> writers;
    private final GatewayClient client;
    private final AtomicLong sequence = new AtomicLong();
    private volatile String checkpoint = "";

    /**
     * What came of it.
     *
     * @param lost people whose acknowledged consent did not hold, or whose sequence number was gone
     * @param intact how often the ledger was found intact
     */
    record Report(int rounds, int acknowledged, int unanswered, int lost, int intact) {

        boolean passed() {
            return lost == 0 && intact == rounds && acknowledged > 0;
        }
    }

    /** What was found at one start. */
    private record Found(int people, int lost, boolean intact, String ledger) {}

    KillTrial(Installation installation, long seed, PrintStream out) {
        this.installation = installation;
        this.random = new Random(seed);
        this.out = out;
        this.client = installation.client();
        this.writers = IntStream.range(0, WRITERS)
                .mapToObj(number -> new Writer("w" + number, random.nextLong()))
                .toList();
    }

    Report run(int rounds) {
        int lost = 0;
        int intact = 0;
        out.printf(Locale.ROOT, LINE, "round", "answers", "acknowledged", "unanswered", "checked", "lost", "ledger");
        try (var _ = installation.sandbox()) {
            var gateway = installation.serve();
            try {
                for (int round = 1; round <= rounds; round++) {
                    int before = acknowledged();
                    int open = unanswered();
                    int answers = writeUntilKilled(gateway);
                    gateway.close();
                    gateway = installation.serve();
                    var found = check();
                    lost += found.lost();
                    intact += found.intact() ? 1 : 0;
                    line(round, answers, acknowledged() - before, unanswered() - open, found);
                }
            } finally {
                gateway.close();
            }
        }
        var report = new Report(rounds, acknowledged(), unanswered(), lost, intact);
        out.printf(
                Locale.ROOT,
                "%d rounds, %d acknowledged events, %d unanswered, %d lost, ledger intact %d of %d times: %s%n",
                rounds,
                report.acknowledged(),
                report.unanswered(),
                lost,
                intact,
                rounds,
                report.passed() ? "PASSED" : "FAILED");
        return report;
    }

    private void line(int round, int answers, int acknowledged, int unanswered, Found found) {
        out.printf(
                Locale.ROOT,
                LINE,
                round,
                answers,
                acknowledged,
                unanswered,
                found.people(),
                found.lost(),
                found.ledger());
        out.flush();
    }

    private int acknowledged() {
        return writers.stream().mapToInt(Writer::acknowledged).sum();
    }

    private int unanswered() {
        return writers.stream().mapToInt(Writer::unanswered).sum();
    }

    /** Answers how many requests were answered before the process was gone. */
    private int writeUntilKilled(Program gateway) {
        int fatal = 1 + random.nextInt(MOST_ANSWERS);
        // Half of the kills come at once, the others somewhere in the work that follows the answer.
        long delay = random.nextBoolean() ? 0 : 1_000L * random.nextInt(LONGEST_DELAY_MICROS);
        var audience = people().stream()
                .filter(person -> person.state() == State.GRANTED)
                .limit(BATCH)
                .map(Person::row)
                .toArray(JsonObject[]::new);
        var answers = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var work = new ArrayList<CompletableFuture<Void>>();
            for (var writer : writers) {
                work.add(CompletableFuture.runAsync(
                        () -> writer.write(client, seen -> {
                            sequence.accumulateAndGet(seen, Math::max);
                            if (answers.incrementAndGet() == fatal) {
                                killAfter(gateway, delay);
                            }
                        }),
                        threads));
            }
            work.add(CompletableFuture.runAsync(() -> send(gateway, audience), threads));
            var watched = work.stream()
                    .map(one -> one.whenComplete((_, failure) -> {
                        if (failure != null) {
                            gateway.kill();
                        }
                    }))
                    .toList();
            watched.forEach(CompletableFuture::join);
        }
        return answers.get();
    }

    private static void killAfter(Program gateway, long nanos) {
        long until = System.nanoTime() + nanos;
        while (System.nanoTime() - until < 0) {
            Thread.onSpinWait();
        }
        gateway.kill();
    }

    /** Gives the ledger something to write, and keeps its checkpoint out of the node's reach. */
    private void send(Program gateway, JsonObject... audience) {
        try {
            while (gateway.runs()) {
                if (audience.length > 0) {
                    client.activate(Installation.DESTINATION, QUERY, audience);
                }
                var reply = client.get("/v1/ledger/checkpoint");
                if (reply.status() == 200) {
                    checkpoint = reply.body();
                }
            }
        } catch (CompletionException gone) {
            // The gateway was killed meanwhile, as is the plan.
        }
    }

    private Found check() {
        var verdict = installation.verifyLedger(checkpoint);
        var known = people().stream()
                .filter(person -> person.state() != State.UNKNOWN)
                .toList();
        int lost = 0;
        for (int from = 0; from < known.size(); from += BATCH) {
            var batch = known.subList(from, Math.min(known.size(), from + BATCH));
            var decisions = decide(batch);
            for (int i = 0; i < batch.size(); i++) {
                var person = batch.get(i);
                var expected = person.state();
                if (decisions.isEmpty()) {
                    lost++;
                } else if (!person.holds(decisions.get(i))) {
                    out.println("LOST: " + person.name() + " was acknowledged as " + expected + ", found: "
                            + decisions.get(i));
                    lost++;
                }
            }
        }
        boolean intact = verdict.exitCode() == 0;
        var ledger = intact
                ? verdict.output()
                        .lines()
                        .skip(1)
                        .map(String::strip)
                        .findFirst()
                        .orElse("?")
                : verdict.toString();
        return new Found(known.size(), lost, intact, (intact ? "intact, " : "NOT INTACT, ") + ledger);
    }

    /** Empty where the sequence number that was acknowledged last never comes. */
    private List<JsonObject> decide(List<Person> batch) {
        var rows = batch.stream().map(Person::row).toArray(JsonObject[]::new);
        var last = "nothing";
        for (int attempt = 0; attempt < PATIENCE; attempt++) {
            try {
                var reply = client.decide(Installation.DESTINATION, QUERY + "&min_consent_seq=" + sequence.get(), rows);
                if (reply.status() == 200) {
                    return reply.results();
                }
                last = reply.body();
                if (reply.status() != 503) {
                    throw new IllegalStateException("decisions answered " + reply.status() + ": " + reply.body());
                }
            } catch (CompletionException stale) {
                // A pooled connection of the client may still lead to the killed process.
                last = stale.toString();
            }
            CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(50, MILLISECONDS))
                    .join();
        }
        out.println("LOST: sequence " + sequence + " never came; decisions answered " + last);
        return List.of();
    }

    private List<Person> people() {
        return writers.stream().flatMap(writer -> writer.people().stream()).toList();
    }

    /** Arguments: the distribution's folder, the policies' folder, the number of rounds, the seed. */
    public static void main(String[] arguments) {
        var distribution = Path.of(arguments[0]);
        var policies = Path.of(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        long seed = Long.parseLong(arguments[3]);
        boolean passed;
        try (var installation =
                Installation.setUp(distribution, policies, "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1")) {
            System.out.println("Seed " + seed);
            passed = new KillTrial(installation, seed, System.out).run(rounds).passed();
        }
        System.exit(passed ? 0 : 1);
    }
}
