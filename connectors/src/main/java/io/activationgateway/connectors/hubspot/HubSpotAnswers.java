package io.activationgateway.connectors.hubspot;

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
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What HubSpot's answers mean. */
final class HubSpotAnswers {

    private static final Duration LOCKED = Duration.ofSeconds(2);
    private static final Duration A_DAY_IS_OVER = Duration.ofHours(1);

    private HubSpotAnswers() {}

    /** The answer to an upsert, whose results come in any order: they are joined by their traces. */
    static Answer upserted(Sent sent, ReplyJson reply) {
        if (!reply.get("results").isArray()) {
            return unreadable(sent);
        }
        var ends = new HashMap<String, VendorCode>();
        var results = reply.get("results").items();
        for (var result : results) {
            ends.put(result.get("objectWriteTraceId").text(), VendorCode.OK);
        }
        var errors = reply.get("errors").items();
        for (var error : errors) {
            for (var trace : error.at("context", "objectWriteTraceId").items()) {
                ends.put(trace.text(), code(error));
            }
        }
        var named = new ArrayList<@Nullable VendorCode>();
        for (int position = 0; position < sent.size(); position++) {
            named.add(ends.get("r" + sent.index(position)));
        }
        boolean untraced = ends.keySet().equals(Set.of(""));
        if (untraced && errors.isEmpty() && results.size() == sent.size()) {
            return new Answer.Done(sent.each(Outcome.APPLIED, VendorCode.OK));
        }
        return joined(sent, named, results.isEmpty(), errors);
    }

    /** The answer to a change of subscriptions: those who are not among its results were not changed. */
    static Answer subscribed(Sent sent, ReplyJson reply, @Nullable String wanted) {
        if (!reply.get("results").isArray()) {
            return unreadable(sent);
        }
        var ends = new HashMap<String, VendorCode>();
        for (var result : reply.get("results").items()) {
            // Who has opted out is not subscribed again on everybody's word: the answer then says what holds.
            var status = result.get("status").text();
            boolean refused = wanted != null && !status.isEmpty() && !status.equals(wanted);
            ends.put(
                    Naming.EMAIL.folded(result.get("subscriberIdString").text()),
                    refused ? VendorCode.CONFLICT : VendorCode.OK);
        }
        var inputs = ReplyJson.of(sent.request().body()).get("inputs").items();
        var named = new ArrayList<@Nullable VendorCode>();
        int nth = 0;
        for (int position = 0; position < sent.size(); position++) {
            if (sent.known(position) == null) {
                var input = inputs.get(nth++);
                var address = input.isObject() ? input.get("subscriberIdString").text() : input.text();
                named.add(ends.get(Naming.EMAIL.folded(address)));
            } else {
                named.add(VendorCode.OK);
            }
        }
        return joined(
                sent,
                named,
                reply.get("results").items().isEmpty(),
                reply.get("errors").items());
    }

    /** The answer to a change of a list: it names those whom it does not know, and passes over who is on it already. */
    static Answer listed(Sent sent, ReplyJson reply) {
        if (!reply.isObject()) {
            return unreadable(sent);
        }
        var missing = reply.get("recordIdsMissing").items().stream()
                .map(ReplyJson::id)
                .toList();
        boolean takesAway = sent.attempt().operation().takesAway();
        var ids = ReplyJson.of(sent.request().body()).items();
        var results = sent.each(Outcome.APPLIED, VendorCode.OK);
        int nth = 0;
        for (int position = 0; position < sent.size(); position++) {
            if (sent.known(position) == null && missing.contains(ids.get(nth++).text())) {
                results.set(
                        position,
                        new RecordResult(
                                sent.index(position),
                                takesAway ? Outcome.APPLIED : Outcome.REJECTED,
                                takesAway ? VendorCode.NOT_THERE : VendorCode.NOT_FOUND));
            }
        }
        return new Answer.Done(results);
    }

    static Answer unreadable(Sent sent) {
        return new Answer.Done(sent.each(Outcome.UNCERTAIN, VendorCode.ANSWER_UNREADABLE));
    }

