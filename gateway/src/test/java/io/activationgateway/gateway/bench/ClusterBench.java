package io.activationgateway.gateway.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.activationgateway.gateway.trial.Postgres;
import io.activationgateway.gateway.trial.Program;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * Measures how long a withdrawal takes until it is acknowledged, on three gateways with one PostgreSQL (fsync and
 * synchronous_commit on), while each of them has batches to screen all the time.
 */
public final class ClusterBench {

    private static final int NODES = 3;
    private static final int BATCHES = 10;
    private static final int WRITERS = 4;

    @SuppressWarnings("InlineFormatString") // a whole file reads better outside of a call
    private static final String CONFIGURATION = """
            region: bench
            node: bench-%1$d
            data: data-%1$d
            policies: %2$s
            listen: {host: 127.0.0.1, port: %3$d}
            cluster: {host: 127.0.0.1, port: %4$d, members: [%5$s]}
            consent:
              store: {url: "jdbc:postgresql://127.0.0.1:%6$d/postgres", user: postgres, password: {env: BENCH_PASSWORD}}
            keys:
              pseudonym: keys/pseudonym.key
              ledger: keys/ledger-%1$d.pem
              policy_signer: keys/policy.pem
              policy_trust: [keys/policy.pem.pub]
            sources:
              warehouse:
                key: {file: keys/warehouse.key}
                controller: acme-eu
                brand: acme
                clock: trusted
                rights: [consents]
                destinations: [sink]
                purposes: [newsletter]
            destinations:
              sink:
                vendor: webhook
                url: http://127.0.0.1:%7$d/webhook
                country: DE
                secret: {file: keys/sink.key}
                max_records: 10000
                max_bytes: 33554432
                requests_per_second: 100000
                sandbox: true
                private_addresses: true
            """;

    private final Path program;
    private final Path policies;
    private final Path work;
    private final int base;
    private final List<Program> nodes = new ArrayList<>();

    private ClusterBench(Path program, Path policies, Path work, int base) {
        this.program = program;
        this.policies = policies;
        this.work = work;
        this.base = base;
    }

