package io.activationgateway.connectors.klaviyo;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Draft;
import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.MatchKey;
import io.activationgateway.connectors.OneKindDraft;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.RecordResult.Outcome;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorRequest;
import io.activationgateway.connectors.VendorResponse;
import io.activationgateway.consent.profile.Channel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One Klaviyo account. */
final class KlaviyoConnector implements Connector {

    private static final Set<Channel> SUBSCRIBABLE =
            Set.of(Channel.EMAIL, Channel.SMS, Channel.MESSENGER, Channel.PUSH);

    /** Its suppressions stop e-mail only; a purpose that reaches nobody leaves open which channel is meant. */
    private static final Set<Channel> SUPPRESSIBLE = Set.of(Channel.EMAIL, Channel.NONE);

    private final Requests requests;
    private final Map<String, String> lists;
    private final Subscribing subscribing;
    private final Map<Operation, Limits> limits;
    private final LookUp lookUp;
    private final PushTokens pushTokens;
    private final Jobs jobs;

    KlaviyoConnector(
            Requests requests, Map<String, String> lists, Subscribing subscribing, Map<Operation, Limits> limits) {
        this.requests = requests;
        this.lists = Map.copyOf(lists);
        this.subscribing = subscribing;
        this.limits = Map.copyOf(limits);
        this.lookUp = new LookUp(requests);
        this.pushTokens = new PushTokens(requests);
        this.jobs = new Jobs(requests);
    }

    @Override
    public Set<Operation> operations() {
        return limits.keySet();
    }

    @Override
    public Limits limits(Operation operation) {
        return requireNonNull(limits.get(operation), "limits");
    }

    @Override
    public Endpoint endpoint() {
        return requests.endpoint();
    }

    @Override
    public @Nullable VendorCode refusal(Operation operation, @Nullable String audience, Channel channel) {
        return switch (operation) {
            case UPSERT, TRACK, ERASE -> null;
            case ADD, REMOVE -> {
                if (audience == null || audience.isBlank()) {
                    yield VendorCode.AUDIENCE_MISSING;
                }
                yield lists.containsKey(audience) ? null : VendorCode.AUDIENCE_UNKNOWN;
            }
            case SUBSCRIBE ->
                SUBSCRIBABLE.contains(channel) && subscribing.knows(channel) ? null : VendorCode.CHANNEL_UNKNOWN;
            case UNSUBSCRIBE -> SUBSCRIBABLE.contains(channel) ? null : VendorCode.CHANNEL_UNKNOWN;
            case SUPPRESS -> SUPPRESSIBLE.contains(channel) ? null : VendorCode.CHANNEL_UNKNOWN;
        };
    }

    /** What becomes a job tells its errors by the records' places in it. */
    @Override
    public boolean shares(Operation operation) {
        return switch (operation) {
            case UPSERT, SUPPRESS -> false;
            case ADD, REMOVE, TRACK, SUBSCRIBE, UNSUBSCRIBE, ERASE -> true;
        };
    }

    @Override
    public Draft draft(Attempt attempt) {
        return switch (attempt.operation()) {
            case UPSERT ->
                batch(
                        attempt,
                        "{\"data\":{\"type\":\"profile-bulk-import-job\",\"attributes\":{\"profiles\":{\"data\":[",
                        new ProfileEncoder(),
                        "]}}}}",
                        "/api/profile-bulk-import-jobs");
            case TRACK ->
                batch(
                        attempt,
                        "{\"data\":{\"type\":\"event-bulk-create-job\",\"attributes\":{\"events-bulk-create\":{\"data\":[",
                        new EventEncoder(attempt.at()),
                        "]}}}}",
                        "/api/event-bulk-create-jobs");
            case SUBSCRIBE -> subscribing.draft(attempt, limits(Operation.SUBSCRIBE), requests);
            case ADD, REMOVE, UNSUBSCRIBE, SUPPRESS, ERASE -> {
                var keys = keys(attempt);
                yield new OneKindDraft<>(
                        (record, room) -> MatchKey.first(record, keys, room),
                        VendorCode.IDENTIFIER_MISSING,
                        key -> naming(attempt, key));
            }
        };
    }

