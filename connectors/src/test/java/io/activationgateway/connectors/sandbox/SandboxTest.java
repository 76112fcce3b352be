package io.activationgateway.connectors.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Draft;
import io.activationgateway.connectors.JsonRecord;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.RecordResult;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.Use;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorResponse;
import io.activationgateway.connectors.catalogue.Vendors;
import io.activationgateway.connectors.sandbox.SimulatedIterable.ProjectType;
import io.activationgateway.consent.profile.Channel;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The connectors talk to the simulated vendors over HTTP, and both must agree on what was said. */
class SandboxTest {

    private static final Instant NOW = Instant.parse("2026-03-01T09:15:02Z");
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String OLD_SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private static final Map<String, String> SEGMENT =
            Map.of("Authorization", "Basic c2VnLWtleTo=", "Content-Type", "application/json");

    private final AtomicLong ticker = new AtomicLong();

    /** What chance will say. */
    private final Queue<Double> draws = new ConcurrentLinkedQueue<>();

    private Vertx vertx;
    private HttpClient client;
    private Sandbox sandbox;

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        client = vertx.createHttpClient();
        sandbox = start(SandboxSettings.KEPT_BYTES);
    }

    @AfterEach
    void stop() throws Exception {
        await(vertx.close());
    }

    @Test
    void iterableTakesProfilesAndNamesThoseItRefuses() throws Exception {
        var iterable = iterable(Map.of("project", "hybrid"));
        var answer = send(
                iterable,
                Operation.UPSERT,
                null,
                "{\"user_id\":\"u-1\",\"city\":\"Ulm\",\"score\":9007199254740993}",
                "{\"user_id\":\"u-gone\",\"city\":\"Ulm\"}",
                "{\"email\":\"Gone@Example.com\",\"city\":\"Ulm\"}",
                "{\"email\":\"Not-An-Address\",\"city\":\"Ulm\"}",
                "{\"email\":\"fine@example.com\"}");

        assertThat(codes(answer)).containsExactly("OK", "FORGOTTEN", "FORGOTTEN", "IDENTIFIER_INVALID", "OK");
        var records = received("iterable-eu").getJsonArray("records");
        assertThat(records).hasSize(5);
        var first = records.getJsonObject(0);
        assertThat(first.getJsonObject("identifiers")).isEqualTo(new JsonObject().put("userId", "u-1"));
        assertThat(first.getJsonObject("fields"))
                .isEqualTo(new JsonObject().put("city", "Ulm").put("score", 9007199254740993L));
        assertThat(first.getBoolean("accepted")).isTrue();
        assertThat(records.getJsonObject(1).getString("refused")).isEqualTo("forgotten");
    }

    @Test
    void iterableKnowsOnlyThoseWhoWereUpserted() throws Exception {
        var iterable = iterable(Map.of());
        send(iterable, Operation.UPSERT, null, "{\"user_id\":\"u-1\"}");
        var records = new String[] {"{\"user_id\":\"u-1\"}", "{\"user_id\":\"u-2\"}"};

        assertThat(codes(send(iterable, Operation.ADD, "vip", records))).containsExactly("OK", "NOT_FOUND");
        assertThat(codes(send(iterable, Operation.REMOVE, "vip", records))).containsExactly("OK", "NOT_THERE");
        assertThat(received("iterable-eu")
                        .getJsonArray("records")
                        .getJsonObject(1)
                        .getString("audience"))
                .isEqualTo("1234");
    }

    @Test
    void iterableRefusesAWholeRequestForOneTypeClash() throws Exception {
        var iterable = iterable(Map.of());
        send(iterable, Operation.UPSERT, null, "{\"user_id\":\"u-1\",\"age\":40}");
        var clash = new String[] {"{\"user_id\":\"u-2\",\"age\":41}", "{\"user_id\":\"u-3\",\"age\":\"forty\"}"};

        assertThat(send(iterable, Operation.UPSERT, null, clash))
                .isEqualTo(new Answer.Split(VendorCode.FIELD_TYPE_MISMATCH));
        assertThat(codes(send(iterable, Operation.UPSERT, null, clash[1]))).containsExactly("FIELD_TYPE_MISMATCH");
        assertThat(codes(send(iterable, Operation.UPSERT, null, clash[0]))).containsExactly("OK");
    }

    @Test
    void iterableTakesEvents() throws Exception {
        var event = "{\"user_id\":\"u-1\",\"event\":\"bought\",\"occurred_at\":\"2026-03-01T09:14:31Z\",\"total\":5}";
        assertThat(codes(send(iterable(Map.of()), Operation.TRACK, null, event)))
                .containsExactly("OK");
        var heard = received("iterable-eu").getJsonArray("records").getJsonObject(0);
        assertThat(heard.getString("key")).isEqualTo("key-0");
        assertThat(heard.getLong("createdAt")).isEqualTo(1772356471L);
    }

    @Test
    void iterableSlowsDownWhoIsTooFast() throws Exception {
        var iterable = iterable(Map.of());
        for (int i = 0; i < 5; i++) {
            assertThat(send(iterable, Operation.UPSERT, null, "{\"user_id\":\"u-1\"}"))
                    .isInstanceOf(Answer.Done.class);
        }
        assertThat(send(iterable, Operation.UPSERT, null, "{\"user_id\":\"u-1\"}"))
                .isEqualTo(new Answer.Retry(null, VendorCode.RATE_LIMITED, false));
        ticker.addAndGet(TimeUnit.MILLISECONDS.toNanos(200));
        assertThat(send(iterable, Operation.UPSERT, null, "{\"user_id\":\"u-1\"}"))
                .isInstanceOf(Answer.Done.class);
    }

    @Test
    void everyVendorRefusesAnotherKey() throws Exception {
        var stop = new Answer.Stop(VendorCode.CREDENTIALS_REFUSED);
        assertThat(send(iterable(Map.of("api_key", "wrong")), Operation.UPSERT, null, "{\"user_id\":\"u-1\"}"))
                .isEqualTo(stop);
        assertThat(send(segment("wrong"), Operation.UPSERT, null, "{\"user_id\":\"u-1\"}"))
                .isEqualTo(stop);
        var unknown = "whsec_" + "A".repeat(32);
        assertThat(send(webhook(List.of(unknown)), Operation.UPSERT, null, "{\"user_id\":\"u-1\"}"))
                .isEqualTo(stop);
        assertThat(received("webhook-tr").getJsonArray("records")).isEmpty();
    }

    @Test
    void segmentTakesMessagesOnceAndDropsWhatIsNobodys() throws Exception {
        var segment = segment("seg-key");
        var record = "{\"user_id\":\"u-1\",\"email\":\"one@example.com\",\"city\":\"Köln\"}";
        assertThat(codes(send(segment, Operation.ADD, "vip", record))).containsExactly("OK");
        assertThat(codes(send(segment, Operation.ADD, "vip", record))).containsExactly("OK");

        var records = received("segment-us").getJsonArray("records");
        assertThat(records).hasSize(1);
        assertThat(records.getJsonObject(0).getJsonObject("fields"))
                .isEqualTo(new JsonObject()
                        .put("aud_vip", true)
                        .put("email", "one@example.com")
                        .put("city", "Köln"));
    }

    @Test
    void webhookTakesWhatIsSignedByAnyOfItsSecretsOnce() throws Exception {
        var rotating = webhook(List.of(SECRET, OLD_SECRET));
        assertThat(codes(send(rotating, Operation.TRACK, null, "{\"user_id\":\"u-1\",\"event\":\"bought\"}")))
                .containsExactly("OK");
        send(rotating, Operation.TRACK, null, "{\"user_id\":\"u-1\",\"event\":\"bought\"}");

        var records = received("webhook-tr").getJsonArray("records");
        assertThat(records).hasSize(1);
        assertThat(records.getJsonObject(0).getString("operation")).isEqualTo("track");
        assertThat(received("webhook-tr").getJsonArray("requests")).hasSize(2);
    }

    @Test
    void webhookRefusesAnOldSignature() throws Exception {
        var sent =
                draft(webhook(List.of(SECRET)), Operation.UPSERT, null, NOW.minusSeconds(301), "{\"user_id\":\"u\"}");
        assertThat(exchange(webhook(List.of(SECRET)), sent)).isEqualTo(new Answer.Stop(VendorCode.CREDENTIALS_REFUSED));
    }

    @Test
    void webhookRefusesABodyThatWasChanged() throws Exception {
        var sent = draft(webhook(List.of(SECRET)), Operation.UPSERT, null, NOW, "{\"user_id\":\"u\"}");
        var body = Buffer.buffer(sent.request().body().toString().replace("\"u\"", "\"v\""));
        var response = raw(HttpMethod.POST, "/webhook-tr", sent.request().headers(), body);
        assertThat(response.status()).isEqualTo(401);
    }

    @Test
    void failsAsOftenAsItIsTold() throws Exception {
        var segment = segment("seg-key");
        fail("segment-us", "{\"status\":503,\"count\":2,\"retryAfter\":3}");
        fail("segment-us", "{\"text\":\"<html>\",\"taken\":true}");
        var busy = new Answer.Retry(Duration.ofSeconds(3), VendorCode.VENDOR_ERROR, true);

        assertThat(send(segment, Operation.UPSERT, null, "{\"user_id\":\"u-1\"}"))
                .isEqualTo(busy);
        assertThat(send(segment, Operation.UPSERT, null, "{\"user_id\":\"u-1\"}"))
                .isEqualTo(busy);
        assertThat(received("segment-us").getJsonArray("records")).isEmpty();
        assertThat(codes(send(segment, Operation.UPSERT, null, "{\"user_id\":\"u-1\"}")))
                .containsExactly("ANSWER_UNREADABLE");
        assertThat(received("segment-us").getJsonArray("records")).hasSize(1);
        assertThat(codes(send(segment, Operation.UPSERT, null, "{\"user_id\":\"u-1\"}")))
                .containsExactly("OK");
    }

    @Test
    void dropsAndHangsWhenTold() throws Exception {
        var segment = segment("seg-key");
        fail("segment-us", "{\"drop\":true,\"taken\":true}");
        fail("segment-us", "{\"hang\":true}");

        assertThatThrownBy(() -> send(segment, Operation.UPSERT, null, "{\"user_id\":\"u-1\"}"))
                .isInstanceOf(ExecutionException.class);
        var hanging = request(HttpMethod.POST, "/segment-us/v1/batch", Map.of(), Buffer.buffer("{}"));
        // The next request is answered, the one before it still is not.
        while (received("segment-us").getJsonArray("requests").size() < 2) {
            Thread.onSpinWait();
        }
        assertThat(codes(send(segment, Operation.UPSERT, null, "{\"dedupe\":\"other\",\"user_id\":\"u-2\"}")))
                .containsExactly("OK");
        assertThat(hanging.isComplete()).isFalse();
        assertThat(received("segment-us").getJsonArray("records")).hasSize(2);
    }

    @Test
    void failsAsLikelyAsItIsTold() throws Exception {
        fail("segment-us", "{\"status\":503,\"probability\":0.25}");
        fail("segment-us", "{\"status\":429,\"probability\":0.5,\"count\":1}");
        double[] drawn = {0.25, 0.5, 0.24, 0.99, 0.49, 0.99, 0.1, 0.3};
        Arrays.stream(drawn).forEach(draws::add);

        assertThat(statuses(5))
                .as("each request draws for the scripts in turn, until one is used up")
                .containsExactly(200, 503, 429, 200, 503);
        assertThat(draws).containsExactly(0.3);
        raw(HttpMethod.POST, "/_sandbox/reset", Map.of(), Buffer.buffer());
        assertThat(statuses(1)).containsExactly(200);
        assertThat(draws).hasSize(1);
    }

    private List<Integer> statuses(int requests) throws Exception {
        var statuses = new ArrayList<Integer>();
        for (int i = 0; i < requests; i++) {
            statuses.add(raw(HttpMethod.POST, "/segment-us/v1/batch", SEGMENT, Buffer.buffer("{\"batch\":[]}"))
                    .status());
        }
        return statuses;
    }

    @Test
    void answersByteByByteAndCutsAnswersWhenTold() throws Exception {
        var segment = segment("seg-key");
        fail("segment-us", "{\"trickle\":1}");
        fail("segment-us", "{\"cut\":true}");

        assertThat(codes(send(segment, Operation.UPSERT, null, "{\"user_id\":\"u-1\"}")))
                .as("slow, and whole")
                .containsExactly("OK");
        assertThatThrownBy(() -> send(segment, Operation.UPSERT, null, "{\"dedupe\":\"other\",\"user_id\":\"u-2\"}"))
                .isInstanceOf(ExecutionException.class);
        assertThat(received("segment-us").getJsonArray("records"))
                .as("both were taken")
                .hasSize(2);
    }

    /** What a vendor does that answers a byte a second, or whose connection breaks within its answer. */
    @Test
    void whatIsSlowOrCutHasBegun() throws Exception {
        fail("segment-us", "{\"trickle\":60000}");
        fail("segment-us", "{\"cut\":true}");
        var slow = new CompletableFuture<Buffer>();
        begun(slow::complete, _ -> {});
        assertThat(slow.get(20, TimeUnit.SECONDS).length())
                .as("the next comes in a minute")
                .isEqualTo(1);

        var half = Buffer.buffer();
        var broken = new CompletableFuture<Throwable>();
        var announced = begun(half::appendBuffer, broken::complete);
        assertThat(broken.get(20, TimeUnit.SECONDS)).isInstanceOf(HttpClosedException.class);
        assertThat(half.length()).isEqualTo(announced / 2).isPositive();
    }

    /** The length of an answer that has begun, whose pieces and end go to others. */
    private int begun(Handler<Buffer> piece, Handler<Throwable> end) throws Exception {
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost("127.0.0.1")
                .setPort(sandbox.port())
                .setURI("/segment-us/v1/batch");
        SEGMENT.forEach(options::putHeader);
        // On the event loop all along: attached from this thread, the handlers could come after the first byte.
        return await(client.request(options)
                .compose(
                        request -> request.send(Buffer.buffer("{\"batch\":[]}")).map(response -> {
                            response.exceptionHandler(end).handler(piece);
                            return Integer.parseInt(response.getHeader("Content-Length"));
                        })));
    }

    @Test
    void countsInTheVendorsOwnTerms() throws Exception {
        var iterable = iterable(Map.of());
        send(iterable, Operation.UPSERT, null, "{\"user_id\":\"u-1\"}", "{\"user_id\":\"u-gone\"}");
        send(iterable, Operation.ADD, "vip", "{\"user_id\":\"u-1\"}");
        fail("iterable-eu", "{\"drop\":true}");
        assertThatThrownBy(() -> send(iterable, Operation.ADD, "vip", "{\"user_id\":\"u-1\"}"))
                .isInstanceOf(ExecutionException.class);
        fail("iterable-eu", "{\"status\":502,\"taken\":true}");
        send(iterable, Operation.ADD, "vip", "{\"user_id\":\"u-1\"}");

        assertThat(counts()).hasSize(3);
        assertThat(counts().getJsonObject(0))
                .isEqualTo(
                        new JsonObject(
                                "{\"destination\":\"iterable-eu\",\"requests\":4,\"answers\":{\"200\":2,\"502\":1,\"none\":1},"
                                        + "\"records\":{\"upsert\":{\"taken\":1,\"refused\":1},\"add\":{\"taken\":2,\"refused\":0}}}"));
    }

    private JsonArray counts() throws Exception {
        return raw(HttpMethod.GET, "/_sandbox/received", Map.of(), Buffer.buffer())
                .body()
                .toJsonObject()
                .getJsonArray("destinations");
    }

    @Test
    void keepsEveryByteAlsoOfWhatItRefused() throws Exception {
        send(segment("wrong"), Operation.UPSERT, null, "{\"user_id\":\"u-refused\"}");
        send(segment("seg-key"), Operation.UPSERT, null, "{\"user_id\":\"u-taken\"}");
        var bytes = raw(HttpMethod.GET, "/_sandbox/received/segment-us/bytes", Map.of(), Buffer.buffer())
                .body();
        assertThat(bytes.toString()).contains("u-refused", "u-taken").endsWith("}\n");

        assertThat(raw(HttpMethod.POST, "/_sandbox/reset", Map.of(), Buffer.buffer())
                        .status())
                .isEqualTo(204);
        assertThat(received("segment-us"))
                .isEqualTo(new JsonObject(
                        "{\"destination\":\"segment-us\",\"complete\":true,\"requests\":[],\"records\":[]}"));
        assertThat(counts().getJsonObject(1))
                .isEqualTo(new JsonObject(
                        "{\"destination\":\"segment-us\",\"requests\":0,\"answers\":{},\"records\":{}}"));
    }

    @Test
    void saysWhenItCouldNotKeepEverything() throws Exception {
        await(sandbox.close());
        sandbox = start(100);
        send(segment("seg-key"), Operation.UPSERT, null, "{\"user_id\":\"u-1\"}");
        assertThat(received("segment-us").getBoolean("complete")).isFalse();
        assertThat(received("segment-us").getJsonArray("requests")).hasSize(1);
        assertThat(counts().getJsonObject(1).getJsonObject("records"))
                .as("counted all the same")
                .isEqualTo(new JsonObject("{\"identify\":{\"taken\":1,\"refused\":0}}"));
    }

    @Test
    void refusesWhatItDoesNotUnderstand() throws Exception {
        var empty = Buffer.buffer();
        assertThat(raw(HttpMethod.GET, "/_sandbox/received/nobody", Map.of(), empty)
                        .status())
                .isEqualTo(404);
        assertThat(raw(HttpMethod.POST, "/nobody/v1/batch", Map.of(), empty).status())
                .isEqualTo(404);
        for (var script : new String[] {
            "{\"statsu\":503}", "{\"status\":99}", "{\"count\":\"x\"}", "{\"probability\":0}", "[]", "{", ""
        }) {
            assertThat(raw(HttpMethod.POST, "/_sandbox/fail/segment-us", Map.of(), Buffer.buffer(script))
                            .status())
                    .as(script)
                    .isEqualTo(400);
        }
    }

    @Test
    void answersWrongShapesAsTheVendorDoes() throws Exception {
        var iterable = Map.of("Api-Key", "it-key");
        assertThat(raw(HttpMethod.POST, "/iterable-eu/api/users/bulkUpdate", iterable, Buffer.buffer("{"))
                        .body()
                        .toJsonObject()
                        .getString("code"))
                .isEqualTo("BadJsonBody");
        for (var body : new String[] {
            "{}",
            "{\"users\":[7]}",
            "{\"users\":[{}]}",
            "{\"users\":[],\"x\":1}",
            "{\"users\":[{\"userId\":\"u-1\",\"user_id\":\"u-1\"}]}"
        }) {
            assertThat(raw(HttpMethod.POST, "/iterable-eu/api/users/bulkUpdate", iterable, Buffer.buffer(body))
                            .status())
                    .as(body)
                    .isEqualTo(400);
            ticker.addAndGet(TimeUnit.SECONDS.toNanos(1));
        }
        assertThat(raw(HttpMethod.POST, "/segment-us/v1/batch", SEGMENT, Buffer.buffer("[]"))
                        .status())
                .isEqualTo(400);
        assertThat(raw(HttpMethod.POST, "/segment-us/v1/batch", SEGMENT, Buffer.buffer("{\"batch\":[7,{}]}"))
                        .status())
                .isEqualTo(200);
        assertThat(received("segment-us")
                        .getJsonArray("records")
                        .getJsonObject(0)
                        .getBoolean("accepted"))
                .isFalse();
    }

    private Sandbox start(int keptBytes) throws Exception {
        List<SimulatedVendor> vendors = List.of(
                new SimulatedIterable(
                        "iterable-eu", "it-key", ProjectType.HYBRID, false, Set.of("u-gone", "gone@example.com")),
                new SimulatedSegment("segment-us", "seg-key", null),
                new SimulatedWebhook("webhook-tr", List.of(OLD_SECRET, SECRET)));
        var settings = new SandboxSettings("127.0.0.1", 0, vendors, keptBytes);
        return await(Sandbox.start(vertx, settings, () -> NOW, ticker::get, new Drawn()));
    }

    private final class Drawn implements RandomGenerator {

        @Override
        public double nextDouble() {
            return draws.remove();
        }

        @Override
        public long nextLong() {
            throw new UnsupportedOperationException();
        }
    }

    private Connector iterable(Map<String, ?> more) {
        var settings = new HashMap<String, Object>(
                Map.of("region", "eu", "api_key", "it-key", "lists", Map.of("vip", 1234), "sandbox", true));
        settings.put("endpoint", sandbox.endpoint("iterable-eu").toString());
        settings.putAll(more);
        return connector("iterable", settings);
    }

    private Connector segment(String writeKey) {
        var endpoint = sandbox.endpoint("segment-us").toString();
        return connector(
                "segment", Map.of("region", "us", "write_key", writeKey, "sandbox", true, "endpoint", endpoint));
    }

    private Connector webhook(List<String> secrets) {
        var url = sandbox.endpoint("webhook-tr").toString();
        return connector("webhook", Map.of("url", url, "country", "TR", "sandbox", true, "secret", secrets));
    }

    private static Connector connector(String vendor, Map<String, ?> settings) {
        return Vendors.all().find(vendor).connect(new Settings("destinations.x", settings));
    }

    private Answer send(Connector connector, Operation operation, String audience, String... records) throws Exception {
        return exchange(connector, draft(connector, operation, audience, NOW, records));
    }

    private static Sent draft(
            Connector connector, Operation operation, String audience, Instant at, String... records) {
        var draft = connector.draft(
                new Attempt(operation, audience, new Use("newsletter", Channel.EMAIL), "req-1", NOW, at, 0));
        for (int i = 0; i < records.length; i++) {
            assertThat(draft.add(JsonRecord.of(i, records[i]))).isEqualTo(Draft.Taken.TAKEN);
        }
        return draft.finish();
    }

    private Answer exchange(Connector connector, Sent sent) throws Exception {
        var request = sent.request();
        return connector.read(sent, raw(request.method(), request.pathAndQuery(), request.headers(), request.body()));
    }

    private static List<String> codes(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Done.class);
        var codes = new ArrayList<String>();
        for (RecordResult result : ((Answer.Done) answer).results()) {
            codes.add(result.code().name());
        }
        return codes;
    }

    private JsonObject received(String destination) throws Exception {
        return raw(HttpMethod.GET, "/_sandbox/received/" + destination, Map.of(), Buffer.buffer())
                .body()
                .toJsonObject();
    }

    private void fail(String destination, String script) throws Exception {
        assertThat(raw(HttpMethod.POST, "/_sandbox/fail/" + destination, Map.of(), Buffer.buffer(script))
                        .status())
                .isEqualTo(204);
    }

    private VendorResponse raw(HttpMethod method, String path, Map<String, String> headers, Buffer body)
            throws Exception {
        return await(request(method, path, headers, body));
    }

    private Future<VendorResponse> request(HttpMethod method, String path, Map<String, String> headers, Buffer body) {
        var options = new RequestOptions()
                .setMethod(method)
                .setHost("127.0.0.1")
                .setPort(sandbox.port())
                .setURI(path);
        headers.forEach(options::putHeader);
        // The answer's body is asked for in the task that saw its head, or it may have passed by.
        return client.request(options)
                .compose(request -> request.send(body)
                        .compose(response -> response.body()
                                .map(answer ->
                                        new VendorResponse(response.statusCode(), response.headers(), answer, NOW))));
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
