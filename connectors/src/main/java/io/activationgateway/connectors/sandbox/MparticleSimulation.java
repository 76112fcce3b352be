package io.activationgateway.connectors.sandbox;

import io.activationgateway.connectors.BasicCredentials;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An mParticle workspace: answers 202 to every array it can read, and drops in silence the users it does not like. It
 * remembers users, repetitions, and erasures, which move on a step with each question: pending, in progress, completed.
 */
final class MparticleSimulation implements Simulation {

    private static final int MAX_BYTES = 256 * 1024;
    private static final int MAX_USERS = 100;
    private static final int USERS_PER_SECOND = 270;
    private static final List<String> COURSE = List.of("pending", "in_progress", "completed");

    private final SimulatedMparticle settings;
    private final InstantSource clock;
    private final RateLimit rateLimit;
    private final OpenDsrSeal seal = new OpenDsrSeal();
    private final Map<String, JsonObject> users = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private final Map<String, Erasure> erasures = new LinkedHashMap<>();

    private static final class Erasure {
        private final Map<String, String> identities;
        private int questions;

        Erasure(Map<String, String> identities) {
            this.identities = Map.copyOf(identities);
        }
    }

    MparticleSimulation(SimulatedMparticle settings, InstantSource clock, LongSupplier ticker) {
        this.settings = settings;
        this.clock = clock;
        this.rateLimit = new RateLimit(USERS_PER_SECOND, ticker);
    }

    @Override
    public Reply answer(Call call) {
        boolean history = call.path().equals("/v2/bulkevents/historical");
        if ((history || call.path().equals("/v2/bulkevents")) && call.method().equals("POST")) {
            // A key that is there and wrong is forbidden, none at all is not authenticated.
            return isBy(call, settings.apiKey(), settings.apiSecret())
                    ? bulk(call, history)
                    : none(call.headers().contains("Authorization") ? 403 : 401);
        }
        if (call.path().equals("/v3/requests") || call.path().startsWith("/v3/requests/")) {
            return isBy(call, settings.workspaceKey(), settings.workspaceSecret()) ? erasure(call) : none(401);
        }
        return none(404);
    }

    @Override
    public void reset() {
        users.clear();
        seen.clear();
        erasures.clear();
        rateLimit.reset();
    }

    private Reply bulk(Call call, boolean history) {
        var batches = array(call);
        if (!isJson(call)
                || batches == null
                || batches.isEmpty()
                || batches.size() > MAX_USERS
                || call.body().length() >= MAX_BYTES) {
            return bad("the body is not an array of 1 to 100 batches below 256 KB");
        }
        for (int i = 0; i < batches.size(); i++) {
            if (!rateLimit.take()) {
                var headers = Map.of("Retry-After", "1", "X-mp-rate-limit-exceeded", "workspace");
                return new Reply(429, headers, "", List.of());
            }
        }
        var heard = new ArrayList<JsonObject>();
        for (var element : batches) {
            var batch = element instanceof JsonObject object ? object : new JsonObject();
            var refusal = MparticleShapes.refusal(batch);
            if (refusal == null && !MparticleShapes.isInTime(batch, history, clock.instant())) {
                refusal = "age";
            }
            if (refusal == null && !seen.add(String.valueOf(batch.getValue("source_request_id")))) {
                continue;
            }
            if (refusal == null) {
                learn(batch);
            }
            heard.addAll(heard(batch, refusal));
        }
        return new Reply(202, Map.of("X-mp-rate-limit-percentage-used", "1"), "", heard);
    }

    private void learn(JsonObject batch) {
        var known = new JsonObject();
        var keys = identities(batch).stream()
                .map(identity -> identity.getKey() + ":" + identity.getValue())
                .toList();
        for (var key : keys) {
            known = users.getOrDefault(key, known);
        }
        known.mergeIn(batch.getJsonObject("user_attributes", new JsonObject()));
        for (var name : batch.getJsonArray("deleted_user_attributes", new JsonArray())) {
            known.remove(String.valueOf(name));
        }
        for (var key : keys) {
            users.put(key, known);
        }
    }

    private static JsonObject identities(JsonObject batch) {
        var identities = batch.getJsonObject("user_identities", new JsonObject())
                .copy()
                .mergeIn(batch.getJsonObject("device_info", new JsonObject()));
        return batch.containsKey("mpid") ? identities.put("mpid", String.valueOf(batch.getValue("mpid"))) : identities;
    }

