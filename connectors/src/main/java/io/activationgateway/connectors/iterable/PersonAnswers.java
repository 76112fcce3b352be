package io.activationgateway.connectors.iterable;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.RecordResult.Outcome;
import io.activationgateway.connectors.ReplyJson;
import io.activationgateway.connectors.RetryAfter;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorResponse;
import java.util.SortedSet;
import java.util.TreeSet;

/** What Iterable's answers about one person's subscriptions and erasure mean. */
final class PersonAnswers {

    private PersonAnswers() {}

    /** What an answer about a profile holds. */
    sealed interface Profile {}

    /** The channels that the person does not want. */
    record OptOuts(SortedSet<Long> ids) implements Profile {}

    /** Nothing that can be gone on with; the answer to the whole exchange. */
    record Unread(Answer answer) implements Profile {}

    /** Reads a profile. Nothing has been changed so far. */
    static Profile optOuts(Sent sent, VendorResponse response) {
        var reply = ReplyJson.of(response.body());
        if (!response.success()) {
            return new Unread(isNobody(response, reply) ? nobody(sent) : unread(sent, response));
        }
        if (reply.isObject() && reply.names().isEmpty()) {
            return new Unread(nobody(sent));
        }
        var fields = reply.at("user", "dataFields");
        var stored = fields.get("unsubscribedChannelIds");
        var ids = new TreeSet<Long>();
        stored.items().forEach(id -> ids.add(id.whole()));
        // What cannot be read must not be replaced.
        boolean readable = fields.isObject() && (stored.isArray() || stored.isNull()) && !ids.contains(-1L);
        return readable
                ? new OptOuts(ids)
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
        return isNobody(response, reply) ? nobody(sent) : IterableAnswers.refused(sent, response);
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
            case 400 ->
                code.equals("BadParams") || code.equals("UnknownUserIdError") || code.equals("UnknownEmailError");
            case 404 -> code.equals("NotFound");
            default -> false;
        };
    }

    /** Whoever is not there gets no messages, and no consent either. */
    private static Answer nobody(Sent sent) {
        return sent.attempt().operation() == Operation.SUBSCRIBE
                ? new Answer.Done(sent.each(Outcome.REJECTED, VendorCode.NOT_FOUND))
                : new Answer.Done(sent.each(Outcome.ACCEPTED, VendorCode.NOT_THERE));
    }
}
