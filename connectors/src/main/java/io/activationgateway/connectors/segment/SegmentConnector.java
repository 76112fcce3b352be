package io.activationgateway.connectors.segment;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Draft;
import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.NamedUuids;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.RecordResult.Outcome;
import io.activationgateway.connectors.RetryAfter;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.StatusAnswer;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorRequest;
import io.activationgateway.connectors.VendorResponse;
import io.activationgateway.consent.profile.Channel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One Segment source. */
final class SegmentConnector implements Connector {

    private static final Set<Operation> OPERATIONS =
            Set.of(Operation.UPSERT, Operation.ADD, Operation.REMOVE, Operation.TRACK);

    private static final JsonFactory JSON = new JsonFactory();

    /** The vendor's own clients wait no longer, whatever the header says. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private final Endpoint endpoint;
    private final String authorization;
    private final String writeKey;
    private final Limits limits;
    private final boolean confirmedSuccess;

    SegmentConnector(Endpoint endpoint, String writeKey, Limits limits, boolean confirmedSuccess) {
        this.endpoint = endpoint;
        this.authorization =
                "Basic " + Base64.getEncoder().encodeToString((writeKey + ":").getBytes(StandardCharsets.UTF_8));
        this.writeKey = writeKey;
        this.limits = limits;
        this.confirmedSuccess = confirmedSuccess;
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
            case UPSERT, TRACK -> null;
            case ADD, REMOVE -> audience == null || audience.isBlank() ? VendorCode.AUDIENCE_MISSING : null;
            case SUBSCRIBE, UNSUBSCRIBE, SUPPRESS, ERASE -> VendorCode.OPERATION_NOT_SUPPORTED;
        };
    }

    @Override
    public Draft draft(Attempt attempt) {
        return new BatchDraft(
                attempt,
                limits,
                BatchDraft.opening("{\"batch\":["),
                new SegmentEncoder(attempt, new NamedUuids(writeKey)),
                "],\"sentAt\":\"" + attempt.at() + "\"}",
                body -> request(attempt, body));
    }

    @Override
    public Answer read(Sent sent, VendorResponse response) {
        if (response.success()) {
            return !confirmedSuccess || saysSuccess(response.body())
                    ? new Answer.Done(sent.each(Outcome.ACCEPTED, VendorCode.OK))
                    : new Answer.Done(sent.each(Outcome.UNCERTAIN, VendorCode.ANSWER_UNREADABLE));
        }
        // Which of them may be repeated follows the vendor's own clients.
        return switch (response.status()) {
            case 410, 460 -> new Answer.Retry(wait(response), VendorCode.VENDOR_ERROR, true);
            case 501, 505 -> new Answer.Stop(VendorCode.ENDPOINT_WRONG);
            case 511 -> new Answer.Stop(VendorCode.CREDENTIALS_REFUSED);
            default -> StatusAnswer.of(sent, response, wait(response));
        };
    }

    private VendorRequest request(Attempt attempt, Buffer body) {
        var headers = new HashMap<String, String>();
        headers.put("Authorization", authorization);
        headers.put("Content-Type", "application/json");
        if (attempt.number() > 0) {
            headers.put("X-Retry-Count", Integer.toString(attempt.number()));
        }
        return new VendorRequest(HttpMethod.POST, endpoint.path("/v1/batch"), headers, body);
    }

    private static @Nullable Duration wait(VendorResponse response) {
        var asked = RetryAfter.of(response);
        if (asked == null) {
            asked = RetryAfter.seconds(response.headers().get("X-RateLimit-Reset"));
        }
        return asked != null && asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
    }

    private static boolean saysSuccess(Buffer body) {
        boolean success = false;
        try (var parser = JSON.createParser(body.getBytes())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean named = parser.currentName().equals("success");
                var value = parser.nextToken();
                success = named ? value == JsonToken.VALUE_TRUE : success;
                parser.skipChildren();
            }
            return success && parser.currentToken() == JsonToken.END_OBJECT;
        } catch (IOException notJson) {
            return false;
        }
    }
}
