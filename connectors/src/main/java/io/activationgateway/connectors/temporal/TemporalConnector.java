package io.activationgateway.connectors.temporal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Attempt;
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
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.profile.Channel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One namespace. A record starts a workflow of its own, whose id follows from the record's key, so that a repetition
 * starts no second one; membership of an audience is signalled to the audience's workflow, which is started where it
 * does not run. Requests have the form of Temporal's HTTP API.
 */
final class TemporalConnector implements Connector {

    private static final int USUAL_BYTES = 2048;

    private final Endpoint endpoint;
    private final Namespace namespace;
    private final Limits limits;
    private final PayloadCipher cipher;
    private final @Nullable IdentifierType sharedKey;
    private final @Nullable String apiKey;

    /**
     * What workflows are started as.
     *
     * @param prefix before each workflow's id
     * @param signal the signal that tells an audience's workflow of a member
     */
    record Namespace(String name, String taskQueue, String workflowType, String signal, String prefix) {}

    TemporalConnector(
            Endpoint endpoint,
            Namespace namespace,
            Limits limits,
            PayloadCipher cipher,
            @Nullable IdentifierType sharedKey,
            @Nullable String apiKey) {
        this.endpoint = endpoint;
        this.namespace = namespace;
        this.limits = limits;
        this.cipher = cipher;
        this.sharedKey = sharedKey;
        this.apiKey = apiKey;
    }

    @Override
    public Set<Operation> operations() {
        return EnumSet.allOf(Operation.class);
    }

    @Override
    public Limits limits(Operation operation) {
        return limits;
    }

    /** A namespace counts all its requests together. */
    @Override
    public Operation budget(Operation operation) {
        return Operation.UPSERT;
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public @Nullable VendorCode refusal(Operation operation, @Nullable String audience, Channel channel) {
        return switch (operation) {
            case UPSERT, TRACK, SUPPRESS, ERASE -> null;
            case ADD, REMOVE -> audience == null || audience.isBlank() ? VendorCode.AUDIENCE_MISSING : null;
            case SUBSCRIBE, UNSUBSCRIBE -> channel == Channel.NONE ? VendorCode.CHANNEL_UNKNOWN : null;
        };
    }

    @Override
    public Draft draft(Attempt attempt) {
        var writer = new MessageWriter(attempt, sharedKey);
        return new OneRecordDraft(attempt, limits, record -> say(attempt, record, writer));
    }

    private Said say(Attempt attempt, OutgoingRecord record, MessageWriter writer) {
        var message = new JsonBytes(USUAL_BYTES);
        var refusal = writer.write(record, message);
        if (refusal != null) {
            return new Said.Not(refusal);
        }
        var key = record.dedupeKey().isEmpty() ? attempt.requestKey() : record.dedupeKey();
        var sealed = cipher.seal(message.toByteArray());
        return new Said.As(attempt.operation().needsAudience() ? signal(attempt, key, sealed) : start(key, sealed));
    }

    private VendorRequest start(String key, String payload) {
        var body = opening(key)
                .ascii(",\"input\":{\"payloads\":[")
                .ascii(payload)
                .ascii("]},\"workflowIdReusePolicy\":\"WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE\",")
                .ascii("\"workflowIdConflictPolicy\":\"WORKFLOW_ID_CONFLICT_POLICY_FAIL\"}");
        return request(namespace.prefix() + key, "", body);
    }

    private VendorRequest signal(Attempt attempt, String key, String payload) {
        var body = opening(key)
                .ascii(",\"signalInput\":{\"payloads\":[")
                .ascii(payload)
                .ascii("]},\"workflowIdReusePolicy\":\"WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE\",")
                .ascii("\"workflowIdConflictPolicy\":\"WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING\"}");
        return request(
                namespace.prefix() + "audience-" + attempt.requireAudience(),
                "/signal-with-start/" + segment(namespace.signal()),
                body);
    }

    /** The request's id makes a server drop a repetition that it has seen. */
    private JsonBytes opening(String key) {
        return new JsonBytes(USUAL_BYTES)
                .ascii("{\"workflowType\":{\"name\":")
                .string(namespace.workflowType())
                .ascii("},\"taskQueue\":{\"name\":")
                .string(namespace.taskQueue())
                .ascii("},\"identity\":\"activation-gateway\",\"requestId\":\"")
                .ascii(UUID.nameUUIDFromBytes(key.getBytes(UTF_8)).toString())
                .ascii("\"");
    }

    private VendorRequest request(String workflow, String rest, JsonBytes body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json+no-payload-shorthand");
        headers.put("Temporal-Namespace", namespace.name());
        if (apiKey != null) {
            headers.put("Authorization", "Bearer " + apiKey);
        }
        return new VendorRequest(
                HttpMethod.POST,
                endpoint.path(
                        "/api/v1/namespaces/" + segment(namespace.name()) + "/workflows/" + segment(workflow) + rest),
                headers,
                Buffer.buffer(body.toByteArray()));
    }

    @Override
    public Answer read(Sent sent, VendorResponse response) {
        return TemporalAnswers.read(sent, response);
    }

    private static String segment(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
