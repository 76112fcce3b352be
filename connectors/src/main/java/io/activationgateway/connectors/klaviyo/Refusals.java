package io.activationgateway.connectors.klaviyo;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.RecordResult;
import io.activationgateway.connectors.RecordResult.Outcome;
import io.activationgateway.connectors.ReplyJson;
import io.activationgateway.connectors.RetryAfter;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.StatusAnswer;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorResponse;
import java.util.ArrayList;
import java.util.HashMap;

/** What Klaviyo's answers mean where it took nothing. */
final class Refusals {

    private Refusals() {}

    /** The answer to a request that carried records. */
    static Answer read(Sent sent, VendorResponse response) {
        return switch (response.status()) {
            case 400 -> invalid(sent, ReplyJson.of(response.body()));
            case 403 -> ReplyJson.of(response.body()).isObject() ? StatusAnswer.of(sent, response) : inFront(response);
            case 404 ->
                namesAList(sent)
                        ? new Answer.Done(sent.each(Outcome.REJECTED, VendorCode.AUDIENCE_UNKNOWN))
                        : StatusAnswer.of(sent, response);
            default -> StatusAnswer.of(sent, response);
        };
    }

    /** The answer to a question, which changes nothing however it ends, and names no list. */
    static Answer question(Sent sent, VendorResponse response) {
        var answer = response.status() == 404 ? StatusAnswer.of(sent, response) : read(sent, response);
        return answer instanceof Answer.Retry(var after, var why, var _) ? new Answer.Retry(after, why, false) : answer;
    }

    /** What the place in a record says that the vendor points at. */
    static VendorCode code(String pointer) {
        for (var key : PersonKey.values()) {
            if (pointer.endsWith("/" + key.attribute())) {
                return VendorCode.IDENTIFIER_INVALID;
            }
        }
        return VendorCode.DATA_INVALID;
    }

    /** What is not there is the list then: the paths of these calls are all right. */
    private static boolean namesAList(Sent sent) {
        return switch (sent.attempt().operation()) {
            case ADD, REMOVE, SUBSCRIBE -> true;
            case UPSERT, TRACK, UNSUBSCRIBE, SUPPRESS, ERASE -> false;
        };
    }

    /** A page of what stands in front of the vendor, as opposed to a scope that is missing. */
    private static Answer inFront(VendorResponse response) {
        return new Answer.Retry(RetryAfter.of(response), VendorCode.VENDOR_ERROR, false);
    }

    /**
     * Nothing was taken. Where every error points at a record, those are rejected and the others go again; a second
     * time the request is halved, so that a vendor which names one error at a time cannot use up the attempts.
     */
    private static Answer invalid(Sent sent, ReplyJson reply) {
        var errors = reply.get("errors").items();
        var open = new ArrayList<Integer>();
        for (int position = 0; position < sent.size(); position++) {
            if (sent.known(position) == null) {
                open.add(position);
            }
        }
        var named = new HashMap<Integer, RecordResult>();
        for (var error : errors) {
            var pointer = error.at("source", "pointer").text();
            if (pointer.startsWith("/data/relationships/list")) {
                return new Answer.Done(sent.each(Outcome.REJECTED, VendorCode.AUDIENCE_UNKNOWN));
            }
            int nth = sent.attempt().operation() == Operation.ERASE ? 0 : ImportedPeople.position(pointer);
            if (nth < 0 || nth >= open.size()) {
                return Answer.splitOrReject(sent, VendorCode.REQUEST_REFUSED);
            }
            int position = open.get(nth);
            named.put(position, result(sent.index(position), pointer));
        }
        if (named.isEmpty() || (sent.attempt().number() > 0 && sent.size() > 1)) {
            return Answer.splitOrReject(sent, VendorCode.REQUEST_REFUSED);
        }
        var results = sent.each(Outcome.RETRYABLE, VendorCode.REQUEST_REFUSED);
        named.forEach(results::set);
        return new Answer.Done(results);
    }

    /** The key of an event is only refused where the vendor has that event already. */
    private static RecordResult result(int index, String pointer) {
        return pointer.endsWith("/unique_id")
                ? new RecordResult(index, Outcome.ACCEPTED, VendorCode.OK)
                : new RecordResult(index, Outcome.REJECTED, code(pointer));
    }
}
