package io.activationgateway.connectors.rudderstack;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.BasicCredentials;
import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Draft;
import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.NamedUuids;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.RecordResult.Outcome;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.StatusAnswer;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorRequest;
import io.activationgateway.connectors.VendorResponse;
import io.activationgateway.connectors.segment.CallEncoder;
import io.activationgateway.connectors.segment.CallShape;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.profile.Channel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One RudderStack source, and the workspace around it where its token is known. */
final class RudderstackConnector implements Connector {

    private final Endpoint endpoint;
    private final String writeKey;
    private final Map<String, String> headers;
    private final Speech speech;
    private final Limits limits;
    private final @Nullable Regulations regulations;

    /**
     * What is said how.
     *
     * @param consents the consent id of RudderStack's by the policy's purpose
     * @param listFields what the destination behind calls an identifier; empty where an audience is a trait
     */
    record Speech(CallShape shape, Map<String, String> consents, Map<IdentifierType, String> listFields) {
        Speech {
            requireNonNull(shape, "shape");
            consents = Map.copyOf(consents);
            listFields = Map.copyOf(listFields);
        }
    }

    /** {@code regulations} is null where no token of the workspace is configured. */
    RudderstackConnector(
            Endpoint endpoint, String writeKey, Speech speech, Limits limits, @Nullable Regulations regulations) {
        this.endpoint = endpoint;
        this.writeKey = writeKey;
        this.headers =
                Map.of("Authorization", BasicCredentials.header(writeKey, ""), "Content-Type", "application/json");
        this.speech = speech;
        this.limits = limits;
        this.regulations = regulations;
    }

    @Override
    public Set<Operation> operations() {
        var operations = EnumSet.of(Operation.UPSERT, Operation.ADD, Operation.REMOVE, Operation.TRACK);
        for (var operation : new Operation[] {Operation.SUPPRESS, Operation.ERASE}) {
            if (regulations != null && regulations.limits(operation) != null) {
                operations.add(operation);
            }
        }
        return operations;
    }

    @Override
    public Limits limits(Operation operation) {
        var regulated = regulations == null ? null : regulations.limits(operation);
        return regulated == null ? limits : regulated;
    }

    @Override
    public Operation budget(Operation operation) {
        return isRegulated(operation) ? operation : Operation.UPSERT;
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public Endpoint endpoint(Operation operation) {
        return regulations != null && isRegulated(operation) ? regulations.endpoint() : endpoint;
    }

    @Override
    public Set<Endpoint> endpoints() {
        return regulations == null || regulations.endpoint().equals(endpoint)
                ? Set.of(endpoint)
                : Set.of(endpoint, regulations.endpoint());
    }

    @Override
    public @Nullable VendorCode refusal(Operation operation, @Nullable String audience, Channel channel) {
        if (!operations().contains(operation)) {
            return VendorCode.OPERATION_NOT_SUPPORTED;
        }
        return operation.needsAudience() && (audience == null || audience.isBlank())
                ? VendorCode.AUDIENCE_MISSING
                : null;
    }

    @Override
    public Draft draft(Attempt attempt) {
        if (regulations != null && isRegulated(attempt.operation())) {
            return regulations.draft(attempt);
        }
        var messageIds = new NamedUuids(writeKey);
        var dialect = new RudderstackDialect(speech.consents(), attempt.at().toString());
        boolean list =
                attempt.operation().needsAudience() && !speech.listFields().isEmpty();
        var encoder = list
                ? new ListEncoder(attempt, messageIds, dialect, speech.listFields())
                : new CallEncoder(attempt, messageIds, dialect, speech.shape());
        return new BatchDraft(attempt, limits, BatchDraft.opening("{\"batch\":["), encoder, "]}", this::request);
    }

    @Override
    public Answer read(Sent sent, VendorResponse response) {
        if (regulations != null && isRegulated(sent.attempt().operation())) {
            return regulations.read(sent, response);
        }
        if (!response.success()) {
            return StatusAnswer.of(sent, response);
        }
        return response.body().toString().strip().equalsIgnoreCase("ok")
                ? new Answer.Done(sent.each(Outcome.ACCEPTED, VendorCode.OK))
                : new Answer.Done(sent.each(Outcome.UNCERTAIN, VendorCode.ANSWER_UNREADABLE));
    }

    private VendorRequest request(Buffer body) {
        return new VendorRequest(HttpMethod.POST, endpoint.path("/v1/batch"), headers, body);
    }

    private static boolean isRegulated(Operation operation) {
        return operation == Operation.SUPPRESS || operation == Operation.ERASE;
    }
}
