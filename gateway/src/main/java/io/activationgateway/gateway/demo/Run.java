package io.activationgateway.gateway.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.activationgateway.gateway.demo.Audience.Body;
import io.activationgateway.gateway.demo.Audience.Format;
import io.activationgateway.gateway.demo.Audience.Job;
import io.activationgateway.gateway.demo.Audience.Site;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** Carries the steps out against running gateways and a running sandbox. One thread. */
final class Run {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int FAILING = 5;

    private final Http http;
    private final Places places;
    private final LongSupplier ticker;
    private final List<Posted> posted = new ArrayList<>();
    private final List<Deferred> deferred = new ArrayList<>();
    private final List<Answers> told = new ArrayList<>();

    /** Where everything is; the key of a source stands in {@code <keys>/source-<name>.key}. */
    record Places(URI eu, URI tr, URI sandbox, Path keys) {

        URI of(Site site) {
            return site == Site.EU ? eu : tr;
        }
    }

    /** What came of it. */
    record Outcome(List<Posted> posted, List<Deferred> deferred, List<Answers> told, Map<String, Received> received) {}

    Run(Http http, Places places, LongSupplier ticker) {
        this.http = http;
        this.places = places;
        this.ticker = ticker;
    }

    /** Waits until all three answer, then does the steps, then asks the sandbox what it received. */
    Outcome carryOut(List<Step> steps) {
        awaitWell(places.eu().resolve("/health/ready"));
        awaitWell(places.tr().resolve("/health/ready"));
        var probe = steps.stream()
                .filter(Step.Post.class::isInstance)
                .map(step -> ((Step.Post) step).audience().job().destination())
                .findFirst()
                .orElseThrow();
        awaitWell(control("/received/" + probe));
        http.post(control("/reset"), Map.of(), new byte[0]);
        steps.forEach(this::take);
        return new Outcome(List.copyOf(posted), List.copyOf(deferred), List.copyOf(told), received());
    }

    private void take(Step step) {
        switch (step) {
            case Step.Tell(var site, var path, var events) -> {
                var source = site == Site.EU ? "warehouse-eu" : "warehouse-tr";
                var answer = http.post(
                        places.of(site).resolve(path),
                        headers(source, new Body(Format.NDJSON, false), 0),
                        BodyWriter.ndjson(events));
                told.add(Answers.of(site, answer));
            }
            case Step.Post(var audience) -> post(audience);
            case Step.Queue(var audience) -> queue(audience);
            case Step.Fail(var job, var operation, var tag, var failure) -> {
                var rows = knownThere(job, operation, tag);
                http.post(control("/fail/" + job.destination()), Map.of(), failure.getBytes(UTF_8));
                post(new Audience(job, operation, null, new Body(Format.JSON, false), rows, 1));
            }
        }
    }

    /** New rows of people whom the destination received for the same purpose, with nothing that anybody wrote freely. */
    private List<Row> knownThere(Job job, String operation, String tag) {
        var rows = new TreeMap<Integer, Row>();
        for (var row : posted) {
            var customer = row.row().customer();
            if (customer != null
                    && row.result().forwarded()
                    && row.audience().job().equals(job)) {
                var known = Row.of(customer, tag).without(Row.NOTES, Row.SUPPORT);
                rows.put(customer.number(), operation.equals("track") ? known.shipped() : known);
            }
        }
        return rows.values().stream().limit(FAILING).toList();
    }

    private void post(Audience audience) {
        var results = new ArrayList<JsonNode>();
        answer(audience, Map.of()).path("results").forEach(results::add);
        ended(audience, results);
    }

    private void queue(Audience audience) {
        var accepted = answer(audience, Map.of("Prefer", "respond-async"));
        var status =
                places.of(audience.job().site()).resolve(accepted.path("status").asText());
        var headers = Map.of("Authorization", "Bearer " + key(audience.job().source()));
        long until = ticker.getAsLong() + PATIENCE.toNanos();
        var now = http.get(status, headers);
        while (!now.path("done").asBoolean()) {
            pause(until, status + ": rows still wait after " + PATIENCE.toSeconds() + " s");
            now = http.get(status, headers);
        }
        ended(audience, http.lines(URI.create(status + "/results"), headers));
        deferred.add(Deferred.of(audience.job(), accepted.path("counts"), now.path("counts")));
    }

    private JsonNode answer(Audience audience, Map<String, String> more) {
        var job = audience.job();
        var query = "?purpose=" + job.purpose() + "&operation=" + audience.operation()
                + (audience.list() == null ? "" : "&audience=" + audience.list());
        var headers = headers(job.source(), audience.body(), audience.waitSeconds());
        headers.putAll(more);
        return http.post(
                places.of(job.site()).resolve("/v1/activations/" + job.destination() + query),
                headers,
                BodyWriter.write(audience));
    }

    private void ended(Audience audience, List<JsonNode> results) {
        if (results.size() != audience.rows().size()) {
            throw new DemoException(audience.job().destination() + ": " + results.size() + " results for "
                    + audience.rows().size() + " rows");
        }
        for (int i = 0; i < results.size(); i++) {
            posted.add(new Posted(audience, audience.rows().get(i), Result.of(results.get(i))));
        }
    }

    private Map<String, String> headers(String source, Body body, int wait) {
        var headers = new HashMap<String, String>();
        headers.put("Authorization", "Bearer " + key(source));
        headers.put("Content-Type", body.format().mediaType());
        if (body.gzip()) {
            headers.put("Content-Encoding", "gzip");
        }
        if (wait > 0) {
            headers.put("Prefer", "wait=" + wait);
        }
        return headers;
    }

    private String key(String source) {
        var file = places.keys().resolve("source-" + source + ".key");
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new DemoException(
                    file + ": cannot be read (expected: the key of source " + source + "; `keys init` makes it)");
        }
    }

    private Map<String, Received> received() {
        return posted.stream()
                .map(Posted::destination)
                .distinct()
                .collect(Collectors.toMap(destination -> destination, this::received));
    }

    private Received received(String destination) {
        var told = http.get(control("/received/" + destination));
        var records = new ArrayList<JsonNode>();
        told.path("records").forEach(records::add);
        return new Received(
                destination,
                told.path("complete").asBoolean(),
                List.copyOf(records),
                Buffer.buffer(http.bytes(control("/received/" + destination + "/bytes"))));
    }

    private URI control(String path) {
        return places.sandbox().resolve("/_sandbox" + path);
    }

    private void awaitWell(URI url) {
        long until = ticker.getAsLong() + PATIENCE.toNanos();
        while (!http.isWell(url)) {
            pause(until, url + ": not ready after " + PATIENCE.toSeconds() + " s; the log of its process tells why");
        }
    }

    private void pause(long until, String late) {
        if (ticker.getAsLong() - until > 0 || Thread.currentThread().isInterrupted()) {
            throw new DemoException(late);
        }
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
}