    @Override
    public Answer read(Sent sent, VendorResponse response) {
        var job = sent.job();
        if (job != null) {
            return jobs.read(sent, job, response);
        }
        if (lookUp.is(sent.request())) {
            return response.status() == 200
                    ? lookUp.read(sent, response, people -> next(sent.attempt(), people), wanted(sent.attempt()))
                    : Refusals.question(sent, response);
        }
        if (pushTokens.is(sent.request())) {
            return response.status() == 200 ? pushTokens.read(sent, response) : Refusals.question(sent, response);
        }
        if (!response.success()) {
            return Refusals.read(sent, response);
        }
        return switch (sent.attempt().operation()) {
            case UPSERT, SUPPRESS -> jobs.begun(sent, response);
            case ADD, REMOVE -> done(sent, response, 204, Outcome.APPLIED);
            case TRACK, SUBSCRIBE, UNSUBSCRIBE, ERASE -> done(sent, response, 202, Outcome.ACCEPTED);
        };
    }

    @Override
    public VendorRequest poll(String job) {
        return jobs.question(job);
    }

    private Draft batch(Attempt attempt, String opening, BatchDraft.Encoder encoder, String closing, String path) {
        return new BatchDraft(
                attempt,
                limits(attempt.operation()),
                BatchDraft.opening(opening),
                encoder,
                closing,
                body -> requests.post(path, body));
    }

    /** Names people by a key of theirs where the vendor takes it, else looks them up first. */
    private Draft naming(Attempt attempt, PersonKey key) {
        boolean direct = attempt.operation() == Operation.ERASE ? key != PersonKey.EXTERNAL_ID : key == wanted(attempt);
        if (!direct) {
            var most = limits(attempt.operation());
            int records = endsPush(attempt) ? 1 : most.maxRecords();
            var limits = new Limits(records, most.maxBytes(), most.maxRecordBytes(), most.requestsPerSecond());
            return lookUp.draft(attempt, limits, key, wanted(attempt));
        }
        var shape = shape(attempt, key);
        return new BatchDraft(
                attempt,
                limits(attempt.operation()),
                BatchDraft.opening(shape.opening()),
                shape.encoder(key),
                shape.closing(),
                body -> requests.say(shape, body));
    }

    /** The request about people who were looked up. */
    private VendorRequest next(Attempt attempt, Collection<String> people) {
        if (endsPush(attempt)) {
            return pushTokens.question(people.iterator().next());
        }
        var shape = shape(attempt, wanted(attempt));
        return requests.say(shape, shape.body(people));
    }

    /** Whether it takes devices off push, of whom the vendor is asked one person at a time. */
    private static boolean endsPush(Attempt attempt) {
        return attempt.operation() == Operation.UNSUBSCRIBE && attempt.use().channel() == Channel.PUSH;
    }

    /** The keys by which the vendor is told whom an operation is about, those first that need no look-up. */
    private static List<PersonKey> keys(Attempt attempt) {
        if (attempt.operation() == Operation.ERASE) {
            return List.of(PersonKey.EMAIL, PersonKey.PHONE, PersonKey.EXTERNAL_ID);
        }
        var keys = new ArrayList<>(PersonKey.LASTING);
        var wanted = wanted(attempt);
        if (wanted != null) {
            keys.remove(wanted);
            keys.addFirst(wanted);
        }
        return keys;
    }

    /** What the request that acts names people by; null for the vendor's own ids. */
    private static @Nullable PersonKey wanted(Attempt attempt) {
        return switch (attempt.operation()) {
            case UNSUBSCRIBE ->
                endsPush(attempt) ? null : Shape.contact(attempt.use().channel());
            case SUPPRESS -> PersonKey.EMAIL;
            case ADD, REMOVE, ERASE -> null;
            case UPSERT, TRACK, SUBSCRIBE -> throw new IllegalArgumentException("this operation looks nobody up");
        };
    }

    private Shape shape(Attempt attempt, @Nullable PersonKey key) {
        return switch (attempt.operation()) {
            case ADD, REMOVE ->
                Shape.membership(
                        attempt.operation(), requireNonNull(lists.get(attempt.requireAudience()), "the list's id"));
            case UNSUBSCRIBE -> Shape.unsubscription(attempt.use().channel());
            case SUPPRESS -> Shape.suppression();
            case ERASE -> Shape.deletion(key);
            case UPSERT, TRACK, SUBSCRIBE -> throw new IllegalArgumentException("this operation has another shape");
        };
    }

    private static Answer done(Sent sent, VendorResponse response, int status, Outcome outcome) {
        return new Answer.Done(
                response.status() == status
                        ? sent.each(outcome, VendorCode.OK)
                        : sent.each(Outcome.UNCERTAIN, VendorCode.ANSWER_UNREADABLE));
    }
}
