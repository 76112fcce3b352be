package io.activationgateway.connectors.webhook;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.RecordResult;
import io.activationgateway.connectors.RecordResult.Outcome;
import io.activationgateway.connectors.ReplyJson;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.StatusAnswer;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorResponse;
import java.util.ArrayList;
import java.util.HashSet;

/** What a receiver's answer means. */
@FunctionalInterface
interface Reading {

    Answer read(Sent sent, VendorResponse response);

    /** Any 2xx means that all were taken. */
    static Answer anySuccess(Sent sent, VendorResponse response) {
        return response.success() ? accepted(sent) : StatusAnswer.of(sent, response);
    }

    static Answer accepted(Sent sent) {
        return new Answer.Done(sent.each(Outcome.ACCEPTED, VendorCode.OK));
    }

    static Answer unreadable(Sent sent) {
        return new Answer.Done(sent.each(Outcome.UNCERTAIN, VendorCode.ANSWER_UNREADABLE));
    }

    /**
     * The answer of a workflow that has run to its end: {@code {"failed": [{"key": "...", "reason": "..."}]}} names those
     * records, by key or record id, that it could not serve; all others are done.
     */
    static Answer ran(Sent sent, VendorResponse response) {
        var failed = new HashSet<String>();
        for (var one : ReplyJson.of(response.body()).get("failed").items()) {
            failed.add("k" + one.get("key").text());
            failed.add("r" + one.get("record_id").text());
        }
        var records = ReplyJson.of(sent.request().body()).at("data", "records").items();
        var results = new ArrayList<RecordResult>();
        for (int position = 0; position < sent.size(); position++) {
            var record = records.get(position);
            var id = record.get("record_id").text();
            boolean refused =
                    failed.contains("k" + record.get("key").text()) || (!id.isEmpty() && failed.contains("r" + id));
            results.add(
                    refused
                            ? new RecordResult(sent.index(position), Outcome.REJECTED, VendorCode.DATA_INVALID)
                            : new RecordResult(sent.index(position), Outcome.APPLIED, VendorCode.OK));
        }
        return new Answer.Done(results);
    }
}
