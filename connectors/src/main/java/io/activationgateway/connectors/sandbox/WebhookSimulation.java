package io.activationgateway.connectors.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Receives signed webhooks as Standard Webhooks 1.0.0 tells receivers to. */
final class WebhookSimulation implements Simulation {

    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final String PREFIX = "whsec_";
    private static final Set<String> TYPES = Set.of(
            "profile.upsert",
            "audience.add",
            "audience.remove",
            "event.track",
            "channel.subscribe",
            "channel.unsubscribe",
            "profile.suppress",
            "profile.erase");

    private final List<byte[]> keys;
    private final InstantSource clock;
    private final Set<String> seen = new HashSet<>();

    WebhookSimulation(SimulatedWebhook settings, InstantSource clock) {
        this.keys = settings.secrets().stream().map(WebhookSimulation::key).toList();
        this.clock = clock;
    }

    @Override
    public Reply answer(Call call) {
        var id = call.headers().get("webhook-id");
        var timestamp = call.headers().get("webhook-timestamp");
        var signatures = call.headers().get("webhook-signature");
        if (id == null || id.contains(".") || timestamp == null || signatures == null) {
            return refused(400, "headers");
        }
        if (!timestamp.matches("[0-9]{1,12}") || !isRecent(Long.parseLong(timestamp))) {
            return refused(401, "timestamp");
        }
        if (!isSigned(id + "." + timestamp + ".", call.body().getBytes(), signatures)) {
            return refused(401, "signature");
        }
        var records = call.json() == null ? null : records(call.json());
        if (records == null) {
            return refused(400, "shape");
        }
        boolean repeated = !seen.add(id);
        return new Reply(200, Map.of(), "", repeated ? List.of() : records);
    }

    @Override
    public void reset() {
        seen.clear();
    }

    private boolean isRecent(long epochSeconds) {
        return Math.abs(clock.instant().getEpochSecond() - epochSeconds) <= TOLERANCE.toSeconds();
    }

    private boolean isSigned(String head, byte[] body, String signatures) {
        for (var signature : signatures.split(" ")) {
            for (var key : keys) {
                var expected = ("v1," + mac(key, head, body)).getBytes(StandardCharsets.UTF_8);
                if (MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static @Nullable List<JsonObject> records(@Nullable JsonObject body) {
        if (body == null
                || !(body.getValue("type") instanceof String type)
                || !TYPES.contains(type)
                || !(body.getValue("timestamp") instanceof String)
                || !(body.getValue("data") instanceof JsonObject data)
                || !(data.getValue("records") instanceof JsonArray array)
                || (type.startsWith("audience.") != data.getValue("audience") instanceof String)
                || !(data.getValue("purpose") instanceof String)
                || !(data.getValue("channel") instanceof String)) {
            return null;
        }
        var records = new ArrayList<JsonObject>();
        for (var element : array) {
            if (!(element instanceof JsonObject record)
                    || !(record.getValue("key") instanceof String key)
                    || !(record.getValue("identifiers") instanceof JsonObject identifiers)
                    || identifiers.isEmpty()) {
                return null;
            }
            records.add(heard(type, key, identifiers, record, data));
        }
        return records;
    }

    private static JsonObject heard(
            String type, String key, JsonObject identifiers, JsonObject record, JsonObject data) {
        var operation = type.substring(type.indexOf('.') + 1);
        var fields = record.getJsonObject(type.equals("event.track") ? "properties" : "attributes");
        var heard = Heard.record(operation, key, identifiers, fields, null);
        for (var name : List.of("record_id", "consented", "name", "occurred_at")) {
            if (record.containsKey(name)) {
                heard.put(name, record.getValue(name));
            }
        }
        if (data.containsKey("audience")) {
            heard.put("audience", data.getValue("audience"));
        }
        return type.startsWith("channel.") ? heard.put("channel", data.getValue("channel")) : heard;
    }

    private static Reply refused(int status, String what) {
        return Reply.json(status, new JsonObject().put("error", what));
    }

    private static String mac(byte[] key, String head, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(head.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private static byte[] key(String secret) {
        return Base64.getDecoder().decode(secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret);
    }
}
