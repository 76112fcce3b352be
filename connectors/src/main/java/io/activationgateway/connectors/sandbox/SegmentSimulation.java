package io.activationgateway.connectors.sandbox;

import io.activationgateway.connectors.BasicCredentials;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A Segment workspace: its source answers 200 to nearly everything, and drops in silence what it does not like and what
 * suppressed users did; its regulations move on with each question: initialized, running, finished.
 */
final class SegmentSimulation implements Simulation {

    private static final int MAX_BYTES = 500_000;
    private static final int MAX_MESSAGE_BYTES = 32_000;
    private static final int MAX_MESSAGES = 2_500;
    private static final int MAX_MESSAGE_ID = 100;
    private static final int REQUESTS_PER_SECOND = 1_000;
    private static final int TOKEN_SECONDS = 3_600;

    private static final int MAX_SUBJECTS = 5_000;
    private static final Set<String> SUPPRESSING = Set.of("SUPPRESS_ONLY", "SUPPRESS_WITH_DELETE");
    private static final List<String> COURSE = List.of("INITIALIZED", "RUNNING", "FINISHED");

    private final SimulatedSegment settings;
    private final InstantSource clock;
    private final String authorization;
    private final @Nullable TokenLender tokens;
    private final RateLimit rateLimit;
    private final Set<String> seen = new HashSet<>();
    private final Set<String> suppressed = new HashSet<>();
    private final List<Regulation> regulations = new ArrayList<>();

    private static final class Regulation {
        private final Instant created;
        private int questions;

        Regulation(Instant created) {
            this.created = created;
        }
    }

    SegmentSimulation(SimulatedSegment settings, InstantSource clock, LongSupplier ticker) {
        this.settings = settings;
        this.clock = clock;
        var app = settings.app();
        this.tokens = app == null ? null : new TokenLender(terms(app), app.key(), clock);
        this.authorization = BasicCredentials.header(settings.writeKey(), "");
        this.rateLimit = new RateLimit(REQUESTS_PER_SECOND, ticker);
    }

