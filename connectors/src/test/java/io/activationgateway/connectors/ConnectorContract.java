package io.activationgateway.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.activationgateway.consent.profile.Channel;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every connector passes this. One folder per case below {@code fixtures/<vendor>}: records.json (what is to be said),
 * request.json (how, headers and body in full; no body where there is none, {@code
 * starts} for the beginning of one that is not JSON), reply.json and results.json (one answer, or as
 * many in an array). A result says {@code done} with the outcome and code of each record, {@code retry}, {@code split} or
 * {@code stop} with why, and {@code unsayable} beside it where records were left out of the request. Where an answer asks for a further request, its result says {@code next} or {@code working} with the
 * delay, that {@code request}, and in {@code then} the results of the replies that the reply's own {@code then} lists.
 *
 * <p>{@code regions/<vendor>.json} says for each data region in which countries and where its requests go, {@code all} of
 * them but those of the operations named beside it, and perhaps further {@code settings}.
 */
public abstract class ConnectorContract {

    protected abstract Vendor vendor();

    /** The settings that a case starts from. */
    protected abstract Map<String, Object> settings();

    /** The same for a fixture that needs a secret made for this run. */
    protected Map<String, Object> settings(Fixture fixture) {
        return settings();
    }

    /** Compares headers; a signed request may compute its own. */
    protected void checkHeaders(Map<String, String> expected, Sent sent) {
        assertThat(sent.request().headers()).isEqualTo(expected);
    }

    /** A record of about that many bytes, for vendors whose single values have a limit of their own. */
    protected String large(int bytes) {
        return "{\"user_id\":\"u\",\"padding\":\"" + "x".repeat(bytes) + "\"}";
    }

    /** Many fields, none of them longer than most vendors take. */
    protected static String manyFields(int bytes) {
        var json = new StringBuilder("{\"user_id\":\"u\"");
        for (int i = 0; json.length() < bytes; i++) {
            json.append(",\"padding")
                    .append(i)
                    .append("\":\"")
                    .append("x".repeat(Math.min(2_000, bytes - json.length())))
                    .append('"');
        }
        return json.append('}').toString();
    }

    @TestFactory
    protected Stream<DynamicTest> saysAndReadsWhatTheFixturesSay() {
        var fixtures = Fixture.allOf(vendor().name());
        assertThat(fixtures).isNotEmpty();
        return fixtures.stream().map(fixture -> dynamicTest(fixture.name(), () -> check(fixture)));
    }

    /** A wrong host is a transfer to another country, which most vendors do not report. */
    @TestFactory
    Stream<DynamicTest> reachesEachDataRegionWhereItIs() throws IOException {
        var regions = vendor().dataRegions().stream().map(DataRegion::name).toList();
        if (regions.isEmpty()) {
            return Stream.of();
        }
        var file = Path.of("src/test/resources/regions", vendor().name() + ".json");
        var expected = new JsonObject(Files.readString(file));
        assertThat(expected.fieldNames()).containsExactlyInAnyOrderElementsOf(regions);
        return regions.stream()
                .map(region -> dynamicTest(region, () -> checkRegion(region, expected.getJsonObject(region))));
    }

    private void checkRegion(String region, JsonObject expected) {
        var settings = new HashMap<>(settings());
        settings.replace("region", region);
        settings.putAll(expected.getJsonObject("settings", new JsonObject()).getMap());
        var connector = vendor().connect(new Settings("destinations.x", settings));
        for (var operation : connector.operations()) {
            var endpoint = connector.endpoint(operation);
            assertThat(String.join(",", new TreeSet<>(endpoint.countries())) + " "
                            + endpoint.base().resolve("/"))
                    .as(operation.wireName())
                    .isEqualTo(expected.getString(operation.wireName(), expected.getString("all")) + "/");
            assertThat(connector.endpoints()).contains(endpoint);
        }
    }

