package io.activationgateway.connectors.iterable;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.Draft;
import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.Fields;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.OneKindDraft;
import io.activationgateway.connectors.OneRecordDraft;
import io.activationgateway.connectors.OneRecordDraft.Said;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.PrefacedDraft;
import io.activationgateway.connectors.ReplyJson;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorRequest;
import io.activationgateway.connectors.VendorResponse;
import io.activationgateway.consent.identity.IdentifierType;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Says who wants a channel or a message type and who is to be forgotten. The usual call replaces what is stored by what is
 * given, so it says one person at a time: it reads the profile, changes the one channel or type, and writes. The additive
 * call changes one channel or type of many people.
 */
final class Subscriptions {

    private static final String UPDATE = "/api/users/updateSubscriptions";
    private static final String ADDITIVE = "/api/subscriptions/";
    private static final String CHANNELS = "/api/subscriptions/messageChannel/";

    private final Endpoint endpoint;
    private final Setup setup;
    private final Map<Operation, Limits> limits;
    private final Map<String, String> readHeaders;
    private final Map<String, String> writeHeaders;

    Subscriptions(Endpoint endpoint, String apiKey, Setup setup, Map<Operation, Limits> limits) {
        this.endpoint = endpoint;
        this.setup = setup;
        this.limits = limits;
        this.readHeaders = Map.of("Api-Key", apiKey);
        this.writeHeaders = Map.of("Api-Key", apiKey, "Content-Type", "application/json");
    }

    /** Begins a change of subscriptions. */
    Draft draft(Attempt attempt) {
        return setup.additive()
                ? additive(attempt)
                : new PrefacedDraft(person(attempt, UPDATE), sent -> sent.after(profile(sent)));
    }

    /** Begins an erasure that also refuses data about the person from then on. */
    Draft forget(Attempt attempt) {
        return person(attempt, "/api/users/forget");
    }

    Answer read(Sent sent, VendorResponse response) {
        var later = sent.later();
        if (later != null) {
            return profileRead(sent, later, response);
        }
        if (response.success() && setup.additive() && sent.attempt().operation() == Operation.SUPPRESS) {
            var next = nextChannel(sent);
            if (next != null) {
                return new Answer.Next(sent.saying(next), Duration.ZERO);
            }
        }
        boolean one = sent.attempt().operation() == Operation.ERASE || !setup.additive();
        return one ? PersonAnswers.read(sent, response) : PersonAnswers.additive(sent, response);
    }

    private Draft person(Attempt attempt, String path) {
        return new OneRecordDraft(attempt, limits(attempt), record -> {
            var unsayable = unsayable(attempt, record);
            if (unsayable != null) {
                return new Said.Not(unsayable);
            }
            var body = new JsonBytes(128);
            var key = setup.project().key(record, body);
            if (key == null) {
                return new Said.Not(VendorCode.IDENTIFIER_MISSING);
            }
            var refusal =
                    identifier(record, key, body.ascii(key == IdentifierType.USER_ID ? "{\"userId\":" : "{\"email\":"));
            return refusal == null
                    ? new Said.As(write(
                            HttpMethod.POST, path, Buffer.buffer(body.ascii("}").toByteArray())))
                    : new Said.Not(refusal);
        });
    }

    /** Asks for the profile of the person whom a request names. */
    private VendorRequest profile(Sent sent) {
        var person = ReplyJson.of(sent.request().body());
        var userId = person.get("userId").text();
        var path = userId.isEmpty()
                ? "/api/users/" + encoded(person.get("email").text())
                : "/api/users/byUserId/" + encoded(userId);
        return new VendorRequest(HttpMethod.GET, endpoint.path(path), readHeaders, Buffer.buffer());
    }

    private Answer profileRead(Sent sent, VendorRequest update, VendorResponse response) {
        var preference = preference(sent.attempt());
        var stored = PersonAnswers.listed(sent, response, preference.field());
        return switch (stored) {
            case PersonAnswers.Unread(var answer) -> answer;
            case PersonAnswers.Listed(var ids) -> {
                var wanted = wanted(sent.attempt(), preference, ids);
                yield wanted.equals(ids)
                        ? PersonAnswers.unchanged(sent)
                        : new Answer.Next(sent.saying(with(update, preference.field(), wanted)), Duration.ZERO);
            }
        };
    }

