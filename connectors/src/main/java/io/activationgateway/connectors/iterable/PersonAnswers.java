package io.activationgateway.connectors.iterable;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.RecordResult.Outcome;
import io.activationgateway.connectors.ReplyJson;
import io.activationgateway.connectors.RetryAfter;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorResponse;
import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeSet;

/** What Iterable's answers about one person's subscriptions and erasure mean. */
final class PersonAnswers {

    private static final Duration A_DAY_IS_OVER = Duration.ofHours(1);

    private PersonAnswers() {}

    /** What an answer about a profile holds. */
    sealed interface Profile {}

    /** The channels or message types that the profile lists. */
    record Listed(SortedSet<Long> ids) implements Profile {}

    /** Nothing that can be gone on with; the answer to the whole exchange. */
    record Unread(Answer answer) implements Profile {}

    /** Reads a list of ids in a profile. Nothing has been changed so far. */
    static Profile listed(Sent sent, VendorResponse response, String field) {
        var reply = ReplyJson.of(response.body());
        if (!response.success()) {
            return new Unread(isNobody(response, reply) ? nobody(sent) : unread(sent, response));
        }
        if (reply.isObject() && reply.names().isEmpty()) {
            return new Unread(nobody(sent));
        }
        var fields = reply.at("user", "dataFields");
        var stored = fields.get(field);
        var ids = new TreeSet<Long>();
        stored.items().forEach(id -> ids.add(id.whole()));
        // What cannot be read must not be replaced.
        boolean readable = fields.isObject() && (stored.isArray() || stored.isNull()) && !ids.contains(-1L);
        return readable
                ? new Listed(ids)
                : new Unread(new Answer.Retry(RetryAfter.of(response), VendorCode.VENDOR_ERROR, false));
    }

    /** The profile says already what is wanted. */
    static Answer unchanged(Sent sent) {
        return new Answer.Done(sent.each(Outcome.APPLIED, VendorCode.OK));
    }

    /** Reads the answer to an update of one person's subscriptions, or to an erasure. */
    static Answer read(Sent sent, VendorResponse response) {
        var reply = ReplyJson.of(response.body());
        if (response.success()) {
            return reply.get("code").text().equals("Success")
                    ? new Answer.Done(sent.each(Outcome.ACCEPTED, VendorCode.OK))
                    : new Answer.Done(sent.each(Outcome.UNCERTAIN, VendorCode.ANSWER_UNREADABLE));
        }
        if (response.status() == 409 && reply.get("code").text().equals("ForgottenUserError")) {
            return sent.attempt().operation() == Operation.SUBSCRIBE
                    ? new Answer.Done(sent.each(Outcome.REJECTED, VendorCode.FORGOTTEN))
                    : nobody(sent);
        }
        boolean erases = sent.attempt().operation() == Operation.ERASE;
        // Of an update, whose person was read before, bad parameters are those of the request.
        if (isNobody(response, reply) && (erases || !isBadParams(reply))) {
            return nobody(sent);
        }
        return erases ? capped(IterableAnswers.refused(sent, response)) : IterableAnswers.refused(sent, response);
    }

    /** Erasures are counted by the day: where the vendor does not say how long to wait, it is worth asking in an hour. */
    private static Answer capped(Answer answer) {
        return answer instanceof Answer.Retry(var after, var why, var uncertain)
                        && why == VendorCode.RATE_LIMITED
                        && after == null
                ? new Answer.Retry(A_DAY_IS_OVER, why, uncertain)
                : answer;
    }

    /** Reads the answer to an additive call, which says nothing of single people. */
    static Answer additive(Sent sent, VendorResponse response) {
        return response.success()
                ? new Answer.Done(sent.each(Outcome.ACCEPTED, VendorCode.OK))
                : IterableAnswers.refused(sent, response);
    }

    private static Answer unread(Sent sent, VendorResponse response) {
        return IterableAnswers.refused(sent, response) instanceof Answer.Retry(var after, var why, var _)
                ? new Answer.Retry(after, why, false)
                : IterableAnswers.refused(sent, response);
    }

    private static boolean isNobody(VendorResponse response, ReplyJson reply) {
        var code = reply.get("code").text();
        return switch (response.status()) {
            case 400 -> isBadParams(reply) || code.equals("UnknownUserIdError") || code.equals("UnknownEmailError");
            case 404 -> code.equals("NotFound");
            default -> false;
        };
    }

    private static boolean isBadParams(ReplyJson reply) {
        return reply.get("code").text().equals("BadParams");
    }

    /** Whoever is not there gets no messages, and no consent either. */
    private static Answer nobody(Sent sent) {
        return sent.attempt().operation() == Operation.SUBSCRIBE
                ? new Answer.Done(sent.each(Outcome.REJECTED, VendorCode.NOT_FOUND))
                : new Answer.Done(sent.each(Outcome.ACCEPTED, VendorCode.NOT_THERE));
    }
}