    private static List<JsonObject> heard(JsonObject batch, @Nullable String refusal) {
        var key = batch.getValue("source_request_id") instanceof String text ? text : null;
        var who = refusal == null ? identities(batch) : new JsonObject();
        var events = refusal == null ? batch.getJsonArray("events", new JsonArray()) : new JsonArray();
        if (events.isEmpty()) {
            var fields = batch.getValue("user_attributes") instanceof JsonObject object ? object : null;
            return List.of(with(batch, Heard.record("batch", key, who, fields, refusal)));
        }
        return events.stream()
                .map(JsonObject.class::cast)
                .map(event -> event.getJsonObject("data"))
                .map(data -> with(
                                batch,
                                Heard.record("custom_event", key, who, data.getJsonObject("custom_attributes"), null))
                        .put("event", data.getValue("event_name"))
                        .put("timestamp", data.getValue("timestamp_unixtime_ms")))
                .toList();
    }

    private static JsonObject with(JsonObject batch, JsonObject heard) {
        for (var name : List.of("consent_state", "deleted_user_attributes")) {
            if (batch.containsKey(name)) {
                heard.put(name, batch.getValue(name));
            }
        }
        return heard;
    }

    private Reply erasure(Call call) {
        if (call.method().equals("GET")) {
            return state(call.path().substring(call.path().lastIndexOf('/') + 1));
        }
        if (!call.method().equals("POST") || !call.path().equals("/v3/requests")) {
            return none(404);
        }
        var request = call.json();
        var identities = request == null || !isJson(call) ? null : MparticleShapes.erased(request);
        if (request == null || identities == null) {
            return bad("not an erasure request of OpenDSR 3.0");
        }
        var id = request.getString("subject_request_id");
        if (erasures.containsKey(id)) {
            return bad("subject_request_id was used before");
        }
        boolean underWay = erasures.values().stream()
                .anyMatch(other -> other.questions < COURSE.size() - 1 && other.identities.equals(identities));
        if (underWay) {
            return none(409);
        }
        erasures.put(id, new Erasure(identities));
        var heard = Heard.record("erasure", id, JsonObject.mapFrom(identities), null, null);
        var answer = answer(id)
                .put("received_time", clock.instant().toString())
                .put(
                        "encoded_request",
                        Base64.getEncoder().encodeToString(call.body().getBytes()));
        return sealed(201, answer, List.of(heard));
    }

    @SuppressWarnings("ReferenceEquality") // two people may have equal attributes
    private Reply state(String id) {
        var erasure = erasures.get(id);
        if (erasure == null) {
            return none(404);
        }
        var status = COURSE.get(erasure.questions);
        erasure.questions = Math.min(COURSE.size() - 1, erasure.questions + 1);
        if (status.equals("completed")) {
            erasure.identities.forEach((name, value) -> {
                var user = users.get(name + ":" + value);
                users.values().removeIf(other -> other == user);
            });
        }
        return sealed(200, answer(id).put("request_status", status), List.of());
    }

    private Reply sealed(int status, JsonObject answer, List<JsonObject> heard) {
        var body = answer.encode();
        var headers = Map.of(
                "Content-Type", "application/json",
                "X-OpenDSR-Processor-Domain", "opendsr.mparticle.com",
                "X-OpenDSR-Signature", seal.of(body));
        return new Reply(status, headers, body, heard);
    }

    private JsonObject answer(String id) {
        return new JsonObject()
                .put("controller_id", "1234")
                .put("subject_request_id", id)
                .put(
                        "expected_completion_time",
                        clock.instant().plus(Duration.ofDays(21)).toString());
    }

    private static boolean isBy(Call call, @Nullable String user, @Nullable String password) {
        return user != null
                && password != null
                && BasicCredentials.header(user, password).equals(call.headers().get("Authorization"));
    }

    private static boolean isJson(Call call) {
        return "application/json".equals(call.headers().get("Content-Type"));
    }

    private static @Nullable JsonArray array(Call call) {
        try {
            return new JsonArray(call.body());
        } catch (DecodeException | ClassCastException notAnArray) {
            return null;
        }
    }

    private static Reply bad(String message) {
        var error = new JsonObject().put("code", "BAD_REQUEST").put("message", message);
        return Reply.json(400, new JsonObject().put("errors", new JsonArray().add(error)));
    }

    private static Reply none(int status) {
        return new Reply(status, Map.of(), "", List.of());
    }
}
