package io.activationgateway.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.activationgateway.gateway.region.GatewayClient.Call;
import io.activationgateway.gateway.region.NodeFixture;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The document against the routes and the real answers of a started node. */
class OpenApiTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ACTIVATIONS = "/v1/activations/{destination}";
    private static final String DECISIONS = "/v1/decisions/{destination}";
    private static final String CONSENTS = "/v1/consents";
    private static final String NEWSLETTER = "?purpose=email-newsletter";
    private static final String ADA = "{\"id\":\"c-1\",\"email\":\"ada@example.com\",\"country\":\"DE\"}";

    private static OpenApi api;
    private static NodeFixture node;

    @BeforeAll
    static void start() throws Exception {
        api = OpenApi.load();
        node = NodeFixture.start();
        assertThat(results(consents(
                        event("ev-1", "ada@example.com", "DE", "GRANTED", "2026-01-02T10:00:00Z"),
                        event("ev-2", "grace@example.com", "FR", "WITHDRAWN", "2026-01-02T10:00:00Z"))))
                .containsExactly("applied", "applied");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void everyKindOfConsentAnswerIsDescribed() throws Exception {
        var answer = consents(
                event("ev-3", "grace@example.com", "FR", "GRANTED", "2026-01-01T10:00:00Z"),
                event("ev-4", "mehmet@example.com", "TR", "GRANTED", "2026-01-01T10:00:00Z"),
                event("ev-5", "mehmet@example.com", "TR", "WITHDRAWN", "2026-01-01T10:00:00Z"),
                "{\"event\":\"ev-6\",\"identifiers\":{\"email\":\"ada@example.com\"},\"state\":\"MAYBE\"}",
                "{\"identifiers\":{}}");

        assertThat(results(answer)).containsExactly("superseded-by", "misdirected", "applied", "failed", "failed");
        assertThat(answer.at("/results/2/home").asText()).isEqualTo("tr-istanbul");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/withdrawals, ''",
        "/v1/objections, '\"objection\":\"ALL_DM\",'",
        "/v1/restrictions, '\"restriction\":\"SET\",'",
        "/v1/erasures, ''",
    })
    void everyStatementIsDescribed(String path, String told) throws Exception {
        var answer = post(
                path,
                "",
                "application/x-ndjson",
                "{\"event\":\"st-1\"," + told + "\"identifiers\":{\"email\":\"edith@example.com\"}}",
                200);

        assertThat(results(answer)).containsExactly("applied");
        assertThat(answer.path("reached").asText()).isEqualTo("reports");
    }

    @Test
    void whatIsHeldAboutAPersonIsDescribed() throws Exception {
        consents(event("lk-1", "lookup@example.com", "DE", "GRANTED", "2026-01-02T10:00:00Z"));
        var question = "{\"identifiers\":{\"email\":\"lookup@example.com\"},\"event\":\"lk-1\"}";

        var held = post("/v1/subjects/lookup", "", "application/x-ndjson", question + "\n{}", 200);
        post("/v1/subjects/receipt", "", "application/x-ndjson", question, 200);
        var none = post("/v1/subjects/receipt", "", "application/x-ndjson", question.replace("lk-1", "lk-2"), 404);
        var export = check("/v1/register/export", call("GET", "/v1/register/export"), 200);

        assertThat(held.at("/results/0/subjects/0/events/0/event").asText()).isEqualTo("lk-1");
        assertThat(held.at("/results/1/reason").asText()).isEqualTo("input.identifier");
        assertThat(code(none)).isEqualTo("no-grant");
        assertThat(export.asText().lines())
                .allSatisfy(line -> assertThat(api.errors(api.schema("ExportedEvent"), JSON.readTree(line)))
                        .isEmpty());
    }

    @Test
    void whoWasToldOfAnOptOutIsDescribed() throws Exception {
        consents(event("oo-1", "optout@example.com", "DE", "GRANTED", "2026-01-02T10:00:00Z"));
        var row = "{\"id\":\"c-1\",\"email\":\"optout@example.com\",\"country\":\"DE\"}";
        post(ACTIVATIONS, NEWSLETTER, "application/x-ndjson", row, 200);
        var about = "{\"event\":\"oo-2\",\"identifiers\":{\"email\":\"optout@example.com\"}}";
        post("/v1/erasures", "", "application/x-ndjson", about, 200);

        var held = post("/v1/subjects/lookup", "", "application/x-ndjson", about, 200);
        assertThat(held.at("/results/0/recipients/0/identifiers/0").asText()).isEqualTo("email");
        JsonNode told;
        do {
            told = post("/v1/subjects/opt-outs", "", "application/x-ndjson", about + "\n{}", 200);
        } while (told.at("/results/0/opt_outs").isEmpty());
        assertThat(told.at("/results/0/opt_outs/0/event").asText()).isEqualTo("oo-2");
        assertThat(told.at("/results/1/reason").asText()).isEqualTo("input.identifier");
        assertThat(check("/v1/opt-outs", call("GET", "/v1/opt-outs"), 200).path("destinations"))
                .isNotEmpty();
    }

    @Test
    void everyKindOfRecordIsDescribed() throws Exception {
        var answer = post(ACTIVATIONS, NEWSLETTER, "application/x-ndjson", mixed(), 200);

        assertThat(answer.path("results").findValuesAsText("outcome"))
                .containsExactly("forwarded", "withheld", "misdirected", "failed");
        assertThat(answer.at("/results/0/fields/dropped").toString()).contains("birth_date", "mystery");
        assertThat(answer.path("sandbox").asBoolean()).isTrue();
    }

    @Test
    void anActivationThatIsSentLaterIsDescribed() throws Exception {
        var call = call("POST", path(ACTIVATIONS) + NEWSLETTER)
                .header("Prefer", "respond-async")
                .header("Activation-Id", "01JTF3Z6M0R6S4Q0V3T5W7X9YA")
                .body("application/x-ndjson", mixed());

        var accepted = check(ACTIVATIONS, call, 202);
        assertThat(accepted.at("/misdirected/0/home").asText()).isEqualTo("tr-istanbul");
        check(ACTIVATIONS, call("GET", accepted.path("status").asText()), 200);
        check(
                "/v1/activations/{id}/results",
                call("GET", accepted.path("status").asText() + "/results"),
                200);
        var other = call.body("application/x-ndjson", "{\"id\":\"c-9\",\"country\":\"DE\"}");
        assertThat(code(check(ACTIVATIONS, other, 409))).isEqualTo("activation-differs");
        var unknown = call("GET", "/v1/activations/01JTF3Z6M0R6S4Q0V3T5W7X9YB");
        assertThat(code(check(ACTIVATIONS, unknown, 404))).isEqualTo("unknown-activation");
    }

    @Test
    void whatWasAnsweredAtOnceIsAnsweredAgainAlike() throws Exception {
        var call = call("POST", path(ACTIVATIONS) + NEWSLETTER)
                .header("Activation-Id", "01JTF3Z6M0R6S4Q0V3T5W7X9YC")
                .body("application/x-ndjson", mixed());

        var first = (ObjectNode) check(ACTIVATIONS, call, 200);
        var again = check(ACTIVATIONS, call, 200);
        // Of another region's row not even the id is kept.
        ((ObjectNode) first.at("/results/2")).put("id", "2");
        assertThat(again).isEqualTo(first);
    }

    @Test
    void deadLettersAreDescribed() throws Exception {
        check("/v1/dead-letters", call("GET", "/v1/dead-letters"), 200);
        check("/v1/dead-letters/redrive", call("POST", "/v1/dead-letters/redrive?dry=true"), 200);
        check("/v1/dead-letters/redrive", call("POST", "/v1/dead-letters/redrive"), 200);
    }

    @Test
    void everyKindOfVerdictIsDescribed() throws Exception {
        var answer = post(DECISIONS, NEWSLETTER, "application/x-ndjson", mixed(), 200);

        assertThat(answer.path("results").findValuesAsText("verdict"))
                .containsExactly("forward", "withhold", "misdirected", "failed");
    }

    @Test
    void csvAndGzipAreTaken() throws Exception {
        var csv = "id,email,country\nc-1,ada@example.com,DE\n";

        assertThat(post(DECISIONS, NEWSLETTER, "text/csv", csv, 200)
                        .at("/counts/forward")
                        .asInt())
                .isOne();
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(csv.getBytes(UTF_8));
        }
        var call = call("POST", path(DECISIONS) + NEWSLETTER)
                .header("Content-Encoding", "gzip")
                .body("text/csv", packed.toByteArray());
        assertThat(check(DECISIONS, call, 200).at("/counts/forward").asInt()).isOne();
    }

    @Test
    void whatTheVendorDidNotTakeIsDescribed() throws Exception {
        fail("{\"status\":400,\"text\":\"{}\"}");
        var failed = post(ACTIVATIONS, NEWSLETTER, "application/x-ndjson", ADA, 200);
        fail("{\"drop\":true,\"taken\":true}");
        var uncertain = post(ACTIVATIONS, NEWSLETTER, "application/x-ndjson", ADA, 200);

        assertThat(failed.at("/results/0/outcome").asText()).isEqualTo("failed");
        assertThat(failed.at("/results/0").has("vendor_code")).isTrue();
        assertThat(uncertain.at("/results/0/outcome").asText()).isIn("uncertain", "forwarded");
    }

    @ParameterizedTest
    @CsvSource({
        "activations, ?purpose=email-newsletter, application/json, {\"records\":[, 400, body-syntax",
        "activations, ?purpose=email-newsletter, application/json, {\"rows\":[]}, 400, body-shape",
        "activations, ?purpose=email-newsletter, text/csv, '', 400, body-header",
        "activations, ?operation=add, application/json, {}, 400, parameter",
        "activations, ?purpose=email-newsletter&operation=steal, application/json, {}, 400, parameter",
        "activations, ?purpose=email-newsletter&audience=%20, application/json, {}, 400, parameter",
        "decisions, ?purpose=unheard-of, application/json, {}, 403, forbidden",
        "decisions, ?purpose=email-newsletter, application/xml, <a/>, 415, media-type",
        "activations, ?purpose=email-newsletter&operation=subscribe, application/json, {}, 422, operation-not-supported",
        "activations, ?purpose=email-newsletter&min_consent_seq=99999999, application/json, {}, 503, stale.consent",
    })
    void everyProblemIsDescribed(String kind, String query, String type, String body, int status, String code)
            throws Exception {
        var problem = post("/v1/" + kind + "/{destination}", query, type, body, status);

        assertThat(problem.path("code").asText()).isEqualTo(code);
    }

    @Test
    void problemsOfTheRequestItselfAreDescribed() throws Exception {
        var upsert = call("POST", path(ACTIVATIONS) + NEWSLETTER).body("application/json", "{}");
        assertThat(code(check(ACTIVATIONS, upsert.header("Authorization", "Bearer nobody"), 401)))
                .isEqualTo("unauthorized");
        assertThat(code(check(ACTIVATIONS, upsert.header("Content-Encoding", "br"), 415)))
                .isEqualTo("content-encoding");
        var elsewhere = call("POST", "/v1/activations/nowhere" + NEWSLETTER).body("application/json", "{}");
        assertThat(code(check(ACTIVATIONS, elsewhere, 404))).isEqualTo("unknown-destination");
        var narrow = node.client(NodeFixture.NARROW).call("POST", CONSENTS).body("application/json", "{}");
        assertThat(code(check(CONSENTS, narrow, 403))).isEqualTo("forbidden");

        var manyRows = "{}\n".repeat(10_001);
        assertThat(code(post(DECISIONS, NEWSLETTER, "application/x-ndjson", manyRows, 413)))
                .isEqualTo("body-too-large");
    }

    @Test
    void whatIsNotDescribedIsAProblemToo() throws Exception {
        var nothing = node.client().get("/v2/activations");
        var wrongMethod = node.client().get(CONSENTS);

        assertThat(nothing.code()).isEqualTo("not-found");
        assertThat(wrongMethod.code()).isEqualTo("method-not-allowed");
        for (var answer : List.of(nothing, wrongMethod)) {
            assertThat(api.errors(api.schema("Problem"), JSON.readTree(answer.body())))
                    .isEmpty();
        }
    }

    @Test
    void everyPageIsDescribed() throws Exception {
        var pages = new TreeSet<String>();
        api.eachOperation((route, operation) -> {
            var security = operation.path("security");
            if (route.startsWith("GET ") && security.isArray() && security.isEmpty()) {
                pages.add(route.substring("GET ".length()));
            }
        });
        assertThat(pages).hasSize(7);
        for (var page : pages) {
            check(page, call("GET", page).header("Authorization", null), 200);
        }
    }

    @Test
    void theServedDocumentIsThisOne() throws Exception {
        try (var document = OpenApi.class.getResourceAsStream("/openapi.yaml")) {
            assertThat(node.client().get("/openapi.yaml").body()).isEqualTo(new String(document.readAllBytes(), UTF_8));
        }
    }

    private static String mixed() {
        return """
                {"id":"c-1","email":"ada@example.com","country":"DE","birth_date":"1985-12-10","mystery":1}
                {"id":"c-2","email":"grace@example.com","country":"FR"}
                {"id":"c-3","email":"mehmet@example.com","country":"TR"}
                {"id":"c-4","email":"ada@example.com","email":"bob@example.com","country":"DE"}
                """;
    }

    private static String event(String id, String email, String country, String state, String at) {
        var event = new JsonObject()
                .put("event", id)
                .put("identifiers", new JsonObject().put("email", email))
                .put("country", country)
                .put("purpose", "DIRECT_MARKETING")
                .put("channel", "EMAIL")
                .put("state", state)
                .put("at", at);
        if (state.equals("GRANTED")) {
            event.put("basis", "CONSENT")
                    .put(
                            "evidence",
                            new JsonObject()
                                    .put("notice", "v4")
                                    .put("method", "TICKED_BY_USER")
                                    .put("source", "web"));
        }
        return event.encode();
    }

    private static JsonNode consents(String... events) throws Exception {
        return post(CONSENTS, "", "application/json", "{\"records\":[" + String.join(",", events) + "]}", 200);
    }

    private static List<String> results(JsonNode answer) {
        return answer.path("results").findValuesAsText("result");
    }

    private static String code(JsonNode problem) {
        return problem.path("code").asText();
    }

    private static void fail(String script) {
        node.fail("iterable-eu", new JsonObject(script));
    }

    private static String path(String template) {
        return template.replace("{destination}", "iterable-eu");
    }

    private static Call call(String method, String path) {
        return node.client().call(method, path);
    }

    private static JsonNode post(String template, String query, String type, String body, int status)
            throws IOException {
        return check(template, call("POST", path(template) + query).body(type, body), status);
    }

    /** Sends it and holds the answer against what the document says of this route and status. */
    private static JsonNode check(String template, Call call, int status) throws IOException {
        var answer = call.send();
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        var operation =
                api.root().path("paths").path(template).path(call.method().toLowerCase(Locale.ROOT));
        var response = api.resolve(operation.path("responses").path(Integer.toString(status)));
        assertThat(response.isObject())
                .as("%s %s describes %d", call.method(), template, status)
                .isTrue();
        response.path("headers")
                .fieldNames()
                .forEachRemaining(name -> assertThat(answer.header(name)).isNotEmpty());
        var type = answer.header("Content-Type").split(";", -1)[0];
        var content = response.path("content").path(type);
        assertThat(content.isObject())
                .as("%s %s describes %s", call.method(), template, type)
                .isTrue();
        var body = OpenApi.JSON_TYPES.contains(type) ? JSON.readTree(answer.body()) : TextNode.valueOf(answer.body());
        assertThat(api.errors(content.path("schema"), body)).as(answer.body()).isEmpty();
        return body;
    }
}
