package io.activationgateway.connectors.iterable;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.RecordResult;
import io.activationgateway.connectors.RecordResult.Outcome;
import io.activationgateway.connectors.RetryAfter;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.StatusAnswer;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Iterable's answers mean. */
final class IterableAnswers {

    private IterableAnswers() {}

    static Answer read(Sent sent, VendorResponse response) {
        if (response.success()) {
            return new Answer.Done(results(sent, BulkReply.parse(response.body())));
        }
        return refused(sent, response);
    }

    /** What any other status than 2xx means. */
    static Answer refused(Sent sent, VendorResponse response) {
        var code = response.status() == 400 || response.status() == 404 ? BulkReply.errorCode(response.body()) : "";
        return switch (code) {
            case "RequestFieldsTypesMismatched" -> Answer.splitOrReject(sent, VendorCode.FIELD_TYPE_MISMATCH);
            case "BatchTooLarge" -> Answer.splitOrReject(sent, VendorCode.REQUEST_TOO_LARGE);
            case "BadApiKey", "Unauthorized" -> new Answer.Stop(VendorCode.CREDENTIALS_REFUSED);
            case "RateLimitExceeded" -> new Answer.Retry(RetryAfter.of(response), VendorCode.RATE_LIMITED, false);
            case "NotFound" -> listRefused(sent, response, VendorCode.AUDIENCE_UNKNOWN);
            case "BadParams" -> listRefused(sent, response, VendorCode.REQUEST_REFUSED);
            default -> StatusAnswer.of(sent, response);
        };
    }

    /** Halving would not help a list call: what it can get wrong as a whole is its list. */
    private static Answer listRefused(Sent sent, VendorResponse response, VendorCode code) {
        return switch (sent.attempt().operation()) {
            case ADD, REMOVE -> new Answer.Done(sent.each(Outcome.REJECTED, code));
            case UPSERT, TRACK, SUBSCRIBE, UNSUBSCRIBE, SUPPRESS, ERASE -> StatusAnswer.of(sent, response);
        };
    }

    private static List<RecordResult> results(Sent sent, @Nullable BulkReply reply) {
        if (reply == null) {
            return sent.each(Outcome.UNCERTAIN, VendorCode.ANSWER_UNREADABLE);
        }
        if (reply.isClean()) {
            return sent.each(Outcome.ACCEPTED, VendorCode.OK);
        }
        var people = SentPeople.parse(sent);
        var failures = new ArrayList<@Nullable VendorCode>(sent.size());
        int failed = 0;
        for (int position = 0; position < sent.size(); position++) {
            var failure = people.failure(position, reply);
            failures.add(failure);
            failed += failure == null ? 0 : 1;
        }
        // A failure that names nobody in this request may be anybody's.
        boolean explained = failed >= reply.failCount() && people.names(reply);
        var results = new ArrayList<RecordResult>(sent.size());
        for (int position = 0; position < sent.size(); position++) {
            var failure = failures.get(position);
            results.add(result(sent, position, failure, explained, people.isRepeated(position)));
        }
        return results;
    }

    private static RecordResult result(
            Sent sent, int position, @Nullable VendorCode failure, boolean explained, boolean repeated) {
        int index = sent.index(position);
        if (failure == null) {
            return explained
                    ? new RecordResult(index, Outcome.ACCEPTED, VendorCode.OK)
                    : new RecordResult(index, Outcome.UNCERTAIN, VendorCode.ANSWER_UNREADABLE);
        }
        if (failure == VendorCode.NOT_FOUND && sent.attempt().operation() == Operation.REMOVE) {
            return new RecordResult(index, Outcome.ACCEPTED, VendorCode.NOT_THERE);
        }
        // The vendor names a person once: with two records of them it does not say whose data it refused.
        boolean whose = failure == VendorCode.DATA_INVALID || failure == VendorCode.CONFLICT;
        return new RecordResult(index, repeated && whose ? Outcome.UNCERTAIN : Outcome.REJECTED, failure);
    }
}
