package io.activationgateway.connectors.mparticle;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.BasicCredentials;
import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Draft;
import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.Moment;
import io.activationgateway.connectors.NamedUuids;
import io.activationgateway.connectors.OneKindDraft;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.RecordResult.Outcome;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.StatusAnswer;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorRequest;
import io.activationgateway.connectors.VendorResponse;
import io.activationgateway.consent.profile.Channel;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One input of an mParticle workspace. */
final class MparticleConnector implements Connector {

    private static final int ACCEPTED = 202;
    private static final String BULK = "/v2/bulkevents";

    /** For older events, which mParticle stores and forwards to nobody. */
    private static final String HISTORY = "/v2/bulkevents/historical";

    private static final Duration RECENT = Duration.ofDays(30);

    private final Endpoint endpoint;
    private final String apiKey;
    private final Map<String, String> headers;
    private final Input input;
    private final Limits limits;
    private final @Nullable Erasures erasures;

    /** {@code erasures} is null where the workspace's key is not known. */
    MparticleConnector(
            Endpoint endpoint,
            String apiKey,
            String apiSecret,
            Input input,
            Limits limits,
            @Nullable Erasures erasures) {
        this.endpoint = endpoint;
        this.apiKey = apiKey;
        this.headers =
                Map.of("Authorization", BasicCredentials.header(apiKey, apiSecret), "Content-Type", "application/json");
        this.input = input;
        this.limits = limits;
        this.erasures = erasures;
    }

    @Override
    public Set<Operation> operations() {
        var operations = EnumSet.of(Operation.UPSERT, Operation.ADD, Operation.REMOVE, Operation.TRACK);
        if (input.tellsConsents()) {
            operations.add(Operation.SUBSCRIBE);
            operations.add(Operation.UNSUBSCRIBE);
        }
        if (erasures != null) {
            operations.add(Operation.ERASE);
        }
        return operations;
    }

    @Override
    public Limits limits(Operation operation) {
        return operation == Operation.ERASE && erasures != null ? erasures.limits() : limits;
    }

    /** The users of every bulk request count together. */
    @Override
    public Operation budget(Operation operation) {
        return operation == Operation.ERASE ? Operation.ERASE : Operation.UPSERT;
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public Endpoint endpoint(Operation operation) {
        return operation == Operation.ERASE && erasures != null ? erasures.endpoint() : endpoint;
    }

    @Override
    public Set<Endpoint> endpoints() {
        return erasures == null || erasures.endpoint().equals(endpoint)
                ? Set.of(endpoint)
                : Set.of(endpoint, erasures.endpoint());
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
        if (attempt.operation() == Operation.ERASE && erasures != null) {
            return erasures.draft(attempt, input.identities());
        }
        var happened = new Moment();
        return attempt.operation() == Operation.TRACK
                ? new OneKindDraft<>(
                        (record, room) -> isHistory(attempt, happened, record, room),
                        VendorCode.EVENT_TIME_INVALID,
                        history -> bulk(attempt, history ? HISTORY : BULK))
                : bulk(attempt, BULK);
    }

    private Draft bulk(Attempt attempt, String path) {
        return new BatchDraft(
                attempt,
                limits,
                BatchDraft.opening("["),
                new MparticleEncoder(attempt, input, new NamedUuids(apiKey)),
                "]",
                body -> new VendorRequest(HttpMethod.POST, endpoint.path(path), headers, body));
    }

    /** Whether an event is too old for the usual call. */
    private static boolean isHistory(Attempt attempt, Moment happened, OutgoingRecord record, JsonBytes room) {
        return happened.read(record, record.role(OutgoingRecord.Role.EVENT_TIME), room) == Moment.Told.TIME
                && happened.epochMilli() < attempt.at().toEpochMilli() - RECENT.toMillis();
    }

    @Override
    public Answer read(Sent sent, VendorResponse response) {
        if (sent.attempt().operation() == Operation.ERASE && erasures != null) {
            return erasures.read(sent, response);
        }
        if (response.status() == ACCEPTED) {
            return new Answer.Done(sent.each(Outcome.ACCEPTED, VendorCode.OK));
        }
        return response.success()
                ? new Answer.Done(sent.each(Outcome.UNCERTAIN, VendorCode.ANSWER_UNREADABLE))
                : StatusAnswer.of(sent, response);
    }

    @Override
    public VendorRequest poll(String job) {
        if (erasures == null) {
            throw new IllegalArgumentException("no key of the workspace is configured, so no job can be asked for");
        }
        return erasures.question(job);
    }
}
