package io.activationgateway.connectors.customerio;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Draft;
import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.MatchKey;
import io.activationgateway.connectors.OneKindDraft;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.PrefacedDraft;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorRequest;
import io.activationgateway.connectors.VendorResponse;
import io.activationgateway.consent.profile.Channel;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One Customer.io workspace, through the Track API. */
final class CustomerIoConnector implements Connector {

    /** What a segment's members can be named by. */
    private static final List<PersonKey> MEMBER_KEYS = List.of(PersonKey.ID, PersonKey.EMAIL);

    private final Endpoint endpoint;
    private final Workspace workspace;
    private final RegionCheck regionCheck;
    private final Map<Operation, Limits> limits;
    private final Map<String, String> headers;

    CustomerIoConnector(
            Endpoint endpoint,
            String authorization,
            Workspace workspace,
            RegionCheck regionCheck,
            Map<Operation, Limits> limits) {
        this.endpoint = endpoint;
        this.workspace = workspace;
        this.regionCheck = regionCheck;
        this.limits = Map.copyOf(limits);
        this.headers = Map.of("Authorization", authorization, "Content-Type", "application/json");
    }

    @Override
    public Set<Operation> operations() {
        return limits.keySet();
    }

    @Override
    public Limits limits(Operation operation) {
        return requireNonNull(limits.get(operation), "limits of an operation that is supported");
    }

    /** The vendor counts all requests of the Track API together. */
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
            case ADD, REMOVE -> {
                if (audience == null || audience.isBlank()) {
                    yield VendorCode.AUDIENCE_MISSING;
                }
                yield workspace.segment(audience) == null ? VendorCode.AUDIENCE_UNKNOWN : null;
            }
            case SUBSCRIBE, UNSUBSCRIBE -> Workspace.channel(channel) == null ? VendorCode.CHANNEL_UNKNOWN : null;
        };
    }

    @Override
    public Draft draft(Attempt attempt) {
        var draft = attempt.operation().needsAudience() ? members(attempt) : items(attempt);
        return new PrefacedDraft(draft, regionCheck::before);
    }

    @Override
    public Answer read(Sent sent, VendorResponse response) {
        var later = sent.later();
        if (later != null) {
            return regionCheck.read(sent, later, response);
        }
        return sent.attempt().operation().needsAudience()
                ? CustomerIoAnswers.segment(sent, response)
                : CustomerIoAnswers.batch(sent, response);
    }

    private Draft items(Attempt attempt) {
        return batch(
                attempt, BatchDraft.opening("{\"batch\":["), new PersonEncoder(attempt, workspace), "/api/v2/batch");
    }

    private Draft members(Attempt attempt) {
        var segment = requireNonNull(workspace.segment(attempt.requireAudience()), "segment");
        var verb = attempt.operation() == Operation.ADD ? "/add_customers" : "/remove_customers";
        return new OneKindDraft<>(
                (record, room) -> MatchKey.first(record, MEMBER_KEYS, room),
                VendorCode.IDENTIFIER_MISSING,
                key -> batch(
                        attempt,
                        BatchDraft.opening("{\"ids\":["),
                        key::write,
                        "/api/v1/segments/" + segment + verb + "?id_type=" + key.member()));
    }

    private Draft batch(Attempt attempt, JsonBytes opening, BatchDraft.Encoder encoder, String path) {
        return new BatchDraft(
                attempt,
                limits(attempt.operation()),
                opening,
                encoder,
                "]}",
                body -> new VendorRequest(HttpMethod.POST, endpoint.path(path), headers, body));
    }
}