    /** The first operation asked sets the pace of all that are counted together. */
    @Test
    void countsTogetherOnlyWhatHasOnePace() {
        var connector = connector();
        for (var operation : connector.operations()) {
            var budget = connector.budget(operation);
            for (var other : connector.operations()) {
                if (connector.budget(other) == budget) {
                    assertThat(connector.limits(other).requestsPerSecond())
                            .as(other.wireName())
                            .isEqualTo(connector.limits(operation).requestsPerSecond());
                }
            }
        }
    }

    @Test
    void refusesASettingItDoesNotKnow() {
        var settings = new HashMap<>(settings());
        settings.put("colour", "blue");
        assertThatThrownBy(() -> vendor().connect(new Settings("destinations.x", settings)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("destinations.x.colour");
    }

    @Test
    void refusesEveryMissingSettingByItsName() {
        for (var name : settings().keySet()) {
            var settings = new HashMap<>(settings());
            settings.remove(name);
            try {
                vendor().connect(new Settings("destinations.x", settings));
            } catch (SettingsException e) {
                assertThat(e.path()).isEqualTo("destinations.x." + name);
                assertThat(e.remedy()).isNotBlank();
            }
        }
    }

    @Test
    void keepsSecretsAndPeopleOutOfWhatItPrints() {
        var connector = connector();
        var draft = connector.draft(attempt(Operation.UPSERT));
        draft.add(JsonRecord.of(0, "{\"user_id\":\"canary-user\",\"email\":\"canary@example.com\"}"));
        var sent = draft.finish();
        var printed = sent + "" + sent.request() + draft + connector;
        assertThat(printed).doesNotContain("canary", "whsec", "Basic ", "v1,");
        for (var setting : vendor().guide().settings()) {
            if (setting.value().contains("secret") && settings().get(setting.name()) instanceof String secret) {
                assertThat(printed).doesNotContain(secret);
            }
        }
    }

    @Test
    void refusesWhatItCannotDo() {
        for (var operation : Operation.values()) {
            if (!connector().operations().contains(operation)) {
                assertThat(connector().refusal(operation, "vip", Channel.EMAIL))
                        .as(operation.wireName())
                        .isEqualTo(VendorCode.OPERATION_NOT_SUPPORTED);
            }
        }
    }

    /** The page says what the connector does, no less and no more. */
    @Test
    void isDescribedAsItIs() {
        var guide = vendor().guide();
        var connector = connector();
        assertThat(guide.operations()).isEqualTo(connector.operations());
        assertThat(guide.acts()).hasSameSizeAs(connector.operations());
        for (var act : guide.acts()) {
            assertThat(connector.limits(act.operation()))
                    .as(act.operation().wireName())
                    .isEqualTo(act.limits());
        }
        var described = guide.settings().stream().map(Guide.Setting::name).toList();
        assertThat(described).containsAll(settings().keySet()).doesNotContain("sandbox", "endpoint");
        var settings = new HashMap<>(settings());
        settings.put("colour", "blue");
        assertThatThrownBy(() -> vendor().connect(new Settings("destinations.x", settings)))
                .isInstanceOfSatisfying(
                        SettingsException.class,
                        refused -> assertThat(Pattern.compile("[a-z_]+")
                                        .matcher(refused.remedy().replaceAll(".*\\[|].*", ""))
                                        .results()
                                        .map(MatchResult::group)
                                        .filter(name -> !name.equals("sandbox") && !name.equals("endpoint")))
                                .containsExactlyInAnyOrderElementsOf(described));
    }

    @Test
    void asksForAnAudience() {
        for (var operation : connector().operations()) {
            if (operation.needsAudience()) {
                assertThat(connector().refusal(operation, null, Channel.EMAIL)).isEqualTo(VendorCode.AUDIENCE_MISSING);
                assertThat(connector().refusal(operation, " ", Channel.EMAIL)).isEqualTo(VendorCode.AUDIENCE_MISSING);
            }
        }
        assertThat(connector().refusal(Operation.UPSERT, null, Channel.EMAIL)).isNull();
    }

    @Test
    void cutsByRecords() {
        var connector = connector();
        var draft = connector.draft(attempt(Operation.UPSERT));
        int most = connector.limits(Operation.UPSERT).maxRecords();
        for (int i = 0; i < most; i++) {
            assertThat(draft.add(person(i))).isEqualTo(Draft.Taken.TAKEN);
        }
        assertThat(draft.add(person(most))).isEqualTo(Draft.Full.FULL);
        assertThat(draft.finish().size()).isEqualTo(most);
    }

    @Test
    void cutsByBytesExactly() {
        var connector = connector();
        var limits = connector.limits(Operation.UPSERT);
        var draft = connector.draft(attempt(Operation.UPSERT));
        int padding = Math.min(limits.maxRecordBytes(), limits.maxBytes()) - 600;
        int index = 0;
        while (draft.add(JsonRecord.of(index, large(padding).replace("\"u\"", "\"u" + index++ + "\"")))
                == Draft.Taken.TAKEN) {
            assertThat(draft.bytes()).isLessThanOrEqualTo(limits.maxBytes());
        }
        int records = draft.records();
        assertThat(records).isPositive();
        if (limits.maxRecords() == 1) {
            assertThat(draft.add(JsonRecord.of(1, "{\"user_id\":\"u\"}"))).isEqualTo(Draft.Full.FULL);
            return;
        }
        // What did not fit has left no trace.
        assertThat(draft.add(person(1_000))).isEqualTo(Draft.Taken.TAKEN);
        int announced = draft.bytes();
        var sent = draft.finish();
        assertThat(sent.size()).isEqualTo(records + 1);
        var body = (sent.later() == null ? sent.request() : sent.later()).body();
        assertThat(body.length()).isEqualTo(announced);
        Json.decodeValue(body);
    }

    @Test
    void cannotSayARecordThatIsTooLargeAlone() {
        var connector = connector();
        var limits = connector.limits(Operation.UPSERT);
        var draft = connector.draft(attempt(Operation.UPSERT));
        int padding = Math.min(limits.maxRecordBytes(), limits.maxBytes());
        var addition = draft.add(JsonRecord.of(0, large(padding)));
        assertThat(addition).isEqualTo(new Draft.Unsayable(VendorCode.RECORD_TOO_LARGE));
        assertThat(draft.records()).isZero();
        assertThatThrownBy(draft::finish).isInstanceOf(IllegalStateException.class);
    }

    private static OutgoingRecord person(int index) {
        return JsonRecord.of(index, "{\"user_id\":\"u" + index + "\"}");
    }

    protected final Connector connector() {
        return vendor().connect(new Settings("destinations.x", settings()));
    }

    protected static Attempt attempt(Operation operation) {
        return attempt(operation, null);
    }

    protected static Attempt attempt(Operation operation, String audience) {
        return new Attempt(operation, audience, Fixture.USE, "msg_gw_000001", Fixture.SINCE, Fixture.AT, 0);
    }

    private void check(Fixture fixture) throws Exception {
        // given
        var connector = vendor().connect(fixture.settings(settings(fixture)));
        var attempt = fixture.attempt();
        assertThat(connector.refusal(
                        attempt.operation(), attempt.audience(), attempt.use().channel()))
                .isNull();

        // when
        var draft = connector.draft(attempt);
        var unsayable = new JsonArray();
        for (var record : fixture.records()) {
            switch (draft.add(record)) {
                case Draft.Taken _ -> {}
                case Draft.Full _ -> throw new AssertionError("full at " + record.index());
                case Draft.Unsayable(var code) -> unsayable.add(record.index() + " " + code.wireName());
            }
        }
        var sent = draft.finish();

        // then
        checkRequest(connector, fixture.json("request.json"), sent);
        var replies = fixture.replies();
        for (int i = 0; i < replies.size(); i++) {
            var result = read(connector, sent, replies.get(i), fixture.results().get(i));
            if (!unsayable.isEmpty()) {
                result.put("unsayable", unsayable);
            }
            assertThat(result).as("reply %d", i).isEqualTo(fixture.results().get(i));
        }
        assertThat(fixture.results()).hasSameSizeAs(replies);
    }

    private void checkRequest(Connector connector, JsonObject expected, Sent sent) throws Exception {
        var request = sent.request();
        var body = request.body().toString();
        var endpoint =
                request.elsewhere() == null ? connector.endpoint(sent.attempt().operation()) : request.elsewhere();
        assertThat(request.method().name()).isEqualTo(expected.getString("method"));
        assertThat(endpoint.base().resolve(request.pathAndQuery()).toString()).isEqualTo(expected.getString("url"));
        var headers = new HashMap<String, String>();
        expected.getJsonObject("headers").forEach(entry -> headers.put(entry.getKey(), (String) entry.getValue()));
        checkHeaders(headers, sent);
        if (expected.containsKey("starts")) {
            assertThat(body).startsWith(expected.getString("starts"));
            return;
        }
        if (!expected.containsKey("body")) {
            assertThat(body).isEmpty();
            return;
        }
        assertThat(Json.decodeValue(body)).isEqualTo(expected.getValue("body"));
        refuseDuplicateNames(body);
        for (var piece : expected.getJsonArray("contains", new JsonArray())) {
            assertThat(body).contains((String) piece);
        }
    }

    /** Reads an answer; where the exchange goes on by it, also what the next request is and what its answers mean. */
    private JsonObject read(Connector connector, Sent sent, Fixture.Reply reply, JsonObject expected) throws Exception {
        var answer = connector.read(sent, reply.response());
        var result = asJson(answer);
        var next = switch (answer) {
            case Answer.Next further -> further.sent();
            case Answer.Working job -> job.next();
            case Answer.Done _, Answer.Retry _, Answer.Split _, Answer.Stop _ -> null;
        };
        if (next == null) {
            return result;
        }
        assertThat(expected.getValue("request"))
                .as("the request that %s asks for", result)
                .isNotNull();
        checkRequest(connector, expected.getJsonObject("request"), next);
        if (answer instanceof Answer.Working) {
            var operation = sent.attempt().operation();
            assertThat(connector.shares(operation) && !operation.takesAway())
                    .as("whether activations share what becomes a job")
                    .isFalse();
            assertThat(connector.poll(next.job()).pathAndQuery())
                    .isEqualTo(next.request().pathAndQuery());
        }
        var then = expected.getJsonArray("then", new JsonArray());
        assertThat(reply.then()).hasSameSizeAs(then);
        var results = new JsonArray();
        for (int i = 0; i < then.size(); i++) {
            results.add(read(connector, next, reply.then().get(i), then.getJsonObject(i)));
        }
        result.put("request", expected.getJsonObject("request"));
        return expected.containsKey("then") ? result.put("then", results) : result;
    }

    private static void refuseDuplicateNames(String body) throws Exception {
        var strict = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        try (var parser = strict.createParser(body)) {
            while (parser.nextToken() != null) {}
        }
    }

    protected static JsonObject asJson(Answer answer) {
        return switch (answer) {
            case Answer.Done(var results) -> new JsonObject().put("done", new JsonArray(lines(results)));
            case Answer.Retry(var after, var why, var uncertain) ->
                new JsonObject()
                        .put("retry", why.wireName())
                        .put("uncertain", uncertain)
                        .put("after", after == null ? null : after.toString());
            case Answer.Split(var why) -> new JsonObject().put("split", why.wireName());
            case Answer.Stop(var why) -> new JsonObject().put("stop", why.wireName());
            case Answer.Next further ->
                new JsonObject().put("next", further.delay().toString());
            case Answer.Working(var next, var delay) ->
                new JsonObject().put("working", delay.toString()).put("job", next.job());
        };
    }

    private static List<String> lines(List<RecordResult> results) {
        var lines = new ArrayList<String>();
        for (var result : results) {
            lines.add(result.index() + " " + result.outcome().name().toLowerCase(Locale.ROOT) + " "
                    + result.code().wireName());
        }
        return lines;
    }
}
