package io.activationgateway.connectors.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.protobuf.util.JsonFormat;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.ConnectorContract;
import io.activationgateway.connectors.Draft;
import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.Fixture;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.Vendor;
import io.activationgateway.connectors.VendorResponse;
import io.activationgateway.connectors.courier.CourierSettings;
import io.activationgateway.connectors.courier.Pem;
import io.activationgateway.connectors.courier.Reach;
import io.activationgateway.connectors.courier.SdkConnection;
import io.activationgateway.connectors.temporal.CaughtCall.Catcher;
import io.grpc.Metadata;
import io.temporal.api.common.v1.Payload;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The fixtures of Temporal are gRPC calls: {@code request.json} has the call's name, its message as a server gets it, in
 * the JSON form of protocol buffers, and what its payload holds once unsealed; {@code temporal-kinds.json} how each kind of
 * namespace is reached. {@code reply.json} lists answers and statuses, {@code results.json} what they mean.
 */
@Timeout(120)
class TemporalContractTest extends ConnectorContract {

    private static final String STANDS_FOR_SEALED = "c2VhbGVk";

    @TempDir
    private static Path folder;

    private static Pem client;
    private static Pem server;
    private static Catcher catcher;
    private static final Map<String, SdkConnection> CONNECTIONS = new HashMap<>();

    @BeforeAll
    static void listen() throws Exception {
        client = Pem.of(folder, "gateway.example");
        server = Pem.of(folder, kinds().stream().map(kind -> kind.host()).toArray(String[]::new));
        catcher = new Catcher(server, client);
    }

    @AfterAll
    static void stop() throws Exception {
        CONNECTIONS.values().forEach(SdkConnection::close);
        catcher.stop();
    }

    /** How a kind of namespace is reached. */
    private record Kind(String name, JsonObject json) {

        String host() {
            return json.getString("authority").replaceFirst(":.*", "");
        }

        boolean certificate() {
            return json.getBoolean("clientCertificate");
        }
    }

    @Override
    protected Vendor vendor() {
        return new TemporalVendor();
    }

    @Override
    protected Map<String, Object> settings() {
        var settings = new HashMap<>(TemporalTest.settings());
        settings.remove("api_key");
        return settings;
    }

    /** Sealing and base64 add a third. */
    @Override
    protected String large(int bytes) {
        return super.large(bytes / 4 * 3 - 200);
    }

    @Override
    @TestFactory
    protected Stream<DynamicTest> saysAndReadsWhatTheFixturesSay() {
        return Fixture.allOf("temporal").stream()
                .flatMap(fixture -> kinds().stream()
                        .map(kind -> dynamicTest(fixture.name() + ", " + kind.name(), () -> check(fixture, kind))));
    }

    private void check(Fixture fixture, Kind kind) throws Exception {
        // given
        var usual = settings();
        kind.json().getJsonObject("settings").forEach(entry -> usual.put(entry.getKey(), entry.getValue()));
        var connector = vendor().connect(fixture.settings(usual));
        var attempt = fixture.attempt();
        assertThat(connector.refusal(
                        attempt.operation(), attempt.audience(), attempt.use().channel()))
                .isNull();
        var draft = connector.draft(attempt);
        assertThat(draft.add(fixture.records().getFirst())).isEqualTo(Draft.Taken.TAKEN);
        var sent = draft.finish();
        assertThat(connector.endpoint().host() + ":" + connector.endpoint().port())
                .isEqualTo(kind.json().getString("authority"));

        // when, then
        var results = new ArrayList<JsonObject>();
        for (var reply : fixture.elements("reply.json")) {
            catcher.answer(reply);
            results.add(result(connector, sent, kind));
            checkCall(fixture.json("request.json"), kind, catcher.caught());
        }
        assertThat(results).isEqualTo(fixture.results());
    }

    private static JsonObject result(Connector connector, Sent sent, Kind kind) throws Exception {
        var under = connection(connector, kind).call(sent.request(), Duration.ofSeconds(20));
        try {
            var reply = under.reply().toCompletableFuture().get(30, TimeUnit.SECONDS);
            return asJson(connector.read(
                    sent, new VendorResponse(reply.status(), HttpHeaders.headers(), reply.body(), Fixture.AT)));
        } catch (ExecutionException none) {
            return new JsonObject().put("unanswered", true);
        }
    }

    private static SdkConnection connection(Connector connector, Kind kind) throws Exception {
        var open = CONNECTIONS.get(kind.name());
        if (open == null) {
            var there = connector.endpoint();
            var own = kind.certificate() ? new Reach.ClientCertificate(client.certificate(), client.key()) : null;
            open = new TemporalVendor()
                    .connection(
                            new Endpoint(
                                    URI.create("https://" + there.host() + ":" + catcher.port()),
                                    there.countries(),
                                    false),
                            InetAddress.getLoopbackAddress(),
                            CourierSettings.DEFAULTS.reaching(new Reach(true, own, server.certificate(), null)));
            open.ready(Duration.ofSeconds(30)).toCompletableFuture().get(30, TimeUnit.SECONDS);
            CONNECTIONS.put(kind.name(), open);
        }
        return open;
    }

    private static void checkCall(JsonObject expected, Kind kind, CaughtCall caught) throws Exception {
        assertThat(caught.method()).isEqualTo(expected.getString("call"));
        assertThat(caught.authority()).isEqualTo(kind.host() + ":" + catcher.port());
        assertThat(caught.certificate()).isEqualTo(kind.certificate());
        for (var name : List.of("temporal-namespace", "authorization")) {
            assertThat(caught.metadata().get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)))
                    .as(name)
                    .isEqualTo(kind.json().getJsonObject("metadata").getString(name));
        }
        var said = caught.message().containsKey("signalInput") ? "signalInput" : "input";
        var payload =
                caught.message().getJsonObject(said).getJsonArray("payloads").getJsonObject(0);
        var sealed = Payload.newBuilder();
        JsonFormat.parser().merge(payload.encode(), sealed);
        var unsealed = Unsealed.json(sealed.build());
        payload.put("data", STANDS_FOR_SEALED);
        assertThat(caught.message()).isEqualTo(expected.getJsonObject("message"));
        assertThat(new JsonObject(unsealed)).isEqualTo(expected.getJsonObject("sealed"));
        if (expected.containsKey("contains")) {
            assertThat(unsealed)
                    .contains(expected.getJsonArray("contains").stream()
                            .map(String.class::cast)
                            .toList());
        }
    }

    private static List<Kind> kinds() {
        try {
            var all = new JsonObject(
                    Buffer.buffer(Files.readAllBytes(Path.of("src/test/resources/fixtures/temporal-kinds.json"))));
            return all.fieldNames().stream()
                    .map(name -> new Kind(name, all.getJsonObject(name)))
                    .toList();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
