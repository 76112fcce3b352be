package io.activationgateway.connectors.braze;

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
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Braze's answers mean. */
final class BrazeAnswers {

    private static final List<String> ARRAYS = List.of("attributes", "events", "purchases");
    private static final int MAX_EPOCH_DIGITS = 11;

    private BrazeAnswers() {}

    static Answer read(Sent sent, VendorResponse response) {
        if (response.success()) {
            return new Answer.Done(results(sent, ReplyJson.of(response.body())));
        }
        if (response.status() == 400
                && ReplyJson.of(response.body()).get("message").text().contains("Max Input Length")) {
            return Answer.splitOrReject(sent, VendorCode.REQUEST_TOO_LARGE);
        }
        return StatusAnswer.of(sent, response, wait(response));
    }

    /** Which of the three headers comes depends on the contract. */
    private static @Nullable Duration wait(VendorResponse response) {
        var asked = RetryAfter.of(response);
        if (asked == null) {
            asked = RetryAfter.seconds(response.headers().get("X-RateLimit-Retry-After"));
        }
        // Every answer tells when the window ends; only of one that came too soon is that the time to wait.
        return asked == null && response.status() == 429 ? untilReset(response) : asked;
    }

    /** The header is an instant in seconds, not a duration. */
    private static @Nullable Duration untilReset(VendorResponse response) {
        var reset = response.headers().get("X-RateLimit-Reset");
        if (reset == null
                || reset.isEmpty()
                || reset.length() > MAX_EPOCH_DIGITS
                || !reset.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        try {
            var until = Duration.between(response.receivedAt(), Instant.ofEpochSecond(Long.parseLong(reset)));
            return until.isNegative() ? Duration.ZERO : until;
        } catch (DateTimeException tooFar) {
            return null;
        }
    }

    private static List<RecordResult> results(Sent sent, ReplyJson reply) {
        var message = reply.get("message").text();
        // While the vendor maintains its systems it says that it queued a request, and nothing more.
        if (message.equals("queued")) {
            return sent.each(Outcome.ACCEPTED, VendorCode.OK);
        }
        if (!message.equals("success")) {
            return sent.each(Outcome.UNCERTAIN, VendorCode.ANSWER_UNREADABLE);
        }
        var array = array(sent);
        if (array != null) {
            return tracked(sent, array, reply);
        }
        return sent.attempt().operation() == Operation.ERASE
                ? deleted(sent, reply.get("deleted").number())
                : sent.each(Outcome.ACCEPTED, VendorCode.OK);
    }

    /** The array of {@code /users/track} that the request carries; null where it goes elsewhere. */
    private static @Nullable String array(Sent sent) {
        var body = sent.request().body();
        for (var array : ARRAYS) {
            int end = 2 + array.length();
            if (body.length() > end && body.getString(2, end).equals(array)) {
                return array;
            }
        }
        return null;
    }

    private static List<RecordResult> deleted(Sent sent, int deleted) {
        return switch (deleted) {
            case -1 -> sent.each(Outcome.UNCERTAIN, VendorCode.ANSWER_UNREADABLE);
            case 0 -> sent.each(Outcome.ACCEPTED, VendorCode.NOT_THERE);
            // Some may not have been there: the vendor does not say who.
            default -> sent.each(Outcome.ACCEPTED, VendorCode.OK);
        };
    }

    private static List<RecordResult> tracked(Sent sent, String array, ReplyJson reply) {
        var failures = new @Nullable VendorCode[sent.size()];
        boolean explained = true;
        int failed = 0;
        for (var error : reply.get("errors").items()) {
            int index = error.get("index").number();
            if (index < 0
                    || index >= failures.length
                    || !error.get("input_array").text().equals(array)) {
                explained = false;
            } else {
                failed += failures[index] == null ? 1 : 0;
                failures[index] = failure(error.get("type").text());
            }
        }
        int processed = reply.get(array + "_processed").number();
        // The vendor may count people rather than objects.
        if (processed >= 0 && processed < sent.size() - failed && processed < people(sent, array, failures)) {
            explained = false;
        }
        var results = new ArrayList<RecordResult>(sent.size());
        for (int position = 0; position < failures.length; position++) {
            results.add(result(sent.index(position), failures[position], explained));
        }
        return results;
    }

    private static RecordResult result(int index, @Nullable VendorCode failure, boolean explained) {
        if (failure != null) {
            return new RecordResult(index, Outcome.REJECTED, failure);
        }
        return explained
                ? new RecordResult(index, Outcome.ACCEPTED, VendorCode.OK)
                : new RecordResult(index, Outcome.UNCERTAIN, VendorCode.ANSWER_UNREADABLE);
    }

    /** How many different people the attributes that did not fail are about; events are counted one by one. */
    private static long people(Sent sent, String array, @Nullable VendorCode[] failures) {
        if (!array.equals("attributes")) {
            return Long.MAX_VALUE;
        }
        var objects = ReplyJson.of(sent.request().body()).get(array).items();
        var people = new ArrayList<String>();
        for (int position = 0; position < objects.size(); position++) {
            if (failures[position] == null) {
                var object = objects.get(position);
                people.add(object.get("external_id").text()
                        + '\n'
                        + object.at("user_alias", "alias_name").text()
                        + '\n'
                        + (object.get("external_id").text().isEmpty()
                                ? object.get("email").text()
                                        + '\n'
                                        + object.get("phone").text()
                                : ""));
            }
        }
        return people.stream().distinct().count();
    }

    private static VendorCode failure(String type) {
        return type.contains("external_id") || type.contains("user_alias")
                ? VendorCode.IDENTIFIER_INVALID
                : VendorCode.DATA_INVALID;
    }
}
