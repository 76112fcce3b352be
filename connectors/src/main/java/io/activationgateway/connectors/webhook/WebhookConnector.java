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
import io.activationgateway.connectors.RecordResult.Outcome;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.StatusAnswer;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorRequest;
import io.activationgateway.connectors.VendorResponse;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.profile.Channel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One receiver of signed webhooks. */
final class WebhookConnector implements Connector {

    static final Set<Operation> OPERATIONS =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(Operation.SUBSCRIBE)));

    private final Endpoint endpoint;
    private final String pathAndQuery;
    private final Signer signer;
    private final @Nullable IdentifierType sharedKey;
    private final Limits limits;

    WebhookConnector(
            Endpoint endpoint, String pathAndQuery, Signer signer, @Nullable IdentifierType sharedKey, Limits limits) {
        this.endpoint = endpoint;
        this.pathAndQuery = pathAndQuery;
        this.signer = signer;
        this.sharedKey = sharedKey;
        this.limits = limits;
    }

    @Override
    public Set<Operation> operations() {
        return OPERATIONS;
    }

    @Override
    public Limits limits(Operation operation) {
        return limits;
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
            case UNSUBSCRIBE -> channel == Channel.NONE ? VendorCode.CHANNEL_UNKNOWN : null;
            case SUBSCRIBE -> VendorCode.OPERATION_NOT_SUPPORTED;
        };
    }

    @Override
    public Draft draft(Attempt attempt) {
        return new BatchDraft(
                attempt,
                limits,
                opening(attempt),
                new WebhookEncoder(attempt.operation(), sharedKey),
                "]}}",
                body -> request(attempt, body));
    }

    @Override
    public Answer read(Sent sent, VendorResponse response) {
        return response.success()
                ? new Answer.Done(sent.each(Outcome.ACCEPTED, VendorCode.OK))
                : StatusAnswer.of(sent, response);
    }

    private static JsonBytes opening(Attempt attempt) {
        var json = BatchDraft.opening("{\"type\":\"")
                .ascii(type(attempt.operation()))
                .ascii("\",\"timestamp\":\"")
                .ascii(attempt.since().toString())
                .ascii("\",\"data\":{");
        if (attempt.operation() == Operation.ADD || attempt.operation() == Operation.REMOVE) {
            json.ascii("\"audience\":").string(attempt.requireAudience()).ascii(",");
        }
        if (attempt.operation() == Operation.UNSUBSCRIBE) {
            json.ascii("\"channel\":\"").ascii(attempt.use().channel().name()).ascii("\",");
        }
        return json.ascii("\"records\":[");
    }

    private static String type(Operation operation) {
        return switch (operation) {
            case UPSERT -> "profile.upsert";
            case ADD -> "audience.add";
            case REMOVE -> "audience.remove";
            case TRACK -> "event.track";
            case UNSUBSCRIBE -> "channel.unsubscribe";
            case SUPPRESS -> "profile.suppress";
            case ERASE -> "profile.erase";
            case SUBSCRIBE ->
                throw new IllegalArgumentException(operation + " (expected: an operation that is not refused)");
        };
    }

    private VendorRequest request(Attempt attempt, Buffer body) {
        long seconds = attempt.at().getEpochSecond();
        var headers = Map.of(
                "Content-Type", "application/json",
                "webhook-id", attempt.requestKey(),
                "webhook-timestamp", Long.toString(seconds),
                "webhook-signature", signer.sign(attempt.requestKey(), seconds, body.getBytes()));
        return new VendorRequest(HttpMethod.POST, pathAndQuery, headers, body);
    }
}
