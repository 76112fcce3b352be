package io.activationgateway.connectors.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Draft;
import io.activationgateway.connectors.JsonRecord;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.Use;
import io.activationgateway.connectors.VendorRequest;
import io.activationgateway.connectors.VendorResponse;
import io.activationgateway.connectors.catalogue.Vendors;
import io.activationgateway.consent.profile.Channel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** One simulated vendor over HTTP, and connectors that talk to it. */
final class SandboxHarness implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-03-01T09:15:02Z");

    final AtomicLong ticker = new AtomicLong();
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient();
    private final Sandbox sandbox;
    private final String destination;

    SandboxHarness(SimulatedVendor vendor) throws Exception {
        destination = vendor.destination();
        var settings = new SandboxSettings("127.0.0.1", 0, List.of(vendor), SandboxSettings.KEPT_BYTES);
        sandbox = await(Sandbox.start(vertx, settings, () -> NOW, ticker::get));
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    String endpoint() {
        return sandbox.endpoint(destination).toString();
    }

    /** A connector to the simulated vendor. */
    Connector connector(String vendor, Map<String, ?> settings) {
        var all = new HashMap<String, Object>(settings);
        all.put("sandbox", true);
        if (!endpoint().equals(all.get("url"))) {
            all.putIfAbsent("endpoint", endpoint());
        }
        return Vendors.all().find(vendor).connect(new Settings("destinations.x", all));
    }

    Answer send(Connector connector, Operation operation, String audience, String... records) throws Exception {
        return exchange(connector, draft(connector, operation, audience, "newsletter", records));
    }

    static Sent draft(Connector connector, Operation operation, String audience, String purpose, String... records) {
        return draft(connector, operation, audience, new Use(purpose, Channel.EMAIL), records);
    }

    static Sent draft(Connector connector, Operation operation, String audience, Use use, String... records) {
        assertThat(connector.refusal(operation, audience, use.channel())).isNull();
        var draft = connector.draft(new Attempt(operation, audience, use, "req-1", NOW, NOW, 0));
        for (int i = 0; i < records.length; i++) {
            assertThat(draft.add(JsonRecord.of(i, records[i]))).isEqualTo(Draft.Taken.TAKEN);
        }
        return draft.finish();
    }

    /** Sends, and goes on as the answers say until one is the last or says that the vendor works on it. */
    Answer exchange(Connector connector, Sent sent) throws Exception {
        var answer = connector.read(sent, raw(sent.request()));
        return answer instanceof Answer.Next(var next, var _) ? exchange(connector, next) : answer;
    }

    /** Each record's outcome and code. */
    static List<String> lines(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Done.class);
        return ((Answer.Done) answer)
                .results().stream()
                        .map(result -> result.index() + " " + result.outcome() + " " + result.code())
                        .toList();
    }

    /** What the vendor heard, refused or not. */
    JsonArray heard() throws Exception {
        return raw(HttpMethod.GET, "/_sandbox/received/" + destination, Map.of(), Buffer.buffer())
                .body()
                .toJsonObject()
                .getJsonArray("records");
    }

    JsonObject heard(int position) throws Exception {
        return heard().getJsonObject(position);
    }

    VendorResponse raw(VendorRequest request) throws Exception {
        return raw(request.method(), request.pathAndQuery(), request.headers(), request.body());
    }

    VendorResponse raw(HttpMethod method, String path, Map<String, String> headers, Buffer body) throws Exception {
        var options = new RequestOptions()
                .setMethod(method)
                .setHost("127.0.0.1")
                .setPort(sandbox.port())
                .setURI(path);
        headers.forEach(options::putHeader);
        // The answer's body is asked for in the task that saw its head, or it may have passed by.
        return await(client.request(options)
                .compose(request -> request.send(body)
                        .compose(response -> response.body()
                                .map(answer ->
                                        new VendorResponse(response.statusCode(), response.headers(), answer, NOW)))));
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