    private static TokenLender.Terms terms(SimulatedSegment.App app) {
        return new TokenLender.Terms(
                Map.of(
                        "grant_type", "client_credentials",
                        "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                        "scope", "tracking_api:write"),
                "client_assertion",
                Map.of("kid", app.keyId()),
                Map.of("sub", app.id(), "aud", app.audience()),
                Duration.ofSeconds(60));
    }

    @Override
    public Reply answer(Call call) {
        if (call.path().equals("/regulations") || call.path().startsWith("/regulations/")) {
            return regulate(call);
        }
        if (tokens != null && call.method().equals("POST") && call.path().equals("/token")) {
            return tokens.answer(call, TOKEN_SECONDS);
        }
        if (!call.method().equals("POST") || !call.path().equals("/v1/batch")) {
            return Reply.json(404, new JsonObject());
        }
        if (!isSender(call)) {
            return Reply.json(401, new JsonObject().put("success", false));
        }
        if (!rateLimit.take()) {
            var wait = Map.of("Retry-After", "1", "X-RateLimit-Reset", "1");
            return new Reply(429, wait, "", List.of());
        }
        var body = call.json();
        if (call.body().length() > MAX_BYTES
                || !"application/json".equals(call.headers().get("Content-Type"))
                || body == null
                || !(body.getValue("batch") instanceof JsonArray batch)
                || hasOversizeMessage(batch)) {
            return Reply.json(400, new JsonObject().put("success", false));
        }
        var records = new ArrayList<JsonObject>();
        for (int i = 0; i < batch.size(); i++) {
            var message = batch.getValue(i) instanceof JsonObject object ? object : new JsonObject();
            var refusal = i < MAX_MESSAGES ? refusal(message) : "surplus";
            if (!"repeated".equals(refusal)) {
                records.add(heard(message, refusal));
            }
        }
        return Reply.json(200, new JsonObject().put("success", true), records);
    }

    @Override
    public void reset() {
        seen.clear();
        suppressed.clear();
        regulations.clear();
        if (tokens != null) {
            tokens.reset();
        }
        rateLimit.reset();
    }

    private boolean isSender(Call call) {
        var said = call.headers().get("Authorization");
        if (tokens == null) {
            return authorization.equals(said);
        }
        var body = call.json();
        return tokens.accepts(said) && body != null && settings.writeKey().equals(body.getValue("writeKey"));
    }

    private Reply regulate(Call call) {
        var token = settings.publicApiToken();
        if (token == null || !("Bearer " + token).equals(call.headers().get("Authorization"))) {
            return error(401, "unauthorized");
        }
        if (call.method().equals("GET") && call.path().matches("/regulations/reg[0-9]{1,6}")) {
            return state(Integer.parseInt(call.path().substring("/regulations/reg".length())));
        }
        if (!call.method().equals("POST") || !call.path().equals("/regulations")) {
            return error(404, "not found");
        }
        var body = call.json();
        if (body == null
                || !Set.of("regulationType", "subjectType", "subjectIds").equals(body.fieldNames())
                || !"USER_ID".equals(body.getValue("subjectType"))
                || !(body.getValue("subjectIds") instanceof JsonArray subjects)
                || subjects.isEmpty()
                || subjects.size() > MAX_SUBJECTS
                || !subjects.stream().allMatch(SegmentSimulation::isText)) {
            return error(422, "not a regulation");
        }
        var type = String.valueOf(body.getValue("regulationType"));
        if (!SUPPRESSING.contains(type) && !type.equals("DELETE_ONLY")) {
            return error(422, "regulationType");
        }
        var heard = new ArrayList<JsonObject>();
        for (var subject : subjects) {
            if (SUPPRESSING.contains(type)) {
                suppressed.add((String) subject);
            }
            heard.add(Heard.record(type, null, new JsonObject().put("userId", subject), null, null));
        }
        regulations.add(new Regulation(clock.instant()));
        var id = new JsonObject().put("regulateId", "reg" + (regulations.size() - 1));
        return Reply.json(200, new JsonObject().put("data", id), heard);
    }

    private Reply state(int number) {
        if (number >= regulations.size()) {
            return error(404, "not found");
        }
        var asked = regulations.get(number);
        var status = COURSE.get(asked.questions);
        asked.questions = Math.min(COURSE.size() - 1, asked.questions + 1);
        var regulation = new JsonObject()
                .put("id", "reg" + number)
                .put("workspaceId", "workspace")
                .put("overallStatus", status)
                .put("createdAt", asked.created.toString())
                .put("finishedAt", status.equals("FINISHED") ? clock.instant().toString() : "")
                .put("streamStatus", new JsonArray());
        return Reply.json(200, new JsonObject().put("data", new JsonObject().put("regulation", regulation)));
    }

    private static Reply error(int status, String message) {
        var error =
                new JsonObject().put("type", "error").put("message", message).put("status", status);
        return Reply.json(status, new JsonObject().put("errors", new JsonArray().add(error)));
    }

    private static boolean hasOversizeMessage(JsonArray batch) {
        return batch.stream()
                .anyMatch(message -> message instanceof JsonObject object
                        && object.encode().getBytes(StandardCharsets.UTF_8).length > MAX_MESSAGE_BYTES);
    }

    private @Nullable String refusal(JsonObject message) {
        boolean track = "track".equals(message.getValue("type"));
        boolean group = "group".equals(message.getValue("type"));
        if (!track && !group && !"identify".equals(message.getValue("type"))) {
            return "type";
        }
        if (suppressed.contains(String.valueOf(message.getValue("userId")))) {
            return "suppressed";
        }
        if (!isText(message.getValue("userId")) && !isText(message.getValue("anonymousId"))) {
            return "nobody";
        }
        if (!(message.getValue(track ? "properties" : "traits") instanceof JsonObject)
                || (track && !isText(message.getValue("event")))
                || (group && !isText(message.getValue("groupId")))) {
            return "shape";
        }
        if (!(message.getValue("messageId") instanceof String messageId) || messageId.length() > MAX_MESSAGE_ID) {
            return "message-id";
        }
        return seen.add(messageId) ? null : "repeated";
    }

    private static JsonObject heard(JsonObject message, @Nullable String refusal) {
        boolean track = "track".equals(message.getValue("type"));
        var identifiers = new JsonObject();
        for (var name : List.of("userId", "anonymousId", "groupId")) {
            if (message.containsKey(name)) {
                identifiers.put(name, message.getValue(name));
            }
        }
        var fields = message.getValue(track ? "properties" : "traits") instanceof JsonObject object ? object : null;
        var heard = Heard.record(
                String.valueOf(message.getValue("type")), message.getString("messageId"), identifiers, fields, refusal);
        for (var name : List.of("event", "timestamp", "context")) {
            if (message.containsKey(name)) {
                heard.put(name, message.getValue(name));
            }
        }
        return heard;
    }

    private static boolean isText(@Nullable Object value) {
        return value instanceof String text && !text.isEmpty();
    }
}
