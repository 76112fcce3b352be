package io.activationgateway.connectors.hubspot;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Draft;
import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.OneKindDraft;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.RecordResult.Outcome;
import io.activationgateway.connectors.ReplyJson;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorResponse;
import io.activationgateway.consent.profile.Channel;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One HubSpot account. */
final class HubSpotConnector implements Connector {

    private final Requests requests;
    private final Account account;
    private final Map<Operation, Limits> limits;
    private final LookUp lookUp;

    HubSpotConnector(Requests requests, Account account, Map<Operation, Limits> limits) {
        this.requests = requests;
        this.account = account;
        this.limits = Map.copyOf(limits);
        this.lookUp = new LookUp(requests);
    }

    @Override
    public Set<Operation> operations() {
        return limits.keySet();
    }

    @Override
    public Limits limits(Operation operation) {
        return requireNonNull(limits.get(operation), "limits");
    }

    /** The vendor counts all requests of an account together. */
    @Override
    public Operation budget(Operation operation) {
        return Operation.UPSERT;
    }

    /** Members are always looked up first, others only where they are not known by address, or events by another key. */
    @Override
    public int requests(Operation operation) {
        return switch (operation) {
            case ADD, REMOVE -> 2;
            case UNSUBSCRIBE, SUPPRESS, ERASE -> account.properties().naming().isEmail() ? 1 : 2;
            case TRACK -> account.events().sought() == null ? 1 : 2;
            case UPSERT, SUBSCRIBE -> 1;
        };
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
                yield account.lists().containsKey(audience) ? null : VendorCode.AUDIENCE_UNKNOWN;
            }
            case SUBSCRIBE, UNSUBSCRIBE ->
                channel == Channel.EMAIL && !account.subscriptions().isEmpty() ? null : VendorCode.CHANNEL_UNKNOWN;
            // It stops e-mail only; a purpose that reaches nobody leaves open which channel is meant.
            case SUPPRESS -> channel == Channel.EMAIL || channel == Channel.NONE ? null : VendorCode.CHANNEL_UNKNOWN;
        };
    }

    @Override
    public Draft draft(Attempt attempt) {
        return switch (attempt.operation()) {
            case UPSERT ->
                new OnceDraft(
                        batch(
                                attempt,
                                "/crm/v3/objects/contacts/batch/upsert",
                                new ContactEncoder(account.properties())),
                        account.properties().naming());
            case TRACK -> events(attempt);
            case SUBSCRIBE -> named(attempt, Naming.EMAIL);
            case ADD, REMOVE, UNSUBSCRIBE, SUPPRESS, ERASE ->
                new OneKindDraft<>(
                        (record, room) -> naming(attempt, record, room),
                        VendorCode.IDENTIFIER_MISSING,
                        naming -> isDirect(attempt, naming)
                                ? named(attempt, naming)
                                : lookUp.draft(attempt, limits(attempt.operation()), naming, wantsEmail(attempt)));
        };
    }

    @Override
    public Answer read(Sent sent, VendorResponse response) {
        var attempt = sent.attempt();
        if (lookUp.is(sent.request())) {
            if (!response.success()) {
                return HubSpotAnswers.question(sent, response);
            }
            return attempt.operation() == Operation.TRACK
                    ? lookUp.readEvents(sent, response)
                    : lookUp.read(sent, response, shape(attempt, false), wantsEmail(attempt));
        }
        if (!response.success()) {
            return response.status() == 404 ? notFound(sent, response) : HubSpotAnswers.refused(sent, response);
        }
        var reply = ReplyJson.of(response.body());
        return switch (attempt.operation()) {
            case UPSERT -> HubSpotAnswers.upserted(sent, reply);
            case ADD, REMOVE -> HubSpotAnswers.listed(sent, reply);
            case SUBSCRIBE -> HubSpotAnswers.subscribed(sent, reply, "SUBSCRIBED");
            case UNSUBSCRIBE -> HubSpotAnswers.subscribed(sent, reply, "UNSUBSCRIBED");
            case SUPPRESS -> HubSpotAnswers.subscribed(sent, reply, null);
            case TRACK, ERASE ->
                response.status() == 204
                        ? new Answer.Done(sent.each(Outcome.ACCEPTED, VendorCode.OK))
                        : HubSpotAnswers.unreadable(sent);
        };
    }

    private static Answer notFound(Sent sent, VendorResponse response) {
        return switch (sent.attempt().operation()) {
            case ADD, REMOVE -> new Answer.Done(sent.each(Outcome.REJECTED, VendorCode.AUDIENCE_UNKNOWN));
            case ERASE ->
                ReplyJson.of(response.body()).isObject()
                        ? new Answer.Done(sent.each(Outcome.APPLIED, VendorCode.NOT_THERE))
                        : HubSpotAnswers.refused(sent, response);
            case UPSERT, TRACK, SUBSCRIBE, UNSUBSCRIBE, SUPPRESS -> HubSpotAnswers.refused(sent, response);
        };
    }

    private Draft events(Attempt attempt) {
        var encoder = new EventEncoder(account.events());
        var events = batch(attempt, "/events/v3/send/batch", encoder);
        var sought = account.events().sought();
        return sought == null ? events : new EventsDraft(events, encoder, sought, lookUp);
    }

    private Draft batch(Attempt attempt, String path, BatchDraft.Encoder encoder) {
        return new BatchDraft(
                attempt,
                limits(attempt.operation()),
                BatchDraft.opening("{\"inputs\":["),
                encoder,
                "]}",
                body -> requests.post(path, body));
    }

    /** A request that names people in a way that the vendor takes there. */
    private Draft named(Attempt attempt, Naming naming) {
        var shape = shape(attempt, naming.isEmail());
        boolean subscribes = attempt.operation() == Operation.SUBSCRIBE;
        boolean unknown = (subscribes || attempt.operation() == Operation.UNSUBSCRIBE)
                && !account.subscriptions().containsKey(attempt.use().purpose());
        var draft = new BatchDraft(
                attempt,
                limits(attempt.operation()),
                BatchDraft.opening(shape.opening()),
                (record, out) -> {
                    if (unknown) {
                        return VendorCode.CHANNEL_UNKNOWN;
                    }
                    return subscribes && !record.consented()
                            ? VendorCode.CONSENT_MISSING
                            : shape.encode(naming, record, out);
                },
                shape.closing(),
                body -> requests.say(shape, body));
        return new OnceDraft(draft, naming);
    }

    /** How a record names its person, a way that needs no look-up first. */
    private @Nullable Naming naming(Attempt attempt, OutgoingRecord record, JsonBytes room) {
        var own = account.properties().naming();
        boolean members = attempt.operation() == Operation.ADD || attempt.operation() == Operation.REMOVE;
        var first = members ? own : Naming.EMAIL;
        var second = members ? Naming.EMAIL : own;
        return first.has(record, room) ? first : second.has(record, room) ? second : null;
    }

    private static boolean isDirect(Attempt attempt, Naming naming) {
        return switch (attempt.operation()) {
            case UNSUBSCRIBE, SUPPRESS, ERASE -> naming.isEmail();
            case UPSERT, ADD, REMOVE, TRACK, SUBSCRIBE -> false;
        };
    }

    private static boolean wantsEmail(Attempt attempt) {
        return attempt.operation() == Operation.UNSUBSCRIBE || attempt.operation() == Operation.SUPPRESS;
    }

    private Shape shape(Attempt attempt, boolean byEmail) {
        return switch (attempt.operation()) {
            case ADD, REMOVE ->
                Shape.membership(
                        attempt.operation(),
                        requireNonNull(account.lists().get(attempt.requireAudience()), "the list's id"));
            case SUBSCRIBE, UNSUBSCRIBE ->
                Shape.status(
                        attempt.operation(),
                        account.subscriptions().getOrDefault(attempt.use().purpose(), 0L),
                        account.explanation());
            case SUPPRESS -> Shape.suppression();
            case ERASE -> Shape.erasure(byEmail);
            case UPSERT, TRACK -> throw new IllegalArgumentException("this operation has another shape");
        };
    }
}
