package io.activationgateway.connectors.klaviyo;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.EventTime;
import io.activationgateway.connectors.RecordResult;
import io.activationgateway.connectors.RecordResult.Outcome;
import io.activationgateway.connectors.ReplyJson;
import io.activationgateway.connectors.RetryAfter;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorRequest;
import io.activationgateway.connectors.VendorResponse;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Imports and suppressions, which Klaviyo runs as jobs. A job has taken its records: whatever goes wrong while its end is
 * asked for, they stay accepted.
 */
final class Jobs {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int MAX_ID = 400;
    private static final String ERRORS = "/import-errors?";

    private final Requests requests;

    Jobs(Requests requests) {
        this.requests = requests;
    }

    /** What runs as a job. */
    private enum Kind {
        IMPORT("import:", "/api/profile-bulk-import-jobs/"),
        SUPPRESSION("suppression:", "/api/profile-suppression-bulk-create-jobs/");

        private final String prefix;
        private final String path;

        Kind(String prefix, String path) {
            this.prefix = prefix;
            this.path = path;
        }

        static Kind of(String job) {
            for (var kind : values()) {
                if (job.startsWith(kind.prefix) && job.length() > kind.prefix.length()) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("no job of this vendor (expected: one that it has named)");
        }

        String path(String job) {
            return path + Requests.encoded(job.substring(prefix.length()));
        }
    }

    /** The question about the end of a job. */
    VendorRequest question(String job) {
        return requests.get(Kind.of(job).path(job));
    }

    /** Reads the answer that began an import or a suppression. */
    Answer begun(Sent sent, VendorResponse response) {
        var id = ReplyJson.of(response.body()).at("data", "id").text();
        if (id.isEmpty() || id.length() > MAX_ID) {
            return new Answer.Done(sent.each(Outcome.UNCERTAIN, VendorCode.ANSWER_UNREADABLE));
        }
        var kind = switch (sent.attempt().operation()) {
            case UPSERT -> Kind.IMPORT;
            case SUPPRESS -> Kind.SUPPRESSION;
            case ADD, REMOVE, TRACK, SUBSCRIBE, UNSUBSCRIBE, ERASE ->
                throw new IllegalArgumentException("not a job (expected: an import or a suppression)");
        };
        var job = kind.prefix + id;
        return new Answer.Working(sent.polling(job, question(job)), SOON);
    }

    /** Reads the answer to a question about a job. */
    Answer read(Sent sent, String job, VendorResponse response) {
        if (response.status() == 429 || response.status() == 408 || response.status() >= 500) {
            var asked = RetryAfter.of(response);
            var delay = asked == null || asked.compareTo(AFTER_TROUBLE) < 0 ? AFTER_TROUBLE : asked;
            return again(sent, job, delay);
        }
        var reply = ReplyJson.of(response.body());
        if (!response.success()) {
            return accepted(sent);
        }
        return sent.request().pathAndQuery().contains(ERRORS)
                ? errors(sent, job, reply)
                : status(sent, job, reply.at("data", "attributes"), response.receivedAt());
    }

    private Answer status(Sent sent, String job, ReplyJson attributes, Instant now) {
        return switch (attributes.get("status").text()) {
            case "queued", "processing" ->
                again(sent, job, delay(attributes.get("created_at").text(), now));
            case "complete" -> complete(sent, job, attributes);
            // How much of it was done the vendor does not say.
            case "cancelled" -> new Answer.Done(sent.each(Outcome.UNCERTAIN, VendorCode.VENDOR_ERROR));
            default -> accepted(sent);
        };
    }

    private Answer complete(Sent sent, String job, ReplyJson attributes) {
        if (Kind.of(job) == Kind.SUPPRESSION) {
            // Whom it skipped the vendor does not say: they may have been suppressed before.
            return attributes.get("skipped_count").number() > 0
                    ? accepted(sent)
                    : new Answer.Done(sent.each(Outcome.APPLIED, VendorCode.OK));
        }
        return attributes.get("failed_count").number() > 0
                ? new Answer.Next(sent.saying(errorsOf(job, "page%5Bsize%5D=100")), Duration.ZERO)
                : new Answer.Done(sent.each(Outcome.APPLIED, VendorCode.OK));
    }

    private Answer errors(Sent sent, String job, ReplyJson reply) {
        if (!reply.get("data").isArray()) {
            return accepted(sent);
        }
        var people = ImportedPeople.of(sent.first());
        var known = new ArrayList<@Nullable RecordResult>();
        for (int position = 0; position < sent.size(); position++) {
            known.add(sent.known(position));
        }
        for (var error : reply.get("data").items()) {
            var positions = people.positions(error);
            if (positions.isEmpty() || positions.getLast() >= sent.size()) {
                return nobodys(sent);
            }
            // Of two records of one person the vendor does not say whose data it refused.
            var outcome = positions.size() == 1 ? Outcome.REJECTED : Outcome.UNCERTAIN;
            for (int position : positions) {
                known.set(position, new RecordResult(sent.index(position), outcome, code(error)));
            }
        }
        if (known.stream().allMatch(Objects::isNull)) {
            return nobodys(sent);
        }
        var page = errorsOf(job, query(reply.at("links", "next").text()));
        var going = sent.saying(page, known);
        return page.pathAndQuery().endsWith("?")
                ? new Answer.Done(going.each(Outcome.APPLIED, VendorCode.OK))
                : new Answer.Next(going, Duration.ZERO);
    }

    /** An error that names nobody may be anybody's. */
    private static Answer nobodys(Sent sent) {
        return new Answer.Done(sent.each(Outcome.UNCERTAIN, VendorCode.DATA_INVALID));
    }

    private VendorRequest errorsOf(String job, String query) {
        return requests.get(Kind.of(job).path(job) + ERRORS + query);
    }

    /** The query of a page's link; its host and path are not followed, they are known. */
    private static String query(String link) {
        try {
            var query = link.isEmpty() ? null : URI.create(link).getRawQuery();
            return query == null ? "" : query;
        } catch (IllegalArgumentException notALink) {
            return "";
        }
    }

    private Answer again(Sent sent, String job, Duration delay) {
        return new Answer.Working(sent.polling(job, question(job)), delay);
    }

    private static Answer accepted(Sent sent) {
        return new Answer.Done(sent.each(Outcome.ACCEPTED, VendorCode.OK));
    }

    /** As long as the job has run already: a long one is asked about seldom. */
    private static Duration delay(String createdAt, Instant now) {
        var created = EventTime.parse(createdAt);
        if (created == null) {
            return AFTER_TROUBLE;
        }
        var age = Duration.between(created, now);
        return age.compareTo(SOON) < 0 ? SOON : age.compareTo(LONGEST) > 0 ? LONGEST : age;
    }

    private static VendorCode code(ReplyJson error) {
        var attributes = error.get("attributes");
        return attributes.get("code").text().contains("conflict")
                ? VendorCode.CONFLICT
                : Refusals.code(attributes.at("source", "pointer").text());
    }
}
