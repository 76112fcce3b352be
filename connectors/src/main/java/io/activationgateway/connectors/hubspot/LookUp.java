package io.activationgateway.connectors.hubspot;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.Draft;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.RecordResult;
import io.activationgateway.connectors.RecordResult.Outcome;
import io.activationgateway.connectors.ReplyJson;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorRequest;
import io.activationgateway.connectors.VendorResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds contacts by what the sender knows people by: the first of two requests where the vendor wants another name. */
final class LookUp {

    private static final String PATH = "/crm/v3/objects/contacts/batch/read";
    private static final String OTHER_ADDRESSES = "hs_additional_emails";

    private final Requests requests;

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
        var properties = naming.isEmail()
                ? "\"email\",\"" + OTHER_ADDRESSES + "\""
                : "\"" + naming.property() + (wantsEmail ? "\",\"email\"" : "\"");
        var batch = new BatchDraft(
                attempt,
                limits,
                BatchDraft.opening("{\"idProperty\":\"" + naming.property() + "\",\"properties\":[" + properties
                        + "],\"propertiesWithHistory\":[],\"inputs\":["),
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

    /** Reads the answer and asks for the next request about those who were found. */
    Answer read(Sent sent, VendorResponse response, Shape shape, boolean wantsEmail) {
        var reply = ReplyJson.of(response.body());
        if (!reply.get("results").isArray()) {
            return new Answer.Retry(null, VendorCode.ANSWER_UNREADABLE, false);
        }
        var question = ReplyJson.of(sent.request().body());
        var naming = Naming.by(question.get("idProperty").text());
        var found = found(reply.get("results"), naming, wantsEmail);
        boolean takesAway = sent.attempt().operation().takesAway();
        var outcome = takesAway ? Outcome.APPLIED : Outcome.REJECTED;
        var code = takesAway ? VendorCode.NOT_THERE : VendorCode.NOT_FOUND;
        var known = new ArrayList<@Nullable RecordResult>();
        var values = new ArrayList<String>();
        for (var input : question.get("inputs").items()) {
            var value = found.get(naming.folded(input.get("id").text()));
            known.add(value == null ? new RecordResult(sent.index(known.size()), outcome, code) : null);
            if (value != null) {
                values.add(value);
            }
        }
        return values.isEmpty()
                ? new Answer.Done(sent.each(outcome, code))
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
