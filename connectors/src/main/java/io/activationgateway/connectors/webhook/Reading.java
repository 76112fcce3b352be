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
import java.util.BitSet;
import java.util.List;

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
     * The answer of a workflow that has run to its end: {@code {"failed": [{"key": "...", "reason": "..."}]}}, or an array of
     * such objects where it answers with all items of its last step, names those records, by key or record id, that it could
     * not serve; all others are done, unless a failure names none of them.
     */
    static Answer ran(Sent sent, VendorResponse response) {
        var records = ReplyJson.of(sent.request().body()).at("data", "records").items();
        var refused = new BitSet(sent.size());
        boolean explained = true;
        var body = ReplyJson.of(response.body());
        for (var said : body.isArray() ? body.items() : List.of(body)) {
            var failed = said.get("failed");
            explained &= failed.isNull() || failed.isArray();
            for (var one : failed.items()) {
                explained &= refuse(one, records, refused);
            }
        }
        var results = new ArrayList<RecordResult>();
        for (int position = 0; position < sent.size(); position++) {
            results.add(result(sent.index(position), refused.get(position), explained));
        }
        return new Answer.Done(results);
    }

    /** Notes the records that a failure names; false where it names none. */
    private static boolean refuse(ReplyJson failure, List<ReplyJson> records, BitSet refused) {
        boolean named = false;
        for (int position = 0; position < records.size(); position++) {
            if (isNamed(records.get(position), failure)) {
                refused.set(position);
                named = true;
            }
        }
        return named;
    }

    private static boolean isNamed(ReplyJson record, ReplyJson failure) {
        var key = failure.isObject() ? failure.get("key").text() : failure.text();
        var id = failure.get("record_id").id();
        return key.equals(record.get("key").text())
                || (!id.isEmpty() && id.equals(record.get("record_id").text()));
    }

    private static RecordResult result(int index, boolean refused, boolean explained) {
        if (refused) {
            return new RecordResult(index, Outcome.REJECTED, VendorCode.DATA_INVALID);
        }
        return explained
                ? new RecordResult(index, Outcome.APPLIED, VendorCode.OK)
                : new RecordResult(index, Outcome.UNCERTAIN, VendorCode.ANSWER_UNREADABLE);
    }
}
