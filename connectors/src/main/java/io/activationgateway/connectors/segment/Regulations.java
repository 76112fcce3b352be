package io.activationgateway.connectors.segment;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.Draft;
import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.Fields;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.RecordResult.Outcome;
import io.activationgateway.connectors.ReplyJson;
import io.activationgateway.connectors.RetryAfter;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.StatusAnswer;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorRequest;
import io.activationgateway.connectors.VendorResponse;
import io.activationgateway.consent.identity.IdentifierType;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Suppressions and erasures of a workspace through the Public API, which has a host and a token of its own. */
final class Regulations {

    private static final Duration BETWEEN_QUESTIONS = Duration.ofHours(12);
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");

    private final Endpoint endpoint;
    private final String authorization;
    private final String erasure;
    private final Limits limits;

    /** {@code erasure} is the regulation type that an erasure becomes. */
    Regulations(Endpoint endpoint, String token, String erasure, Limits limits) {
        this.endpoint = requireNonNull(endpoint, "endpoint");
        this.authorization = "Bearer " + requireNonNull(token, "token");
        this.erasure = requireNonNull(erasure, "erasure");
        this.limits = requireNonNull(limits, "limits");
    }

    Endpoint endpoint() {
        return endpoint;
    }

    Limits limits() {
        return limits;
    }

    Draft draft(Attempt attempt) {
        var type = attempt.operation() == Operation.ERASE ? erasure : "SUPPRESS_ONLY";
        return new BatchDraft(
                attempt,
                limits,
                BatchDraft.opening("{\"regulationType\":\"" + type + "\",\"subjectType\":\"USER_ID\",\"subjectIds\":["),
                Regulations::subject,
                "]}",
                body -> new VendorRequest(
                        HttpMethod.POST,
                        endpoint.path("/regulations"),
                        Map.of("Authorization", authorization, "Content-Type", "application/json"),
                        body));
    }

    /** The question how a regulation ends. */
    VendorRequest question(String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("a job that Segment never named (expected: the id of a regulation)");
        }
        return new VendorRequest(
                HttpMethod.GET,
                endpoint.path("/regulations/" + id),
                Map.of("Authorization", authorization),
                Buffer.buffer());
    }

    Answer read(Sent sent, VendorResponse response) {
        if (sent.job() != null && response.status() == 404) {
            return done(sent, Outcome.UNCERTAIN, VendorCode.NOT_FOUND);
        }
        if (!response.success()) {
            // Its X-RateLimit-Reset is a date in words here, not seconds.
            return StatusAnswer.of(sent, response, RetryAfter.of(response));
        }
        var data = ReplyJson.of(response.body()).get("data");
        var job = sent.job();
        return job == null
                ? taken(sent, data.get("regulateId").text())
                : end(sent, job, data.at("regulation", "overallStatus").text());
    }

    private Answer taken(Sent sent, String id) {
        return ID.matcher(id).matches()
                ? working(sent, id)
                : done(sent, Outcome.UNCERTAIN, VendorCode.ANSWER_UNREADABLE);
    }

    private Answer end(Sent sent, String id, String status) {
        return switch (status) {
            case "INITIALIZED", "RUNNING" -> working(sent, id);
            case "FINISHED" -> done(sent, Outcome.APPLIED, VendorCode.OK);
            // Some tool behind could not follow: taken, and not certain to be done everywhere.
            case "PARTIAL_SUCCESS" -> done(sent, Outcome.ACCEPTED, VendorCode.OK);
            case "FAILED" -> done(sent, Outcome.REJECTED, VendorCode.REQUEST_REFUSED);
            case "INVALID" -> done(sent, Outcome.REJECTED, VendorCode.DATA_INVALID);
            case "NOT_SUPPORTED" -> done(sent, Outcome.REJECTED, VendorCode.OPERATION_NOT_SUPPORTED);
            default -> done(sent, Outcome.UNCERTAIN, VendorCode.ANSWER_UNREADABLE);
        };
    }

    private Answer working(Sent sent, String id) {
        return new Answer.Working(sent.polling(id, question(id)), BETWEEN_QUESTIONS);
    }

    private static Answer done(Sent sent, Outcome outcome, VendorCode code) {
        return new Answer.Done(sent.each(outcome, code));
    }

    private static @Nullable VendorCode subject(OutgoingRecord record, JsonBytes out) {
        int userId = record.identifier(IdentifierType.USER_ID);
        return userId >= 0 && Fields.writeText(record, userId, out) ? null : VendorCode.IDENTIFIER_MISSING;
    }
}