    /** The answer of another status than 2xx. */
    static Answer refused(Sent sent, VendorResponse response) {
        var reply = ReplyJson.of(response.body());
        var asked = wait(response, reply);
        return switch (response.status()) {
            case 400 -> Answer.splitOrReject(sent, code(reply));
            // Two writers at once look like a conflict; one that lasts belongs to the record.
            case 409 ->
                sent.size() == 1 && sent.attempt().number() == 0
                        ? new Answer.Retry(asked, VendorCode.CONFLICT, false)
                        : StatusAnswer.of(sent, response);
            case 423 ->
                new Answer.Retry(
                        asked == null || asked.compareTo(LOCKED) < 0 ? LOCKED : asked, VendorCode.VENDOR_ERROR, false);
            // The account is on its way to another data centre, for up to a day.
            case 477 -> new Answer.Retry(asked, VendorCode.VENDOR_ERROR, false);
            default -> StatusAnswer.of(sent, response, asked);
        };
    }

    /** The refusal of a question, which changes nothing however it ends. */
    static Answer question(Sent sent, VendorResponse response) {
        var answer = refused(sent, response);
        return answer instanceof Answer.Retry(var after, var why, var _) ? new Answer.Retry(after, why, false) : answer;
    }

    /**
     * One result per record of what is named.
     *
     * @param named by position: {@code OK}, why it failed, or null where the answer does not name it
     * @param empty whether the answer has no results; without errors as well, nothing was written
     */
    private static Answer joined(Sent sent, List<@Nullable VendorCode> named, boolean empty, List<ReplyJson> errors) {
        long unnamed = named.stream().filter(Objects::isNull).count();
        // As many errors as records that the answer does not name: each has one.
        var rest = errors.size() == unnamed && unnamed > 0
                ? result(code(errors.getFirst()))
                : empty && errors.isEmpty()
                        ? new RecordResult(0, Outcome.RETRYABLE, VendorCode.VENDOR_ERROR)
                        : new RecordResult(0, Outcome.UNCERTAIN, VendorCode.ANSWER_UNREADABLE);
        var results = sent.each(Outcome.APPLIED, VendorCode.OK);
        for (int position = 0; position < sent.size(); position++) {
            var code = named.get(position);
            var end = code == null ? rest : result(code);
            if (sent.known(position) == null) {
                results.set(position, new RecordResult(sent.index(position), end.outcome(), end.code()));
            }
        }
        return new Answer.Done(results);
    }

    private static RecordResult result(VendorCode code) {
        return new RecordResult(0, code == VendorCode.OK ? Outcome.APPLIED : Outcome.REJECTED, code);
    }

    private static VendorCode code(ReplyJson error) {
        return switch (error.get("category").text()) {
            case "VALIDATION_ERROR" -> VendorCode.DATA_INVALID;
            case "CONFLICT" -> VendorCode.CONFLICT;
            case "OBJECT_NOT_FOUND" -> VendorCode.NOT_FOUND;
            default -> VendorCode.REQUEST_REFUSED;
        };
    }

    /** How long the vendor asks to wait, in whichever way it says so; null where it does not. */
    private static @Nullable Duration wait(VendorResponse response, ReplyJson reply) {
        var seconds = RetryAfter.of(response);
        if (seconds != null) {
            return seconds;
        }
        var asked = millis(response, "Retry-After-Ms");
        if (asked != null || response.status() != 429) {
            return asked;
        }
        // Its days end at midnight of a time zone that only the account knows; the interval is that of the other limit.
        return reply.get("policyName").text().equals("DAILY")
                ? A_DAY_IS_OVER
                : millis(response, "X-HubSpot-RateLimit-Interval-Milliseconds");
    }

    private static @Nullable Duration millis(VendorResponse response, String header) {
        var number = RetryAfter.seconds(response.headers().get(header));
        return number == null ? null : Duration.ofMillis(number.toSeconds());
    }
}