    private SortedSet<Long> wanted(Attempt attempt, Preference preference, SortedSet<Long> stored) {
        var wanted = new TreeSet<>(stored);
        if (attempt.operation() == Operation.SUPPRESS) {
            wanted.addAll(setup.allChannels());
        } else {
            preference.decide(attempt.operation() == Operation.SUBSCRIBE, wanted);
        }
        return wanted;
    }

    /** What an attempt is about; the first of all channels where it is about each of them. */
    private Preference preference(Attempt attempt) {
        return attempt.operation() == Operation.SUPPRESS
                ? Preference.channel(setup.allChannels().getFirst())
                : requireNonNull(setup.preference(attempt.use()), "preference");
    }

    /** Why nothing can be said of a record's subscriptions, whoever it is about. */
    private @Nullable VendorCode unsayable(Attempt attempt, OutgoingRecord record) {
        return switch (attempt.operation()) {
            case SUBSCRIBE, UNSUBSCRIBE -> {
                if (setup.preference(attempt.use()) == null) {
                    yield VendorCode.CHANNEL_UNKNOWN;
                }
                boolean subscribes = attempt.operation() == Operation.SUBSCRIBE;
                yield subscribes && !record.consented() ? VendorCode.CONSENT_MISSING : null;
            }
            case UPSERT, ADD, REMOVE, TRACK, SUPPRESS, ERASE -> null;
        };
    }

    /** The request that names the person, with the list put in before its closing brace. */
    private VendorRequest with(VendorRequest update, String field, SortedSet<Long> listed) {
        var named = update.body().getBytes();
        var body = new JsonBytes(named.length + 64).raw(named, 0, named.length - 1);
        body.ascii(",\"").ascii(field).ascii("\":[");
        var separator = "";
        for (long id : listed) {
            body.ascii(separator).number(id);
            separator = ",";
        }
        return new VendorRequest(
                update.method(),
                update.pathAndQuery(),
                update.headers(),
                Buffer.buffer(body.ascii("]}").toByteArray()));
    }

    private Draft additive(Attempt attempt) {
        return new OneKindDraft<>(
                setup.project()::key,
                VendorCode.IDENTIFIER_MISSING,
                key -> new BatchDraft(
                        attempt,
                        limits(attempt),
                        BatchDraft.opening(key == IdentifierType.USER_ID ? "{\"usersByUserId\":[" : "{\"users\":["),
                        (record, out) -> {
                            var unsayable = unsayable(attempt, record);
                            return unsayable == null ? identifier(record, key, out) : unsayable;
                        },
                        "]}",
                        body -> write(HttpMethod.PUT, additivePath(attempt), body)));
    }

    private String additivePath(Attempt attempt) {
        var preference = preference(attempt);
        return ADDITIVE + preference.group() + "/" + preference.id()
                + (attempt.operation() == Operation.SUBSCRIBE ? "?action=subscribe" : "?action=unsubscribe");
    }

    private static @Nullable VendorCode identifier(OutgoingRecord record, IdentifierType key, JsonBytes out) {
        int field = record.identifier(key);
        if (key == IdentifierType.USER_ID) {
            return UserId.write(record, field, out);
        }
        return Fields.writeText(record, field, out) ? null : VendorCode.IDENTIFIER_MISSING;
    }

    /** The same people out of the channel after the one that a request names; null after the last. */
    private @Nullable VendorRequest nextChannel(Sent sent) {
        var said = sent.request();
        var path = said.pathAndQuery();
        int from = path.indexOf(CHANNELS) + CHANNELS.length();
        var next = setup.allChannels().higher(Long.valueOf(path.substring(from, path.indexOf('?'))));
        return next == null ? null : write(said.method(), CHANNELS + next + "?action=unsubscribe", said.body());
    }

    private VendorRequest write(HttpMethod method, String path, Buffer body) {
        return new VendorRequest(method, endpoint.path(path), writeHeaders, body);
    }

    private Limits limits(Attempt attempt) {
        return requireNonNull(limits.get(attempt.operation()), "limits");
    }

    private static String encoded(String identifier) {
        return URLEncoder.encode(identifier, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