    /**
     * Arguments: the launcher, the policies' folder, an empty folder to work in, the first of seven free ports, the port
     * of a {@link Sink}, seconds, withdrawals a second.
     */
    public static void main(String[] arguments) throws Exception {
        var bench = new ClusterBench(
                Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]), Integer.parseInt(arguments[3]));
        int code = 0;
        try {
            bench.run(
                    Integer.parseInt(arguments[4]),
                    Duration.ofSeconds(Integer.parseInt(arguments[5])),
                    Integer.parseInt(arguments[6]));
        } catch (IOException failure) {
            System.err.println("bench: " + failure.getMessage());
            code = 1;
        }
        System.exit(code);
    }

    private void run(int sinkPort, Duration time, int perSecond) throws Exception {
        try (var postgres = new Postgres(work.resolve("postgres"))) {
            try {
                start(postgres.port(), sinkPort);
                var key = Files.readString(work.resolve("keys/warehouse.key")).strip();
                importConsents(key);
                say("warming up");
                load(key, time.dividedBy(2), perSecond);
                say("measuring");
                report(load(key, time, perSecond), perSecond);
            } finally {
                nodes.forEach(Program::close);
            }
        }
    }

    private void start(int databasePort, int sinkPort) throws IOException {
        var keys = new ArrayList<>(List.of(program.toString(), "keys", "init"));
        for (int node = 0; node < NODES; node++) {
            keys.add(Files.writeString(configuration(node), configured(node, databasePort, sinkPort))
                    .toString());
        }
        try (var made = Program.start(keys, Map.of(), work.resolve("keys.log"))) {
            if (made.exitCode() != 0) {
                throw new IOException("no keys: " + made.complaints());
            }
        }
        var environment = Map.of("BENCH_PASSWORD", "none", "JAVA_OPTS", "-Xms512m -Xmx512m", "LOG_LEVEL", "warn");
        for (int node = 0; node < NODES; node++) {
            say("starting node " + (node + 1));
            var command = List.of(
                    program.toString(), "serve", "--config", configuration(node).toString());
            nodes.add(Program.start(command, environment, work.resolve("node-" + (node + 1) + ".log"))
                    .untilItSays("takes requests"));
        }
    }

    private String configured(int node, int databasePort, int sinkPort) {
        var members = IntStream.range(0, NODES)
                .mapToObj(other -> "\"127.0.0.1:" + (base + NODES + other) + "\"")
                .toList();
        return CONFIGURATION.formatted(
                node + 1,
                policies.toAbsolutePath(),
                port(node),
                base + NODES + node,
                String.join(", ", members),
                databasePort,
                sinkPort);
    }

    private Path configuration(int node) {
        return work.resolve("node-" + (node + 1) + ".yaml");
    }

    private int port(int node) {
        return base + node;
    }

    private void importConsents(String key) throws IOException {
        say("importing the consents of " + BATCHES * SampleRows.ROWS + " people");
        var applied = "\"applied\":" + SampleRows.ROWS + ",";
        for (int batch = 0; batch < BATCHES; batch++) {
            try (var wire = Wire.to(port(0))) {
                var body = SampleRows.consents(batch).getBytes(UTF_8);
                var head = "POST /v1/consents HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-ndjson"
                        + "\r\nAuthorization: Bearer " + key + "\r\nContent-Length: " + body.length + "\r\n\r\n";
                wire.send(ByteBuffer.wrap(head.getBytes(ISO_8859_1)), ByteBuffer.wrap(body));
                var answer = wire.head() + wire.body(4_096);
                if (!answer.contains(applied)) {
                    throw new IOException("the consents were not taken: " + answer);
                }
            }
        }
    }

    private record Loaded(double rowsPerSecond, List<Long> writes) {}

    /** Two batches under way on each node while people withdraw on each. */
    private Loaded load(String key, Duration time, int perSecond) throws Exception {
        var rounds = new ArrayList<Callable<Round.Seen>>();
        var writers = new ArrayList<ConsentWriter>();
        var bodies = Way.requests(
                Way.json(BATCHES), "/v1/activations/sink?purpose=newsletter&operation=upsert", "application/json", key);
        for (int node = 0; node < NODES; node++) {
            var way = new Way(
                    "node " + (node + 1),
                    port(node),
                    bodies,
                    "\"forwarded\":" + SampleRows.ROWS + ",",
                    Carrier.process(nodes.get(node).pid()));
            rounds.add(() -> Round.over(way, 2, time));
            writers.add(new ConsentWriter(
                    port(node), key, BATCHES * SampleRows.ROWS, new ConsentWriter.Pace(WRITERS, perSecond / NODES)));
        }
        try (var threads = Executors.newFixedThreadPool(NODES)) {
            writers.forEach(ConsentWriter::start);
            double rows = 0;
            for (var round : threads.invokeAll(rounds)) {
                rows += Figures.of("node", round.get()).rowsPerSecond();
            }
            writers.forEach(ConsentWriter::close);
            var writes = writers.stream()
                    .flatMap(writer -> writer.latencies().stream())
                    .sorted()
                    .toList();
            return new Loaded(rows, writes);
        }
    }

    private static void report(Loaded loaded, int perSecond) {
        var writes = loaded.writes();
        System.out.printf(
                Locale.ROOT,
                "%d gateways, %d processors, %,.0f rows a second in all, %d withdrawals a second asked for%n"
                        + "%,d withdrawals acknowledged: p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, longest %.1f ms%n",
                NODES,
                Runtime.getRuntime().availableProcessors(),
                loaded.rowsPerSecond(),
                perSecond,
                writes.size(),
                Figures.percentile(writes, 0.5),
                Figures.percentile(writes, 0.99),
                Figures.percentile(writes, 0.999),
                Figures.percentile(writes, 1));
    }

    private static void say(String text) {
        System.err.println("bench: " + text);
    }
}
