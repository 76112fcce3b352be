package io.activationgateway.gateway.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * The client of {@code deploy/bench/run}: imports the consents, proves that each way brings all rows to the sink, warms
 * up, then measures the ways in turns. Progress goes to standard error, the report to standard output.
 */
public final class Bench {

    private static final int BATCHES = 20;
    private static final int TURNS = 4;
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final long LOOK_AGAIN_MILLIS = 100;
    private static final Pattern RECORDS = Pattern.compile("\"records\":(\\d+)");

    private final Map<String, String> options;

    private Bench(Map<String, String> options) {
        this.options = options;
    }

    /**
     * Takes {@code name=value} pairs: {@code seconds}, {@code connections}, {@code gateway-port}, {@code gateway-pid},
     * {@code sink-port}, {@code key} (the file of the source's key), where there is an nginx {@code nginx-port} and
     * {@code nginx-pid}, and {@code json=true}.
     */
    public static void main(String[] arguments) throws Exception {
        var options = new HashMap<String, String>();
        for (var argument : arguments) {
            int equals = argument.indexOf('=');
            options.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        try {
            new Bench(options).run();
        } catch (IOException failure) {
            System.err.println("bench: " + failure.getMessage()
                    + (failure.getCause() == null
                            ? ""
                            : ": " + failure.getCause().getMessage()));
            System.exit(1);
        }
        System.exit(0); // the connection to the gateway's JVM keeps threads of its own
    }

    private void run() throws IOException, InterruptedException, ExecutionException {
        var key = Files.readString(Path.of(options.get("key"))).strip();
        awaitGateway();
        importConsents(key);
        var ways = ways(key);
        prove(ways);
        int seconds = number("seconds");
        int connections = number("connections");
        var seen = new LinkedHashMap<String, Round.Seen>();
        var writes = new ArrayList<Long>();
        var warmUp = Duration.ofSeconds(Math.max(2, seconds / 2));
        for (var way : ways) {
            say("warming up " + way.name());
            Round.over(way, connections, warmUp);
        }
        var besideWrites = withWrites(ways.getFirst());
        say("warming up " + besideWrites.name());
        try (var _ = writer(key)) {
            Round.over(besideWrites, connections, warmUp);
        }
        for (int turn = 1; turn <= TURNS; turn++) {
            say("turn " + turn + " of " + TURNS);
            for (var way : ways) {
                seen.merge(way.name(), measured(way, connections, seconds), Round.Seen::plus);
            }
            try (var writer = writer(key)) {
                seen.merge(besideWrites.name(), measured(besideWrites, connections, seconds), Round.Seen::plus);
                writes.addAll(writer.latencies());
            }
        }
        long rowBytes = ways.getFirst().batches().getFirst().body().remaining() / SampleRows.ROWS;
        var figures = seen.entrySet().stream()
                .map(entry -> Figures.of(entry.getKey(), entry.getValue()))
                .toList();
        var report = new Report(
                new Report.Setting(connections, seconds, BATCHES, rowBytes),
                figures,
                writes.stream().sorted().toList());
        System.out.print(options.containsKey("json") ? report.json() : report.table());
    }

    private static Round.Seen measured(Way way, int connections, int seconds) throws IOException {
        return Round.over(way, connections, Duration.ofMillis(seconds * 1_000L / TURNS));
    }

    private ConsentWriter writer(String key) {
        return new ConsentWriter(number("gateway-port"), key, BATCHES * SampleRows.ROWS).start();
    }

    private static Way withWrites(Way way) {
        return new Way(ConsentWriter.WAY, way.port(), way.batches(), way.expected(), way.process());
    }

    private List<Way> ways(String key) throws IOException {
        var json = Way.json(BATCHES);
        var gateway = Carrier.jvm(number("gateway-pid"));
        var activations = "/v1/activations/sink?purpose=newsletter&operation=upsert";
        var forwarded = "\"forwarded\":" + SampleRows.ROWS + ",";
        int port = number("gateway-port");
        var ways = new ArrayList<Way>();
        ways.add(new Way(
                "gateway JSON", port, Way.requests(json, activations, "application/json", key), forwarded, gateway));
        ways.add(new Way(
                "gateway NDJSON",
                port,
                Way.requests(Way.ndjson(BATCHES), activations, "application/x-ndjson", key),
                forwarded,
                gateway));
        if (options.containsKey("nginx-port")) {
            ways.add(new Way(
                    Report.NGINX,
                    number("nginx-port"),
                    Way.requests(json, "/webhook", "application/json", key),
                    "OK",
                    Carrier.process(number("nginx-pid"))));
        }
        return ways;
    }

    private void awaitGateway() throws IOException, InterruptedException, ExecutionException {
        var gateway = ProcessHandle.of(number("gateway-pid"));
        var ended = gateway.map(ProcessHandle::onExit).orElseGet(() -> CompletableFuture.completedFuture(null));
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (!ready()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("the gateway is not ready within " + READY_WITHIN.toSeconds() + " s");
            }
            try {
                ended.get(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
                throw new IOException("the gateway has ended");
            } catch (TimeoutException _) {
                // It runs, and is asked again.
            }
        }
    }

    private boolean ready() {
        try (var wire = Wire.to(number("gateway-port"))) {
            wire.send(request("GET", "/health/ready", "", "", new byte[0]));
            return wire.head().startsWith("http/1.1 200");
        } catch (IOException notYet) {
            return false;
        }
    }

    private void importConsents(String key) throws IOException {
        say("importing the consents of " + BATCHES * SampleRows.ROWS + " people");
        var applied = "\"applied\":" + SampleRows.ROWS + ",";
        for (int batch = 0; batch < BATCHES; batch++) {
            try (var wire = Wire.to(number("gateway-port"))) {
                var events = SampleRows.consents(batch).getBytes(UTF_8);
                wire.send(request("POST", "/v1/consents", "application/x-ndjson", key, events));
                var head = wire.head();
                var body = wire.body(4_096);
                if (!body.contains(applied)) {
                    throw new IOException("the consents were not taken: " + head + body);
                }
            }
        }
    }

    /** A way counts only if each record that goes in comes out. */
    private void prove(List<Way> ways) throws IOException {
        sink("POST", "/count");
        for (var way : ways) {
            for (int batch = 0; batch < BATCHES; batch++) {
                long before = records();
                Round.once(way, batch);
                long came = records() - before;
                if (came != SampleRows.ROWS) {
                    throw new IOException(way.name() + " brought " + came + " of " + SampleRows.ROWS + " records");
                }
            }
        }
        sink("DELETE", "/count");
    }

    private long records() throws IOException {
        var counts = RECORDS.matcher(sink("GET", "/"));
        if (!counts.find()) {
            throw new IOException("the sink does not tell its counts");
        }
        return Long.parseLong(counts.group(1));
    }

    private String sink(String method, String path) throws IOException {
        try (var wire = Wire.to(number("sink-port"))) {
            wire.send(request(method, path, "text/plain", "", new byte[0]));
            wire.head();
            return wire.body(1_024);
        }
    }

    private static ByteBuffer request(String method, String path, String type, String key, byte[] body) {
        var head = (method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: " + type
                        + "\r\nAuthorization: Bearer " + key + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(ISO_8859_1);
        return ByteBuffer.allocate(head.length + body.length)
                .put(head)
                .put(body)
                .flip();
    }

    private int number(String option) {
        return Integer.parseInt(options.get(option));
    }

    private static void say(String text) {
        System.err.println("bench: " + text);
    }
}
