package io.activationgateway.connectors.braze;

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
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.OutgoingRecord.Role;
import io.activationgateway.connectors.Recurring;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorRequest;
import io.activationgateway.connectors.VendorResponse;
import io.activationgateway.connectors.braze.Workspace.Permit;
import io.activationgateway.consent.profile.Channel;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One Braze workspace. */
final class BrazeConnector implements Connector {

    private static final String TRACK = "/users/track";

    private final Endpoint endpoint;
    private final Workspace workspace;
    private final Map<Operation, Limits> limits;
    private final Map<String, String> headers;

    BrazeConnector(Endpoint endpoint, String apiKey, Workspace workspace, Map<Operation, Limits> limits) {
        this.endpoint = endpoint;
        this.workspace = workspace;
        this.limits = Map.copyOf(limits);
        this.headers = Map.of("Authorization", "Bearer " + apiKey, "Content-Type", "application/json");
    }

    @Override
    public Set<Operation> operations() {
        return limits.keySet();
    }

    @Override
    public Limits limits(Operation operation) {
        return requireNonNull(limits.get(operation), "limits of an operation that is supported");
    }

    /**
     * Braze counts by call. A channel without a subscription group is said through {@code /users/track}: that it is counted
     * with the others of its operation takes less than a tenth more than the vendor allows there.
     */
    @Override
    public Operation budget(Operation operation) {
        return switch (operation) {
            case UPSERT, ADD, REMOVE, TRACK, SUPPRESS -> Operation.UPSERT;
            case SUBSCRIBE, UNSUBSCRIBE -> Operation.SUBSCRIBE;
            case ERASE -> Operation.ERASE;
        };
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
            case SUBSCRIBE, UNSUBSCRIBE ->
                workspace.group(channel) == null && Standing.state(channel) == null ? VendorCode.CHANNEL_UNKNOWN : null;
        };
    }

    /** A repeated event is a second event, and so is a purchase. */
    @Override
    public boolean repeatable(Operation operation) {
        return operation != Operation.TRACK || workspace.permits(Permit.REPEAT_UNCERTAIN_EVENTS);
    }

    @Override
    public Draft draft(Attempt attempt) {
        return switch (attempt.operation()) {
            case UPSERT, ADD, REMOVE, SUPPRESS -> attributes(attempt);
            case TRACK -> events(attempt);
            case SUBSCRIBE, UNSUBSCRIBE -> {
                var group = workspace.group(attempt.use().channel());
                yield group == null ? attributes(attempt) : members(attempt, group);
            }
            case ERASE -> erasures(attempt);
        };
    }

    @Override
    public Answer read(Sent sent, VendorResponse response) {
        return BrazeAnswers.read(sent, response);
    }

    private Draft attributes(Attempt attempt) {
        var encoder = new AttributesEncoder(
                attempt.operation(), workspace.keys(), workspace.label(), Standing.of(attempt, workspace));
        return batch(attempt, BatchDraft.opening("{\"attributes\":["), encoder, "]}", TRACK);
    }

    /** Purchases and events go in requests of their own, so that an index of the answer is a record's position. */
    private Draft events(Attempt attempt) {
        return new OneKindDraft<>(kindOfEvent(), VendorCode.EVENT_NAME_MISSING, purchases -> {
            var encoder = new EventsEncoder(
                    purchases,
                    workspace.permits(Permit.EVENTS_CREATE_PEOPLE),
                    workspace.keys(),
                    workspace.label(),
                    attempt.since());
            return batch(
                    attempt,
                    BatchDraft.opening(purchases ? "{\"purchases\":[" : "{\"events\":["),
                    encoder,
                    "]}",
                    TRACK);
        });
    }

    /** Whether it is a purchase; an event without a name is refused as one of the others. */
    private OneKindDraft.Kinds<Boolean> kindOfEvent() {
        var purchases = new Recurring<>(name -> name.equals(workspace.purchaseEvent()));
        return (record, room) -> Boolean.TRUE.equals(purchases.of(record, record.role(Role.EVENT_NAME), room));
    }

    private Draft members(Attempt attempt, String group) {
        boolean subscribe = attempt.operation() == Operation.SUBSCRIBE;
        var keys = attempt.use().channel() == Channel.EMAIL
                ? List.of(PersonKey.EXTERNAL_ID, PersonKey.EMAIL)
                : List.of(PersonKey.EXTERNAL_ID, PersonKey.PHONE);
        return named(keys, key -> {
            var opening = BatchDraft.opening("{\"subscription_groups\":[{\"subscription_group_id\":")
                    .string(group)
                    .ascii(",\"subscription_state\":")
                    .string(subscribe ? "subscribed" : "unsubscribed")
                    .ascii(
                            switch (key) {
                                case EXTERNAL_ID, ALIAS -> ",\"external_ids\":[";
                                case EMAIL -> ",\"emails\":[";
                                case PHONE -> ",\"phones\":[";
                            });
            return batch(
                    attempt,
                    opening,
                    (record, out) ->
                            subscribe && !record.consented() ? VendorCode.CONSENT_MISSING : key.write(record, out),
                    "]}]}",
                    "/v2/subscription/status/set");
        });
    }

    private Draft erasures(Attempt attempt) {
        return named(workspace.keys(), key -> {
            var opening = BatchDraft.opening(
                    switch (key) {
                        case EXTERNAL_ID -> "{\"external_ids\":[";
                        case ALIAS -> "{\"user_aliases\":[";
                        case EMAIL -> "{\"email_addresses\":[";
                        case PHONE -> "{\"phone_numbers\":[";
                    });
            return batch(attempt, opening, (record, out) -> erasure(record, key, out), "]}", "/users/delete");
        });
    }

    private @Nullable VendorCode erasure(OutgoingRecord record, PersonKey key, JsonBytes out) {
        return switch (key) {
            case EXTERNAL_ID, PHONE -> key.write(record, out);
            case ALIAS -> {
                var label = workspace.label();
                yield label == null ? VendorCode.IDENTIFIER_MISSING : label.write(record, out);
            }
            case EMAIL -> {
                out.ascii("{\"email\":");
                var refusal = key.write(record, out);
                // Without it the vendor deletes nobody where several profiles share the address.
                out.ascii(",\"prioritization\":[\"identified\",\"most_recently_updated\"]}");
                yield refusal;
            }
        };
    }

    /** A request of these calls names its people in one way. */
    private static Draft named(List<PersonKey> keys, Function<PersonKey, Draft> drafts) {
        return new OneKindDraft<>(
                (record, room) -> MatchKey.first(record, keys, room), VendorCode.IDENTIFIER_MISSING, drafts);
    }

    private Draft batch(Attempt attempt, JsonBytes opening, BatchDraft.Encoder encoder, String closing, String path) {
        return new BatchDraft(
                attempt,
                limits(attempt.operation()),
                opening,
                encoder,
                closing,
                body -> new VendorRequest(HttpMethod.POST, endpoint.path(path), headers, body));
    }
}
