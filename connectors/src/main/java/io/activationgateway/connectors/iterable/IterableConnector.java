package io.activationgateway.connectors.iterable;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Attempt;
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
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One Iterable project. */
final class IterableConnector implements Connector {

    /** Digits of the largest id that surely fits. */
    private static final int MAX_ID_DIGITS = 18;

    private final Endpoint endpoint;
    private final Setup setup;
    private final Subscriptions subscriptions;
    private final Map<Operation, Limits> limits;
    private final Map<String, String> headers;

    IterableConnector(Endpoint endpoint, String apiKey, Setup setup, Map<Operation, Limits> limits) {
        this.endpoint = endpoint;
        this.setup = setup;
        this.limits = Map.copyOf(limits);
        this.headers = Map.of("Api-Key", apiKey, "Content-Type", "application/json");
        this.subscriptions = new Subscriptions(endpoint, apiKey, setup, this.limits);
    }

    @Override
    public Set<Operation> operations() {
        return limits.keySet();
    }

    @Override
    public Limits limits(Operation operation) {
        var known = limits.get(operation);
        if (known == null) {
            throw new IllegalArgumentException(operation + " (expected: one of " + limits.keySet() + ")");
        }
        return known;
    }

    /** Every change of subscriptions goes through the same calls. */
    @Override
    public Operation budget(Operation operation) {
        return switch (operation) {
            case SUBSCRIBE, UNSUBSCRIBE, SUPPRESS -> Operation.SUBSCRIBE;
            case UPSERT, ADD, REMOVE, TRACK, ERASE -> operation;
        };
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public @Nullable VendorCode refusal(Operation operation, @Nullable String audience, Channel channel) {
        return switch (operation) {
            case UPSERT, TRACK, ERASE -> null;
            case ADD, REMOVE -> {
                if (audience == null || audience.isBlank()) {
                    yield VendorCode.AUDIENCE_MISSING;
                }
                yield listId(audience) == null ? VendorCode.AUDIENCE_UNKNOWN : null;
            }
            case SUBSCRIBE, UNSUBSCRIBE -> setup.knows(channel) ? null : VendorCode.CHANNEL_UNKNOWN;
            case SUPPRESS -> setup.channels().isEmpty() ? VendorCode.CHANNEL_UNKNOWN : null;
        };
    }

    @Override
    public Draft draft(Attempt attempt) {
        var operation = attempt.operation();
        var encoder = new IterableEncoder(operation, setup.project(), setup.createNewFields());
        return switch (operation) {
            case UPSERT ->
                draft(
                        attempt,
                        encoder,
                        "{\"users\":[",
                        "],\"createNewFields\":" + setup.createNewFields() + "}",
                        "/api/users/bulkUpdate");
            case TRACK -> draft(attempt, encoder, "{\"events\":[", "]}", "/api/events/trackBulk");
            case ADD ->
                // Email projects know no such flag: there an unknown address becomes a new person.
                draft(
                        attempt,
                        encoder,
                        listOpening(attempt),
                        setup.project() == Project.EMAIL ? "]}" : "],\"updateExistingUsersOnly\":true}",
                        "/api/lists/subscribe");
            case REMOVE ->
                // True would unsubscribe the person from the list's whole channel.
                draft(
                        attempt,
                        encoder,
                        listOpening(attempt),
                        "],\"channelUnsubscribe\":false}",
                        "/api/lists/unsubscribe");
            case SUBSCRIBE, UNSUBSCRIBE, SUPPRESS -> subscriptions.draft(attempt);
            case ERASE -> subscriptions.forget(attempt);
        };
    }

    @Override
    public Answer read(Sent sent, VendorResponse response) {
        return switch (sent.attempt().operation()) {
            case UPSERT, ADD, REMOVE, TRACK -> IterableAnswers.read(sent, response);
            case SUBSCRIBE, UNSUBSCRIBE, SUPPRESS, ERASE -> subscriptions.read(sent, response);
        };
    }

    private Draft draft(Attempt attempt, IterableEncoder encoder, String opening, String closing, String path) {
        return new BatchDraft(
                attempt,
                limits(attempt.operation()),
                BatchDraft.opening(opening),
                encoder,
                closing,
                body -> request(path, body));
    }

    private VendorRequest request(String path, Buffer body) {
        return new VendorRequest(HttpMethod.POST, endpoint.path(path), headers, body);
    }

    private String listOpening(Attempt attempt) {
        return "{\"listId\":" + requireNonNull(listId(attempt.requireAudience()), "list id") + ",\"subscribers\":[";
    }

    private @Nullable Long listId(String audience) {
        var configured = setup.lists().get(audience);
        if (configured != null) {
            return configured;
        }
        boolean number = audience.length() <= MAX_ID_DIGITS && audience.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Long.valueOf(audience) : null;
    }
}
