package io.activationgateway.gateway.region;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.ulid.UlidCreator;
import io.activationgateway.gateway.region.GatewayClient.Reply;
import io.activationgateway.gateway.region.NodeFixture.Setup;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Activations that are answered before they are sent, over HTTP. */
@TestInstance(Lifecycle.PER_CLASS)
class OutboxApiTest {

    private static final String HOOK = "iterable-eu";
    private static final String OTHER = "webhook-gb";
    private static final String NEWSLETTER = "purpose=email-newsletter";

    /** The courier's tries of what the outbox has are over by then. */
    private static final Duration PAST_THE_FIRST_TRY = Duration.ofSeconds(31);

    private NodeFixture node;

    @BeforeAll
    void start() {
        node = NodeFixture.start(setup());
    }

    Setup setup() {
        return Setup.EU;
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @BeforeEach
    void forget() {
        node.forgetReceived();
        Await.until("the node decides", () -> decides(node));
    }

    @Test
    void aBatchIsAcceptedAndSentLater() {
        granted("ada@example.com");
        var accepted = queued(newId(), NodeFixture.row("a-1", "ada@example.com"), stranger("s-1"));

        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.counts().getInteger("received")).isEqualTo(2);
        assertThat(accepted.counts().getInteger("withheld")).isEqualTo(1);
        assertThat(accepted.counts().getInteger("waiting")).isEqualTo(1);
        var done = done(accepted);
        assertThat(done.counts().getInteger("forwarded")).isEqualTo(1);
        assertThat(sum(done.counts())).isEqualTo(2);
        var results = results(accepted);
        assertThat(results).extracting(line -> line.getString("outcome")).containsExactly("forwarded", "withheld");
        assertThat(results).extracting(line -> line.getString("id")).containsExactly("a-1", "s-1");
        assertThat(node.received(HOOK)).hasSize(1);
    }

    @Test
    void aRepetitionIsTheSameActivationAndAnotherBodyIsRefused() {
        granted("ben@example.com");
        var id = newId();
        var first = queued(id, NodeFixture.row("b-1", "ben@example.com"));
        done(first);
        var again = queued(id, NodeFixture.row("b-1", "ben@example.com"));

        assertThat(again.status()).isEqualTo(202);
        assertThat(again.json().getString("status")).isEqualTo(first.json().getString("status"));
        assertThat(again.counts().getInteger("forwarded")).isEqualTo(1);
        assertThat(queued(id, NodeFixture.row("b-2", "ben@example.com")).code()).isEqualTo("activation-differs");
        assertThat(node.received(HOOK)).hasSize(1);
    }

    @Test
    void aMisdirectedRowIsNamedAndNothingOfItIsKept() {
        granted("cid@example.com");
        var accepted = queued(
                newId(),
                NodeFixture.row("c-1", "cid@example.com"),
                NodeFixture.row("ayse-row", "ayse@example.com").put("country", "TR"));

        assertThat(accepted.json().getJsonArray("misdirected").getJsonObject(0))
                .isEqualTo(new JsonObject()
                        .put("index", 1)
                        .put("id", "ayse-row")
                        .put("home", "tr-istanbul")
                        .put("reason", "residency.home-region"));
        done(accepted);
        assertThat(results(accepted).get(1).getString("id")).isNull();
        assertThat(results(accepted).get(1).getString("outcome")).isEqualTo("misdirected");
    }

