package io.activationgateway.connectors.template;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.RecordResult;
import io.activationgateway.connectors.RecordResult.Outcome;
import io.activationgateway.connectors.ReplyJson;
import io.activationgateway.connectors.RetryAfter;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.StatusAnswer;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a receiver's answers mean.
 *
 * @param proves what a success proves of each record
 * @param statuses those with a meaning of their own
 * @param success what a body must say to be a success; null where the status is enough
 * @param failures where a body names the records that failed; null where it does not
 */
record Answers(
        Outcome proves,
        Statuses statuses,
        @Nullable Expected success,
        @Nullable Failures failures) {

    Answers {
        requireNonNull(proves, "proves");
        requireNonNull(statuses, "statuses");
    }

    /** Statuses with a meaning of their own; all others mean what they usually do. */
    record Statuses(Set<Integer> success, Set<Integer> rejected, Set<Integer> retry, Set<Integer> stop) {
        Statuses {
            success = Set.copyOf(success);
            rejected = Set.copyOf(rejected);
            retry = Set.copyOf(retry);
            stop = Set.copyOf(stop);
        }
    }

    /** What stands at a place of the body. */
    record Expected(Pointer at, String value) {}

    /**
     * The records that failed.
     *
     * @param at an array
     * @param index in each element, the position of the record in the request, from 0
     */
    record Failures(Pointer at, Pointer index) {}

    Answer read(Sent sent, VendorResponse response) {
        int status = response.status();
        if (statuses.stop().contains(status)) {
            return new Answer.Stop(VendorCode.ENDPOINT_WRONG);
        }
        if (statuses.retry().contains(status)) {
            return new Answer.Retry(RetryAfter.of(response), VendorCode.VENDOR_ERROR, true);
        }
        if (statuses.rejected().contains(status)) {
            return Answer.splitOrReject(sent, VendorCode.REQUEST_REFUSED);
        }
        boolean success = statuses.success().isEmpty()
                ? response.success()
                : statuses.success().contains(status);
        if (success) {
            return succeeded(sent, ReplyJson.of(response.body()));
        }
        return response.success() ? unreadable(sent) : StatusAnswer.of(sent, response);
    }

    private Answer succeeded(Sent sent, ReplyJson body) {
        if (success != null && !says(success.at().find(body), success.value())) {
            return unreadable(sent);
        }
        var failed = new HashSet<Integer>();
        if (failures != null) {
            for (var element : failures.at().find(body).items()) {
                int position = failures.index().find(element).number();
                if (position < 0 || position >= sent.size()) {
                    // Some record failed, and nobody can tell which.
                    return unreadable(sent);
                }
                failed.add(position);
            }
        }
        var results = new ArrayList<RecordResult>(sent.size());
        for (int position = 0; position < sent.size(); position++) {
            results.add(
                    failed.contains(position)
                            ? new RecordResult(sent.index(position), Outcome.REJECTED, VendorCode.DATA_INVALID)
                            : new RecordResult(sent.index(position), proves, VendorCode.OK));
        }
        return new Answer.Done(results);
    }

    private static boolean says(ReplyJson found, String value) {
        return found.text().equals(value)
                || (value.equals("true") && found.isTrue())
                || (found.number() >= 0 && value.equals(Integer.toString(found.number())));
    }

    private static Answer unreadable(Sent sent) {
        return new Answer.Done(sent.each(Outcome.UNCERTAIN, VendorCode.ANSWER_UNREADABLE));
    }
}
