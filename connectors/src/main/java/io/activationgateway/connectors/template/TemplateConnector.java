package io.activationgateway.connectors.template;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Draft;
import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.OneRecordDraft;
import io.activationgateway.connectors.OneRecordDraft.Said;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorRequest;
import io.activationgateway.connectors.VendorResponse;
import io.activationgateway.consent.profile.Channel;
import io.vertx.core.buffer.Buffer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A receiver whose requests a template describes. */
final class TemplateConnector implements Connector {

    private final Endpoint endpoint;
    private final Map<String, String> headers;
    private final @Nullable String idempotencyHeader;
    private final Map<Operation, Act> acts;
    private final Limits limits;

    TemplateConnector(
            Endpoint endpoint,
            Map<String, String> headers,
            @Nullable String idempotencyHeader,
            Map<Operation, Act> acts,
            Limits limits) {
        this.endpoint = endpoint;
        this.headers = Map.copyOf(headers);
        this.idempotencyHeader = idempotencyHeader;
        this.acts = Map.copyOf(acts);
        this.limits = limits;
    }

    @Override
    public Set<Operation> operations() {
        return acts.keySet();
    }

    @Override
    public Limits limits(Operation operation) {
        return act(operation).record() == null
                ? new Limits(1, limits.maxBytes(), limits.maxRecordBytes(), limits.requestsPerSecond())
                : limits;
    }

    @Override
    public Operation budget(Operation operation) {
        return acts.keySet().stream().min(Operation::compareTo).orElse(operation);
    }

    /** A repetition is recognised by the header that names the request; without one only profiles bear to be said twice. */
    @Override
    public boolean repeatable(Operation operation) {
        return idempotencyHeader != null || operation != Operation.TRACK;
    }

    /** By a header or by a field of the body: a template may name the request anywhere. */
    @Override
    public boolean recognisesRequests(Operation operation) {
        return true;
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public @Nullable VendorCode refusal(Operation operation, @Nullable String audience, Channel channel) {
        if (!acts.containsKey(operation)) {
            return VendorCode.OPERATION_NOT_SUPPORTED;
        }
        return operation.needsAudience() && (audience == null || audience.isBlank())
                ? VendorCode.AUDIENCE_MISSING
                : null;
    }

    @Override
    public Draft draft(Attempt attempt) {
        var act = act(attempt.operation());
        var scene = new Scene(attempt);
        var record = act.record();
        return record == null
                ? new OneRecordDraft(attempt, limits(attempt.operation()), one -> alone(act, scene, one))
                : batch(act, record, scene);
    }

    @Override
    public Answer read(Sent sent, VendorResponse response) {
        return act(sent.attempt().operation()).answers().read(sent, response);
    }

    private Act act(Operation operation) {
        var act = acts.get(operation);
        if (act == null) {
            throw new IllegalArgumentException(operation + " (expected: one of " + acts.keySet() + ")");
        }
        return act;
    }

    private Draft batch(Act act, Piece record, Scene scene) {
        var frame = new JsonBytes(1024);
        requireNonNull(act.body(), "body").write(scene, frame);
        var bytes = frame.toByteArray();
        int at = scene.recordsAt();
        return new BatchDraft(
                scene.attempt(),
                limits,
                BatchDraft.opening("").raw(bytes, 0, at),
                (one, out) -> fill(record, scene, one, out),
                ascii(new String(bytes, at, bytes.length - at, StandardCharsets.UTF_8)),
                body -> request(act, scene, body));
    }

    private static @Nullable VendorCode fill(Piece piece, Scene scene, OutgoingRecord record, JsonBytes out) {
        scene.show(record);
        if (scene.attempt().operation() == Operation.SUBSCRIBE && !record.consented()) {
            return VendorCode.CONSENT_MISSING;
        }
        if (!piece.write(scene, out)) {
            scene.refuse(VendorCode.DATA_INVALID);
        }
        return scene.refusal();
    }

    private Said alone(Act act, Scene scene, OutgoingRecord record) {
        var out = new JsonBytes(1024);
        var body = act.body();
        var refusal = fill(body == null ? new Piece.Literal("") : body, scene, record, out);
        if (refusal != null) {
            return new Said.Not(refusal);
        }
        var request = request(act, scene, Buffer.buffer(out.toByteArray()));
        return scene.refusal() == null ? new Said.As(request) : new Said.Not(requireNonNull(scene.refusal()));
    }

    private VendorRequest request(Act act, Scene scene, Buffer body) {
        var all = new HashMap<>(headers);
        if (act.body() != null) {
            all.putIfAbsent("Content-Type", "application/json");
        }
        if (idempotencyHeader != null) {
            all.put(idempotencyHeader, scene.attempt().requestKey());
        }
        var path = act.path().say(scene, TemplateConnector::encoded);
        return new VendorRequest(act.method(), endpoint.path(path), all, body);
    }

    /** Percent-encoded as RFC 3986 says, so that a value can be neither a path of its own nor a query. */
    private static String encoded(String text) {
        var encoded = URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
        // A segment of dots alone would lead elsewhere.
        return encoded.matches("[.]{1,2}") ? encoded.replace(".", "%2E") : encoded;
    }

    private static String ascii(String json) {
        var ascii = new StringBuilder(json.length());
        json.chars()
                .forEach(c ->
                        ascii.append(c < 127 ? String.valueOf((char) c) : String.format(Locale.ROOT, "\\u%04x", c)));
        return ascii.toString();
    }
}