    @Test
    void theResultsOfAChosenIdAreKeptForWhoeverAsksAgain() {
        granted("dan@example.com");
        var id = newId();
        var row = NodeFixture.row("d-1", "dan@example.com");
        var first = posted(id, row);
        var again = posted(id, row);

        assertThat(first.counts().getInteger("forwarded")).as(first.body()).isEqualTo(1);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.counts().getInteger("forwarded")).isEqualTo(1);
        assertThat(again.result(0).getString("id")).isEqualTo("d-1");
        assertThat(again.json().getString("activation")).isEqualTo(id);
        assertThat(node.received(HOOK)).hasSize(1);
        assertThat(node.client().get("/v1/activations/" + id).counts().getInteger("forwarded"))
                .isEqualTo(1);
    }

    @Test
    void onlyWhoPostedMayRead() {
        granted("eve@example.com");
        var accepted = queued(newId(), NodeFixture.row("e-1", "eve@example.com"));
        var path = accepted.header("Location");

        for (var asked : List.of(path, path + "/results")) {
            assertThat(node.client(NodeFixture.NARROW).get(asked).code()).isEqualTo("unknown-activation");
            assertThat(node.client().get(asked).status()).isEqualTo(200);
        }
        assertThat(node.client().get("/v1/activations/nonsense").code()).isEqualTo("unknown-activation");
        done(accepted);
    }

    @Test
    void aVendorThatFailsIsTriedAgainUntilItTakesTheRecord() {
        granted("fay@example.com");
        node.fail(HOOK, new JsonObject().put("status", 500).put("count", 4));
        var accepted = queued(newId(), NodeFixture.row("f-1", "fay@example.com"));

        var done = eventually(node, accepted, counts -> counts.getInteger("forwarded") == 1);
        assertThat(sum(done.counts())).isEqualTo(1);
    }

    @Test
    void whoWithdrewMeanwhileIsWithheldOrUncertainWithTheTriesBefore() {
        assertThat(withdrawnAfterTries("gil@example.com", 429))
                .as("the vendor took none")
                .isEqualTo("withheld");
        node.forgetReceived();
        assertThat(withdrawnAfterTries("gus@example.com", 503))
                .as("nobody knows")
                .isEqualTo("uncertain");
    }

    /**
     * The outcome of a record that a vendor of its own, whose circuit may open, refuses until its person withdraws, and then
     * would take.
     */
    private String withdrawnAfterTries(String email, int status) {
        var id = "row of " + email;
        granted(email);
        node.fail(OTHER, new JsonObject().put("status", status).put("count", 1_000));
        var accepted = node.client()
                .activation(OTHER, NEWSLETTER)
                .header("Prefer", "respond-async")
                .records(List.of(NodeFixture.row(id, email)))
                .send();
        Await.until("it is tried", () -> tries(id) > 0);
        node.client().consents(NodeFixture.withdrawal("w-" + email.substring(0, 3), email));
        node.forgetReceived();

        done(accepted);
        assertThat(tries(id)).isZero();
        var result = results(accepted).getFirst();
        assertThat(result.getString("reason")).as(result.encode()).isEqualTo("consent.withdrawn");
        assertThat(result.getInteger("attempts")).as(result.encode()).isPositive();
        return result.getString("outcome");
    }

    private int tries(String id) {
        return node.receivedBytes(OTHER).split(Pattern.quote(id), -1).length - 1;
    }

    @Test
    void anErasedPersonIsForgotten() {
        granted("hal@example.com");
        var accepted = queued(newId(), NodeFixture.row("hal@example.com", "hal@example.com"));
        done(accepted);
        assertThat(results(accepted).getFirst().getString("id")).isEqualTo("hal@example.com");

        var erased = node.client()
                .call("POST", "/v1/erasures")
                .records(List.of(new JsonObject()
                        .put("event", "erasure-hal")
                        .put("identifiers", new JsonObject().put("email", "hal@example.com"))))
                .send();
        assertThat(erased.status()).isEqualTo(200);
        assertThat(results(accepted).getFirst().getString("id")).isNull();
        assertThat(results(accepted).getFirst().getString("outcome")).isEqualTo("forwarded");
    }

    @Test
    void deadLettersAreForThoseWhoHaveTheRight() {
        assertThat(node.client().get("/v1/dead-letters").json().getInteger("count"))
                .isZero();
        assertThat(node.client(NodeFixture.NARROW).get("/v1/dead-letters").code())
                .isEqualTo("forbidden");
        var dry =
                node.client().call("POST", "/v1/dead-letters/redrive?dry=true").send();
        assertThat(dry.json().getBoolean("dry")).isTrue();
        assertThat(node.client()
                        .call("POST", "/v1/dead-letters/redrive")
                        .send()
                        .json()
                        .getInteger("redriven"))
                .isZero();
    }

    @Test
    void whatIsPostedAsCsvIsSentAsCsvIsSent() {
        granted("ida@example.com");
        var accepted = node.client()
                .activation(HOOK, NEWSLETTER)
                .header("Prefer", "respond-async")
                .body(
                        "text/csv",
                        "id,email,country,birth_date,first_name\ni-1,ida@example.com,DE,1988-04-02,\"I\"\"da\"\n")
                .send();
        done(accepted);
        assertThat(results(accepted).getFirst().getString("outcome")).isEqualTo("forwarded");
        assertThat(node.received(HOOK)).anyMatch(record -> record.encode().contains("I\\\"da"));
    }

    @Test
    void whatACallerLeftBehindIsFinishedAndKept() throws Exception {
        var id = newId();
        try (var vendor = new HeldVendor();
                var other = NodeFixture.start(setup().with("webhook-gb", vendor.url()))) {
            other.client()
                    .consents(
                            NodeFixture.grant("g-joe", "joe@example.com"),
                            NodeFixture.grant("g-lea", "lea@example.com"));
            var body = NodeFixture.records(List.of(NodeFixture.row("j-1", "joe@example.com")))
                    .encode();
            try (var _ = caller(other, "Activation-Id: " + id + "\r\n", body)) {
                vendor.awaitRequests(1);
                assertThat(again(other, id, body).code()).isEqualTo("activation-running");
            }
            vendor.release();
            assertThat(kept(other, id).counts().getInteger("forwarded")).isEqualTo(1);
            assertThat(vendor.bodies()).hasSize(1);

            vendor.hold();
            var unnamed = NodeFixture.records(List.of(NodeFixture.row("l-1", "lea@example.com")))
                    .encode();
            try (var caller = caller(other, "", unnamed)) {
                vendor.awaitRequests(1);
                caller.shutdownOutput();
                assertThat(caller.getInputStream().read())
                        .as("the gateway knows")
                        .isNegative();
            }
            vendor.release();
            // The vendor's keys show by which id.
            var ours = vendor.ids().getLast().substring(0, id.length());
            assertThat(kept(other, ours).counts().getInteger("forwarded")).isEqualTo(1);
            assertThat(again(other, ours, unnamed).result(0).getString("id")).isEqualTo("l-1");
            assertThat(vendor.bodies()).hasSize(2);
        }
    }

    /** Somebody who posts and does not wait. */
    private static Socket caller(NodeFixture node, String header, String body) throws IOException {
        var caller = new Socket(InetAddress.getLoopbackAddress(), node.baseUrl().getPort());
        caller.getOutputStream()
                .write(("POST /v1/activations/webhook-gb?" + NEWSLETTER + " HTTP/1.1\r\nHost: gateway\r\n"
                                + "Authorization: Bearer " + node.secret(NodeFixture.CRM) + "\r\n"
                                + header + "Content-Type: application/json\r\n"
                                + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                        .getBytes(UTF_8));
        return caller;
    }

    private static Reply again(NodeFixture node, String id, String body) {
        return node.client()
                .activation("webhook-gb", NEWSLETTER)
                .header("Activation-Id", id)
                .body("application/json", body)
                .send();
    }

    private static Reply kept(NodeFixture node, String id) {
        var path = "/v1/activations/" + id;
        Await.until("the results are kept", () -> node.client().get(path).status() == 200);
        return node.client().get(path);
    }

    /** The vendor recognises what it may have taken already, whichever try says it again and however late. */
    @Test
    void whatIsSaidAgainHasTheKeyItHadBefore() throws Exception {
        try (var vendor = new HeldVendor();
                var other = NodeFixture.start(setup().with("webhook-gb", vendor.url()))) {
            other.client().consents(NodeFixture.grant("g-kim", "kim@example.com"));
            var accepted = other.client()
                    .activation("webhook-gb", NEWSLETTER)
                    .header("Prefer", "respond-async")
                    .records(List.of(NodeFixture.row("k-1", "kim@example.com")))
                    .send();
            vendor.awaitRequests(1);
            other.clock().tick(PAST_THE_FIRST_TRY);
            vendor.answer(500);
            vendor.release();
            // One more than the courier's own tries.
            eventually(other, accepted, _ -> vendor.ids().size() > 4);
            vendor.answer(200);
            var done = done(other, accepted);
            assertThat(Set.copyOf(vendor.ids())).hasSize(1);
            assertThat(vendor.ids().getFirst()).startsWith(accepted.json().getString("activation") + "-");
            assertThat(done.counts().getInteger("forwarded")).as(done.body()).isEqualTo(1);
            assertThat(sum(done.counts())).isEqualTo(1);
            assertThat(results(other, accepted).getFirst().getString("outcome")).isEqualTo("forwarded");
        }
    }

    @Test
    void aVendorsJobThatEndsInTimeIsTheOutcome() {
        granted("nia@example.com");
        var answer = imported("wait=8", NodeFixture.row("n-1", "nia@example.com"));
        assertThat(answer.result(0).getString("state")).as(answer.body()).isEqualTo("applied");

        var later = imported("respond-async", NodeFixture.row("n-2", "nia@example.com"));
        done(later);
        assertThat(results(later).getFirst().getString("state")).isEqualTo("applied");
    }

    @Test
    void aVendorsJobThatEndsAfterTheAnswerIsInTheResults() {
        granted("ole@example.com");
        var answer = imported("wait=1", NodeFixture.row("o-1", "ole@example.com"));
        assertThat(answer.result(0).getString("outcome")).as(answer.body()).isEqualTo("forwarded");
        assertThat(answer.result(0).getString("state")).isEqualTo("accepted");

        var path = "/v1/activations/" + answer.json().getString("activation");
        Await.until("the job's end is known", () -> {
            pass(node, Duration.ofMillis(100));
            return node.client().get(path).json().getInteger("in_vendor_jobs") == 0;
        });
        var result = new JsonObject(node.client().get(path + "/results").body());
        assertThat(result.getString("id")).isEqualTo("o-1");
        assertThat(result.getString("state")).isEqualTo("applied");
        assertThat(result.getJsonObject("fields")).isEqualTo(answer.result(0).getJsonObject("fields"));
        assertThat(node.client().get(path).counts().getInteger("forwarded")).isEqualTo(1);
    }

    @Test
    void aVendorsJobThatOutlastsTheFirstTryIsInTheResults() {
        granted("pia@example.com");
        var accepted = imported("respond-async", NodeFixture.row("p-1", "pia@example.com"));
        Await.until("the vendor has it", () -> !node.received("klaviyo-us").isEmpty());
        node.clock().tick(PAST_THE_FIRST_TRY);

        var path = accepted.header("Location");
        Await.until("the job's end is known", () -> {
            pass(node, Duration.ofMillis(100));
            var status = node.client().get(path).json();
            return status.getJsonObject("counts").getInteger("waiting") == 0
                    && status.getInteger("in_vendor_jobs") == 0;
        });
        assertThat(node.client().get(path).counts().getInteger("forwarded")).isEqualTo(1);
        assertThat(results(accepted).getFirst().getString("state")).isEqualTo("applied");
        assertThat(node.received("klaviyo-us")).hasSize(1);
    }

    private Reply imported(String prefer, JsonObject row) {
        return node.client()
                .activation("klaviyo-us", NEWSLETTER)
                .header("Prefer", prefer)
                .header("Activation-Id", newId())
                .records(List.of(row))
                .send();
    }

    private void granted(String email) {
        assertThat(node.client()
                        .consents(NodeFixture.grant("g-" + email.substring(0, 3), email))
                        .status())
                .isEqualTo(200);
    }

    private static JsonObject stranger(String id) {
        return NodeFixture.row(id, id + "@example.org");
    }

    private static String newId() {
        return UlidCreator.getUlid().toString();
    }

    private Reply queued(String id, JsonObject... rows) {
        return node.client()
                .activation(HOOK, NEWSLETTER)
                .header("Prefer", "respond-async")
                .header("Activation-Id", id)
                .records(List.of(rows))
                .send();
    }

    private Reply posted(String id, JsonObject... rows) {
        return node.client()
                .activation(HOOK, NEWSLETTER)
                .header("Activation-Id", id)
                .records(List.of(rows))
                .send();
    }

    private Reply done(Reply accepted) {
        return done(node, accepted);
    }

    private static Reply done(NodeFixture node, Reply accepted) {
        return eventually(node, accepted, counts -> counts.getInteger("waiting") == 0);
    }

    private static Reply eventually(NodeFixture node, Reply accepted, Predicate<JsonObject> wanted) {
        var path = accepted.header("Location");
        Await.until("the activation comes so far", () -> {
            pass(node, Duration.ofMillis(10));
            return wanted.test(node.client().get(path).counts());
        });
        return node.client().get(path);
    }

    /** Pauses are legal time, which stands still here unless it is moved: no faster than the node renews its lease. */
    private static void pass(NodeFixture node, Duration time) {
        if (decides(node)) {
            node.clock().pass(time);
        }
    }

    private static boolean decides(NodeFixture node) {
        return node.client().get("/health/ready").status() == 200;
    }

    private List<JsonObject> results(Reply accepted) {
        return results(node, accepted);
    }

    private static List<JsonObject> results(NodeFixture node, Reply accepted) {
        var reply = node.client().get(accepted.header("Location") + "/results");
        assertThat(reply.header("Content-Type")).isEqualTo("application/x-ndjson");
        return Stream.of(reply.body().split("\n")).map(JsonObject::new).toList();
    }

    private static int sum(JsonObject counts) {
        return counts.stream()
                .filter(count -> !count.getKey().equals("received"))
                .mapToInt(count -> (Integer) count.getValue())
                .sum();
    }
}
