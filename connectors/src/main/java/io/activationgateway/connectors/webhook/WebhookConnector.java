package io.activationgateway.connectors.webhook;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Draft;
import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorRequest;
import io.activationgateway.connectors.VendorResponse;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.profile.Channel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One receiver of webhooks. */
final class WebhookConnector implements Connector {

    private final Endpoint endpoint;
    private final String pathAndQuery;
    private final Authentication authentication;
    private final Body body;
    private final Limits limits;
    private final Reading reading;

    /**
     * What a body looks like.
     *
     * @param sharedKey the identifier both sides know people by; null for the strongest that a record has
     * @param flat whether a body is one record, without levels
     */
    record Body(@Nullable IdentifierType sharedKey, boolean flat) {}

    WebhookConnector(
            Endpoint endpoint,
            String pathAndQuery,
            Authentication authentication,
            Body body,
            Limits limits,
            Reading reading) {
        this.endpoint = endpoint;
        this.pathAndQuery = pathAndQuery;
        this.authentication = authentication;
        this.body = body;
        this.limits = limits;
        this.reading = reading;
    }

    @Override
    public Set<Operation> operations() {
        return EnumSet.allOf(Operation.class);
    }

    @Override
    public Limits limits(Operation operation) {
        return limits;
    }

    @Override
    public Operation budget(Operation operation) {
        return Operation.UPSERT;
    }

    /** By {@code webhook-id}, as Standard Webhooks has it. */
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
        return switch (operation) {
            case UPSERT, TRACK, SUPPRESS, ERASE -> null;
            case ADD, REMOVE -> audience == null || audience.isBlank() ? VendorCode.AUDIENCE_MISSING : null;
            case SUBSCRIBE, UNSUBSCRIBE -> channel == Channel.NONE ? VendorCode.CHANNEL_UNKNOWN : null;
        };
    }

    @Override
    public Draft draft(Attempt attempt) {
        if (body.flat()) {
            var writer = new FlatWriter(attempt, body.sharedKey());
            return new BatchDraft(attempt, limits, writer.opening(), writer, "}", written -> request(attempt, written));
        }
        return new BatchDraft(
                attempt,
                limits,
                opening(attempt),
                new WebhookEncoder(attempt.operation(), body.sharedKey()),
                "]}}",
                written -> request(attempt, written));
    }

    @Override
    public Answer read(Sent sent, VendorResponse response) {
        return reading.read(sent, response);
    }

    private static JsonBytes opening(Attempt attempt) {
        var json = BatchDraft.opening("{\"type\":\"")
                .ascii(type(attempt.operation()))
                .ascii("\",\"timestamp\":\"")
                .ascii(attempt.since().toString())
                .ascii("\",\"data\":{");
        if (attempt.operation().needsAudience()) {
            json.ascii("\"audience\":").string(attempt.requireAudience()).ascii(",");
        }
        json.ascii("\"purpose\":").string(attempt.use().purpose());
        json.ascii(",\"channel\":\"").ascii(attempt.use().channel().name());
        return json.ascii("\",\"records\":[");
    }

    static String type(Operation operation) {
        return switch (operation) {
            case UPSERT -> "profile.upsert";
            case ADD -> "audience.add";
            case REMOVE -> "audience.remove";
            case TRACK -> "event.track";
            case SUBSCRIBE -> "channel.subscribe";
            case UNSUBSCRIBE -> "channel.unsubscribe";
            case SUPPRESS -> "profile.suppress";
            case ERASE -> "profile.erase";
        };
    }

    private VendorRequest request(Attempt attempt, Buffer written) {
        return new VendorRequest(HttpMethod.POST, pathAndQuery, authentication.headers(attempt, written), written);
    }
}
