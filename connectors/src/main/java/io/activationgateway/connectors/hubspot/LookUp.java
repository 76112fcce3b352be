package io.activationgateway.connectors.hubspot;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.Draft;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.RecordResult;
import io.activationgateway.connectors.RecordResult.Outcome;
import io.activationgateway.connectors.ReplyJson;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorRequest;
import io.activationgateway.connectors.VendorResponse;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds contacts by what the sender knows people by: the first of two requests where the vendor wants another name. */
final class LookUp {

    /** Contacts in one question. */
    static final int MAX_PEOPLE = 100;

    private static final String PATH = "/crm/v3/objects/contacts/batch/read";
    private static final String OTHER_ADDRESSES = "hs_additional_emails";

    private final Requests requests;

    /** What becomes of a record whose contact is not among the results. */
    private record Missing(Outcome outcome, VendorCode code) {

        /** Only where nothing but what is not there is missing; another error says nothing of whom it is about. */
        static Missing of(ReplyJson reply, boolean takesAway) {
            boolean gone = reply.get("errors").items().stream()
                    .allMatch(error -> error.get("category").text().equals("OBJECT_NOT_FOUND"));
            if (!gone) {
                return new Missing(Outcome.RETRYABLE, VendorCode.VENDOR_ERROR);
            }
            return takesAway
                    ? new Missing(Outcome.APPLIED, VendorCode.NOT_THERE)
                    : new Missing(Outcome.REJECTED, VendorCode.NOT_FOUND);
        }
    }

    LookUp(Requests requests) {
        this.requests = requests;
    }

    /** Whether a request is such a question. */
    boolean is(VendorRequest request) {
        return request.pathAndQuery().equals(requests.endpoint().path(PATH));
    }

    /**
     * A draft of the question.
     *
     * @param wantsEmail whether the next request names people by address, rather than by record id
     */
    Draft draft(Attempt attempt, Limits limits, Naming naming, boolean wantsEmail) {
        var batch = new BatchDraft(
                attempt,
                limits,
                BatchDraft.opening(opening(naming, wantsEmail)),
                (record, out) -> {
                    out.ascii("{\"id\":");
                    var refusal = naming.write(record, out);
                    out.ascii("}");
                    return refusal;
                },
                "]}",
                body -> requests.post(PATH, body));
        return new OnceDraft(batch, naming);
    }

    private static String opening(Naming naming, boolean wantsEmail) {
        var properties = naming.isEmail()
                ? "\"email\",\"" + OTHER_ADDRESSES + "\""
                : "\"" + naming.property() + (wantsEmail ? "\",\"email\"" : "\"");
        return "{\"idProperty\":\"" + naming.property() + "\",\"properties\":[" + properties
                + "],\"propertiesWithHistory\":[],\"inputs\":[";
    }

    /** The question after the record ids of contacts, each named once. */
    VendorRequest question(Naming naming, Collection<String> names) {
        var out = BatchDraft.opening(opening(naming, false));
        int start = out.length();
        for (var name : names) {
            out.comma(start).ascii("{\"id\":").string(name).ascii("}");
        }
        return requests.post(PATH, Buffer.buffer(out.ascii("]}").toByteArray()));
    }

    /** Reads the answer and goes on with the events of those who were found, each with its contact's record id. */
    Answer readEvents(Sent sent, VendorResponse response) {
        var reply = ReplyJson.of(response.body());
        if (!reply.get("results").isArray()) {
            return new Answer.Retry(null, VendorCode.ANSWER_UNREADABLE, false);
        }
        var naming =
                Naming.by(ReplyJson.of(sent.request().body()).get("idProperty").text());
        var found = found(reply.get("results"), naming, false);
        var missing = Missing.of(reply, false);
        var waiting = requireNonNull(sent.later(), "the events");
        var known = new ArrayList<@Nullable RecordResult>();
        var out = BatchDraft.opening("{\"inputs\":[");
        int start = out.length();
        for (var event : ReplyJson.of(waiting.body()).get("inputs").items()) {
            var sought = event.get(EventKey.OBJECT_ID).items();
            var id = sought.isEmpty()
                    ? ""
                    : found.get(naming.folded(sought.getFirst().text()));
            int position = known.size();
            known.add(id == null ? new RecordResult(sent.index(position), missing.outcome(), missing.code()) : null);
            if (id != null) {
                event(event, id, out.comma(start));
            }
        }
        if (out.length() == start) {
            return new Answer.Done(sent.each(missing.outcome(), missing.code()));
        }
        var body = Buffer.buffer(out.ascii("]}").toByteArray());
        return new Answer.Next(
                sent.saying(
                        new VendorRequest(waiting.method(), waiting.pathAndQuery(), waiting.headers(), body), known),
                Duration.ZERO);
    }

    /** Writes an event again, with the record id where it held what that was looked up by; all its values are texts. */
    private static void event(ReplyJson event, String id, JsonBytes out) {
        out.ascii("{");
        int start = out.length();
        for (var name : event.names()) {
            var value = event.get(name);
            out.comma(start).string(name).ascii(":");
            if (value.isObject()) {
                out.ascii("{");
                int first = out.length();
                value.names()
                        .forEach(property -> out.comma(first)
                                .string(property)
                                .ascii(":")
                                .string(value.get(property).text()));
                out.ascii("}");
            } else {
                out.string(value.isArray() ? id : value.text());
            }
        }
        out.ascii("}");
    }

    /** Reads the answer and asks for the next request about those who were found. */
    Answer read(Sent sent, VendorResponse response, Shape shape, boolean wantsEmail) {
        var reply = ReplyJson.of(response.body());
        if (!reply.get("results").isArray()) {
            return new Answer.Retry(null, VendorCode.ANSWER_UNREADABLE, false);
        }
        var question = ReplyJson.of(sent.request().body());
        var naming = Naming.by(question.get("idProperty").text());
        var found = found(reply.get("results"), naming, wantsEmail);
        var missing = Missing.of(reply, sent.attempt().operation().takesAway());
        var known = new ArrayList<@Nullable RecordResult>();
        var values = new ArrayList<String>();
        for (var input : question.get("inputs").items()) {
            var value = found.get(naming.folded(input.get("id").text()));
            known.add(
                    value == null
                            ? new RecordResult(sent.index(known.size()), missing.outcome(), missing.code())
                            : null);
            if (value != null) {
                values.add(value);
            }
        }
        return values.isEmpty()
                ? new Answer.Done(sent.each(missing.outcome(), missing.code()))
                : new Answer.Next(sent.saying(requests.say(shape, shape.body(values)), known), Duration.ZERO);
    }

    private static Map<String, String> found(ReplyJson contacts, Naming naming, boolean wantsEmail) {
        var found = new HashMap<String, String>();
        for (var contact : contacts.items()) {
            var properties = contact.get("properties");
            var value = wantsEmail
                    ? properties.get("email").text()
                    : contact.get("id").id();
            if (value.isEmpty()) {
                continue;
            }
            found.put(naming.folded(properties.get(naming.property()).text()), value);
            if (naming.isEmail()) {
                for (var other : properties.get(OTHER_ADDRESSES).text().split(";", -1)) {
                    found.putIfAbsent(naming.folded(other), value);
                }
            }
        }
        return found;
    }
}
