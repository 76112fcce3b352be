package io.activationgateway.gateway.api;

import io.activationgateway.gateway.config.Right;
import io.activationgateway.gateway.config.SourceConfig;
import io.activationgateway.residency.explanation.Language;
import io.vertx.core.http.HttpServerRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a decision is asked beside what an activation is.
 *
 * @param explain the language in which to say why, null where nobody asks
 * @param at the instant as of which to decide, null for now
 */
record DecisionRequest(@Nullable Language explain, @Nullable Instant at) {

    /** An explanation evaluates each row anew, and people read few. */
    static final int MOST_EXPLAINED = 100;

    /** Every person's history is read from the database. */
    static final int MOST_AS_OF = 1_000;

    private static final Set<String> PARAMETERS = Stream.concat(
                    ActivationRequest.PARAMETERS.stream(), Stream.of("explain", "at"))
            .collect(Collectors.toUnmodifiableSet());

    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2100-01-01T00:00:00Z");

    /** Reads the parameters, or throws the {@link ProblemException} that says what is wrong or not permitted. */
    static DecisionRequest of(HttpServerRequest http, SourceConfig source) {
        QueryParameters.only(http, PARAMETERS);
        return new DecisionRequest(explain(http.getParam("explain"), source), instant(http.getParam("at"), source));
    }

    /** The body has this many rows: refuses what asks for too much. */
    void check(int rows) {
        if (explain != null && rows > MOST_EXPLAINED) {
            throw new ProblemException(
                    Problems.parameter("explain", "at most " + MOST_EXPLAINED + " records in one question"));
        }
        if (at != null && rows > MOST_AS_OF) {
            throw new ProblemException(Problems.parameter("at", "at most " + MOST_AS_OF + " records in one question"));
        }
    }

    /** The facts of an explanation are what the register holds about people. */
    private static @Nullable Language explain(@Nullable String tag, SourceConfig source) {
        if (tag == null) {
            return null;
        }
        if (!source.may(Right.SUBJECTS)) {
            throw new ProblemException(Problems.forbidden("right", Right.SUBJECTS.wireName()));
        }
        return Language.ofTag(tag).orElseThrow(() -> new ProblemException(Problems.parameter("explain", "en or tr")));
    }

    private static @Nullable Instant instant(@Nullable String text, SourceConfig source) {
        if (text == null) {
            return null;
        }
        if (!source.may(Right.HISTORY)) {
            throw new ProblemException(Problems.forbidden("right", Right.HISTORY.wireName()));
        }
        try {
            var at = OffsetDateTime.parse(text).toInstant();
            if (!at.isBefore(FIRST) && at.isBefore(LAST)) {
                return at;
            }
        } catch (DateTimeException unreadable) {
            // Told below, like an instant too far away.
        }
        throw new ProblemException(Problems.parameter(
                "at", "an instant of this century such as 2026-11-20T10:00:00Z; a plus sign is written %2B"));
    }
}
