package io.activationgateway.connectors.mparticle;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.BasicCredentials;
import io.activationgateway.connectors.Draft;
import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.Fields;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.NamedUuids;
import io.activationgateway.connectors.OneRecordDraft;
import io.activationgateway.connectors.OneRecordDraft.Said;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.RecordResult.Outcome;
import io.activationgateway.connectors.ReplyJson;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.StatusAnswer;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorRequest;
import io.activationgateway.connectors.VendorResponse;
import io.activationgateway.consent.identity.IdentifierType;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the erasure of one person by OpenDSR 3.0 and for its end. The request's id follows from the record's key, so a
 * repetition is refused by the vendor; whether it was ours that came first is asked, not guessed.
 */
final class Erasures {

    /** An erasure takes one to three weeks. */
    private static final Duration BETWEEN_QUESTIONS = Duration.ofHours(12);

    private static final int MAX_UUID = 36;

    private final Endpoint endpoint;
    private final String scope;
    private final String authorization;
    private final String regulation;
    private final boolean skipsWaiting;
    private final Limits limits;

    /** {@code workspaceKey} is the scope of the requests' ids. */
    Erasures(
            Endpoint endpoint,
            String workspaceKey,
            String workspaceSecret,
            String regulation,
            boolean skipsWaiting,
            Limits limits) {
        this.endpoint = requireNonNull(endpoint, "endpoint");
        this.scope = requireNonNull(workspaceKey, "workspaceKey");
        this.authorization = BasicCredentials.header(workspaceKey, workspaceSecret);
        this.regulation = requireNonNull(regulation, "regulation");
        this.skipsWaiting = skipsWaiting;
        this.limits = requireNonNull(limits, "limits");
    }

    Endpoint endpoint() {
        return endpoint;
    }

    Limits limits() {
        return limits;
    }

    Draft draft(Attempt attempt, Map<IdentifierType, Identity> identities) {
        return new OneRecordDraft(attempt, limits, record -> said(attempt, identities, record));
    }

    /** The question how a request ends. */
    VendorRequest question(String id) {
        if (id.length() > MAX_UUID || !UUID.fromString(id).toString().equals(id)) {
            throw new IllegalArgumentException("a job that mParticle never named (expected: a UUID)");
        }
        return new VendorRequest(
                HttpMethod.GET,
                endpoint.path("/v3/requests/" + id),
                Map.of("Authorization", authorization),
                Buffer.buffer());
    }

    Answer read(Sent sent, VendorResponse response) {
        if (sent.request().method().equals(HttpMethod.GET)) {
            return end(sent, response);
        }
        return switch (response.status()) {
            case 201 -> taken(sent, response);
            // The id has been used, by an earlier attempt if by anybody.
            case 400 -> new Answer.Next(sent.saying(question(id(sent))), Duration.ZERO);
            // The person's identities are in another request: ours is to be said later, unless it is that one.
            case 409 -> new Answer.Next(sent.after(question(id(sent))), Duration.ZERO);
            default -> response.success() ? unreadable(sent) : StatusAnswer.of(sent, response);
        };
    }

    private Answer taken(Sent sent, VendorResponse response) {
        var id = id(sent);
        return ReplyJson.of(response.body()).get("subject_request_id").text().equals(id)
                ? working(sent, id)
                : unreadable(sent);
    }

    private Answer end(Sent sent, VendorResponse response) {
        if (response.status() == 404) {
            return unknown(sent);
        }
        if (!response.success()) {
            return StatusAnswer.of(sent, response);
        }
        return switch (ReplyJson.of(response.body()).get("request_status").text()) {
            case "pending", "in_progress" -> working(sent, idOfQuestion(sent));
            case "completed" -> new Answer.Done(sent.each(Outcome.APPLIED, VendorCode.OK));
            case "cancelled" -> new Answer.Done(sent.each(Outcome.REJECTED, VendorCode.REQUEST_REFUSED));
            default -> unreadable(sent);
        };
    }

