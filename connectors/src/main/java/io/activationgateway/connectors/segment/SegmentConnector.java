package io.activationgateway.connectors.segment;

import io.activationgateway.connectors.AccessToken;
import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.BasicCredentials;
import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Draft;
import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.NamedUuids;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.PrefacedDraft;
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
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One Segment source, and the workspace around it where its token is known. */
final class SegmentConnector implements Connector {

    /** The vendor's own clients wait no longer, whatever the header says. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    /** After which a token is not used again: the vendor's own clients fetch a new one. */
    private static final Set<Integer> ABOUT_A_TOKEN = Set.of(400, 401, 403, 511);

    private final Source source;
    private final Map<String, String> headers;
    private final Dialect dialect;
    private final CallShape shape;
    private final @Nullable Regulations regulations;

    /**
     * Where messages go, with what key and how fast.
     *
     * @param token null where the write key is enough
     */
    record Source(
            Endpoint endpoint,
            String writeKey,
            Limits limits,
            boolean confirmedSuccess,
            @Nullable AccessToken token) {

        /** The headers of every request, but for a token that is lent. */
        Map<String, String> headers() {
            return token == null
                    ? Map.of("Authorization", BasicCredentials.header(writeKey, ""), "Content-Type", "application/json")
                    : Map.of("Content-Type", "application/json");
        }

        /** A token says who sends, and leaves open to which source. */
        JsonBytes opening() {
            return token == null
                    ? BatchDraft.opening("{\"batch\":[")
                    : BatchDraft.opening("{\"writeKey\":").string(writeKey).ascii(",\"batch\":[");
        }

        @Override
        public String toString() {
            return "Source[" + endpoint + "]";
        }
    }

    /** {@code regulations} is null where no token of the workspace is configured. */
    SegmentConnector(Source source, Dialect dialect, CallShape shape, @Nullable Regulations regulations) {
        this.source = source;
        this.headers = source.headers();
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
        var endpoints = new HashSet<>(Set.of(source.endpoint()));
        if (regulations != null) {
            endpoints.add(regulations.endpoint());
        }
        if (source.token() != null) {
            endpoints.add(source.token().lender());
        }
        return endpoints;
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
        if (regulating != null) {
            return regulating.draft(attempt);
        }
        var calls = new BatchDraft(
                attempt,
                source.limits(),
                source.opening(),
                new CallEncoder(attempt, new NamedUuids(source.writeKey()), dialect, shape),
                "],\"sentAt\":\"" + attempt.at() + "\"}",
                body -> request(attempt, body));
        return source.token() == null ? calls : new PrefacedDraft(calls, source.token()::before);
    }

    @Override
    public Answer read(Sent sent, VendorResponse response) {
        var regulating = regulating(sent.attempt().operation());
        if (regulating != null) {
            return regulating.read(sent, response);
        }
        var token = source.token();
        var later = sent.later();
        if (token != null && later != null) {
            return token.read(sent, later, response);
        }
        if (response.success()) {
            return !source.confirmedSuccess()
                            || ReplyJson.of(response.body()).get("success").isTrue()
                    ? new Answer.Done(sent.each(Outcome.ACCEPTED, VendorCode.OK))
                    : new Answer.Done(sent.each(Outcome.UNCERTAIN, VendorCode.ANSWER_UNREADABLE));
        }
        var refused = refused(sent, response);
        return token != null && ABOUT_A_TOKEN.contains(response.status()) ? token.renew(sent, refused) : refused;
    }

    /** Which statuses may be repeated follows the vendor's own clients. */
    private static Answer refused(Sent sent, VendorResponse response) {
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
        var said = new HashMap<>(headers);
        if (attempt.number() > 0) {
            said.put("X-Retry-Count", Integer.toString(attempt.number()));
        }
        return new VendorRequest(HttpMethod.POST, source.endpoint().path("/v1/batch"), said, body);
    }

    private static @Nullable Duration wait(VendorResponse response) {
        var asked = RetryAfter.of(response);
        if (asked == null) {
            asked = RetryAfter.seconds(response.headers().get("X-RateLimit-Reset"));
        }
        return asked != null && asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
    }
}
