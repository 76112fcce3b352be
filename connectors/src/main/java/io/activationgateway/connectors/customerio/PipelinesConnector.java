package io.activationgateway.connectors.customerio;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.BasicCredentials;
import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Draft;
import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorRequest;
import io.activationgateway.connectors.VendorResponse;
import io.activationgateway.consent.profile.Channel;
import io.vertx.core.http.HttpMethod;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One source of Customer.io's Pipelines. */
final class PipelinesConnector implements Connector {

    /** All but the segments, which only the Track API changes. */
    static final Set<Operation> OPERATIONS = Collections.unmodifiableSet(EnumSet.of(
            Operation.UPSERT,
            Operation.TRACK,
            Operation.SUBSCRIBE,
            Operation.UNSUBSCRIBE,
            Operation.SUPPRESS,
            Operation.ERASE));

    private final Endpoint endpoint;
    private final Workspace workspace;
    private final Limits limits;
    private final Map<String, String> headers;

    PipelinesConnector(Endpoint endpoint, String writeKey, Workspace workspace, Limits limits) {
        this.endpoint = endpoint;
        this.workspace = workspace;
        this.limits = limits;
        this.headers = Map.of(
                "Authorization", BasicCredentials.header(writeKey, ""),
                "Content-Type", "application/json",
                "X-Strict-Mode", "1");
    }

    @Override
    public Set<Operation> operations() {
        return OPERATIONS;
    }

    @Override
    public Limits limits(Operation operation) {
        return limits;
    }

    /** The vendor counts all requests together. */
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
            case SUBSCRIBE, UNSUBSCRIBE -> Workspace.channel(channel) == null ? VendorCode.CHANNEL_UNKNOWN : null;
            case ADD, REMOVE -> VendorCode.OPERATION_NOT_SUPPORTED;
        };
    }

    @Override
    public Draft draft(Attempt attempt) {
        return new BatchDraft(
                attempt,
                limits,
                BatchDraft.opening("{\"batch\":["),
                new PipelinesEncoder(attempt, workspace),
                "]}",
                body -> new VendorRequest(HttpMethod.POST, endpoint.path("/v1/batch"), headers, body));
    }

    @Override
    public Answer read(Sent sent, VendorResponse response) {
        return CustomerIoAnswers.pipelines(sent, response);
    }
}