    private static Answer unknown(Sent sent) {
        if (sent.job() != null) {
            return new Answer.Done(sent.each(Outcome.UNCERTAIN, VendorCode.NOT_FOUND));
        }
        return sent.later() == null
                ? new Answer.Done(sent.each(Outcome.REJECTED, VendorCode.REQUEST_REFUSED))
                : new Answer.Retry(null, VendorCode.CONFLICT, false);
    }

    private Answer working(Sent sent, String id) {
        return new Answer.Working(sent.polling(id, question(id)), BETWEEN_QUESTIONS);
    }

    private static Answer unreadable(Sent sent) {
        return new Answer.Done(sent.each(Outcome.UNCERTAIN, VendorCode.ANSWER_UNREADABLE));
    }

    private static String id(Sent sent) {
        return ReplyJson.of(sent.request().body()).get("subject_request_id").text();
    }

    private static String idOfQuestion(Sent sent) {
        var path = sent.request().pathAndQuery();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private Said said(Attempt attempt, Map<IdentifierType, Identity> identities, OutgoingRecord record) {
        var out = new JsonBytes(1024)
                .ascii("{\"api_version\":\"3.0\",\"regulation\":\"")
                .ascii(regulation);
        out.ascii("\",\"subject_request_id\":\"")
                .ascii(new NamedUuids(scope).asVersion4(record.dedupeKey()).toString());
        out.ascii("\",\"subject_request_type\":\"erasure\",\"submitted_time\":\"")
                .ascii(attempt.since().toString())
                .ascii("\"");
        int before = out.length();
        out.ascii(",\"subject_identities\":");
        var own = own(identities, record);
        boolean known = own == null && who(identities, false, record, out);
        if (!known) {
            out.truncate(before);
        }
        before = out.length();
        out.ascii(",\"extensions\":{\"opendsr.mparticle.com\":{");
        if (skipsWaiting) {
            out.ascii("\"skip_waiting_period\":true,");
        }
        out.ascii("\"subject_identities\":");
        boolean extended = own == null
                ? who(identities, true, record, out)
                : who(Map.of(own, requireNonNull(identities.get(own), "identity")), true, record, out);
        out.ascii("}}");
        if (!extended) {
            out.truncate(before);
            out.ascii(skipsWaiting ? ",\"extensions\":{\"opendsr.mparticle.com\":{\"skip_waiting_period\":true}}" : "");
        }
        out.ascii("}");
        if (!known && !extended) {
            return new Said.Not(VendorCode.IDENTIFIER_MISSING);
        }
        var headers = Map.of("Authorization", authorization, "Content-Type", "application/json");
        return new Said.As(new VendorRequest(
                HttpMethod.POST, endpoint.path("/v3/requests"), headers, Buffer.buffer(out.toByteArray())));
    }

    /** What holds mParticle's own id of the person, which may stand beside no other; null where the record has none. */
    private static @Nullable IdentifierType own(Map<IdentifierType, Identity> identities, OutgoingRecord record) {
        for (var identity : identities.entrySet()) {
            if (identity.getValue().place() == Identity.Place.BATCH
                    && Fields.identifier(record, identity.getKey()) != null) {
                return identity.getKey();
            }
        }
        return null;
    }

    private static boolean who(
            Map<IdentifierType, Identity> identities, boolean extension, OutgoingRecord record, JsonBytes out) {
        out.ascii("{");
        int start = out.length();
        for (var type : IdentifierType.values()) {
            var identity = identities.get(type);
            var value = Fields.identifier(record, type);
            if (value != null && identity != null && identity.erasedBy() != null && identity.extension() == extension) {
                out.ascii(out.length() > start ? "," : "").string(identity.erasedBy());
                out.ascii(":{\"value\":").string(value).ascii(",\"encoding\":\"raw\"}");
            }
        }
        boolean any = out.length() > start;
        out.ascii("}");
        return any;
    }
}
