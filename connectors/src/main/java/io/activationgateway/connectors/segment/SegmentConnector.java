package io.activationgateway.connectors.segment;

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
import io.activationgateway.connectors.ReplyJson;
import io.activationgateway.connectors.RetryAfter;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.StatusAnswer;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorRequest;
import io.activationgateway.connectors.VendorResponse;
import io.activationgateway.consent.profile.Channel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One Segment source, and the workspace around it where its token is known. */
final class SegmentConnector implements Connector {

    /** The vendor's own clients wait no longer, whatever the header says. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private final Source source;
    private final String authorization;
    private final Dialect dialect;
    private final CallShape shape;
    private final @Nullable Regulations regulations;

    /** Where messages go, with what key and how fast. */
    record Source(Endpoint endpoint, String writeKey, Limits limits, boolean confirmedSuccess) {

        @Override
        public String toString() {
            return "Source[" + endpoint + "]";
        }
    }

    /** {@code regulations} is null where no token of the workspace is configured. */
    SegmentConnector(Source source, Dialect dialect, CallShape shape, @Nullable Regulations regulations) {
        this.source = source;
        this.authorization = "Basic "
                + Base64.getEncoder().encodeToString((source.writeKey() + ":").getBytes(StandardCharsets.UTF_8));
        this.dialect = dialect;
        this.shape = shape;
        this.regulations = regulations;
    }

    @Override
    public Set<Operation> operations() {
        var operations = EnumSet.of(Operation.UPSERT, Operation.ADD, Operation.TRACK);
        if (!shape.audienceAsGroup()) {
            operations.add(Operation.REMOVE);
        }
        if (regulations != null) {
            operations.add(Operation.SUPPRESS);
            operations.add(Operation.ERASE);
        }
        return operations;
    }

    @Override
    public Limits limits(Operation operation) {
        var regulating = regulating(operation);
        return regulating == null ? source.limits() : regulating.limits();
    }

    @Override
    public Operation budget(Operation operation) {
        return regulating(operation) == null ? Operation.UPSERT : Operation.ERASE;
    }

    @Override
    public Endpoint endpoint() {
        return source.endpoint();
    }

    @Override
    public Endpoint endpoint(Operation operation) {
        var regulating = regulating(operation);
        return regulating == null ? source.endpoint() : regulating.endpoint();
    }

    @Override
    public Set<Endpoint> endpoints() {
        return regulations == null || regulations.endpoint().equals(source.endpoint())
                ? Set.of(source.endpoint())
                : Set.of(source.endpoint(), regulations.endpoint());
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
        var regulating = regulating(attempt.operation());
        return regulating != null
                ? regulating.draft(attempt)
                : new BatchDraft(
                        attempt,
                        source.limits(),
                        BatchDraft.opening("{\"batch\":["),
                        new CallEncoder(attempt, new NamedUuids(source.writeKey()), dialect, shape),
                        "],\"sentAt\":\"" + attempt.at() + "\"}",
                        body -> request(attempt, body));
    }

    @Override
    public Answer read(Sent sent, VendorResponse response) {
        var regulating = regulating(sent.attempt().operation());
        if (regulating != null) {
            return regulating.read(sent, response);
        }
        if (response.success()) {
            return !source.confirmedSuccess()
                            || ReplyJson.of(response.body()).get("success").isTrue()
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

    @Override
    public VendorRequest poll(String job) {
        if (regulations == null) {
            throw new IllegalArgumentException("no token of the workspace is configured, so no job can be asked for");
        }
        return regulations.question(job);
    }

    private @Nullable Regulations regulating(Operation operation) {
        return operation == Operation.SUPPRESS || operation == Operation.ERASE ? regulations : null;
    }

    private VendorRequest request(Attempt attempt, Buffer body) {
        var headers = new HashMap<String, String>();
        headers.put("Authorization", authorization);
        headers.put("Content-Type", "application/json");
        if (attempt.number() > 0) {
            headers.put("X-Retry-Count", Integer.toString(attempt.number()));
        }
        return new VendorRequest(HttpMethod.POST, source.endpoint().path("/v1/batch"), headers, body);
    }

    private static @Nullable Duration wait(VendorResponse response) {
        var asked = RetryAfter.of(response);
        if (asked == null) {
            asked = RetryAfter.seconds(response.headers().get("X-RateLimit-Reset"));
        }
        return asked != null && asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
    }
}
