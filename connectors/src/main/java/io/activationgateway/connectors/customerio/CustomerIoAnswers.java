package io.activationgateway.connectors.customerio;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.RecordResult;
import io.activationgateway.connectors.RecordResult.Outcome;
import io.activationgateway.connectors.ReplyJson;
import io.activationgateway.connectors.RetryAfter;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.StatusAnswer;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Customer.io's answers mean. A 200 says that it took the data, not that a profile changed. */
final class CustomerIoAnswers {

    /** The vendor's own clients wait no longer, whatever the header says. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private CustomerIoAnswers() {}

    /** Reads the answer to a batch of the Track API. */
    static Answer batch(Sent sent, VendorResponse response) {
        return response.success()
                ? new Answer.Done(results(sent, response.status(), ReplyJson.of(response.body())))
                : other(sent, response);
    }

    /** Reads the answer to a change of a segment: unknown people are left out in silence. */
    static Answer segment(Sent sent, VendorResponse response) {
        if (response.success()) {
            return new Answer.Done(sent.each(Outcome.ACCEPTED, VendorCode.OK));
        }
        return response.status() == 404
                ? new Answer.Done(sent.each(Outcome.REJECTED, VendorCode.AUDIENCE_UNKNOWN))
                : other(sent, response);
    }

    /** Reads the answer to a batch of the Pipelines API, whose strict mode refuses whole requests. */
    static Answer pipelines(Sent sent, VendorResponse response) {
        return response.success() && ReplyJson.of(response.body()).isObject()
                ? new Answer.Done(sent.each(Outcome.ACCEPTED, VendorCode.OK))
                : response.success()
                        ? new Answer.Done(sent.each(Outcome.UNCERTAIN, VendorCode.ANSWER_UNREADABLE))
                        : other(sent, response);
    }

    private static Answer other(Sent sent, VendorResponse response) {
        var asked = RetryAfter.of(response);
        return StatusAnswer.of(
                sent, response, asked != null && asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked);
    }

    private static List<RecordResult> results(Sent sent, int status, ReplyJson reply) {
        var errors = reply.get("errors").items();
        // A 207 says that some items failed; without their names it may be any.
        if (!reply.isObject() || (status == 207 && errors.isEmpty())) {
            return sent.each(Outcome.UNCERTAIN, VendorCode.ANSWER_UNREADABLE);
        }
        var failures = new @Nullable VendorCode[sent.size()];
        boolean explained = true;
        for (var error : errors) {
            int index = error.get("batch_index").number();
            if (index < 0 || index >= failures.length) {
                explained = false;
            } else {
                failures[index] = failure(error.get("field").text());
            }
        }
        var results = new ArrayList<RecordResult>(failures.length);
        for (int position = 0; position < failures.length; position++) {
            var failure = failures[position];
            if (failure != null) {
                results.add(new RecordResult(sent.index(position), Outcome.REJECTED, failure));
            } else if (explained) {
                results.add(new RecordResult(sent.index(position), Outcome.ACCEPTED, VendorCode.OK));
            } else {
                results.add(new RecordResult(sent.index(position), Outcome.UNCERTAIN, VendorCode.ANSWER_UNREADABLE));
            }
        }
        return results;
    }

    private static VendorCode failure(String field) {
        return field.startsWith("identifiers") ? VendorCode.IDENTIFIER_INVALID : VendorCode.DATA_INVALID;
    }
}
