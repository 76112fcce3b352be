package io.activationgateway.gateway.api;

import static java.util.Objects.requireNonNull;

import io.activationgateway.gateway.config.Right;
import io.activationgateway.gateway.config.SourceConfig;
import io.activationgateway.gateway.consents.SubjectQuestion;
import io.activationgateway.gateway.ingest.BodyFormat;
import io.activationgateway.gateway.ingest.Limits;
import io.activationgateway.gateway.ingest.Unpacking;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/** Reads questions about people, whose identifiers come in the body: addresses are logged by proxies. Event loop. */
record SubjectQuestions(BodyReader bodies, Limits limits) {

    private static final int MOST = 100;

    /** The questions of a source that may ask them. */
    Future<List<SubjectQuestion>> of(HttpServerRequest http, SourceConfig source) {
        if (!source.may(Right.SUBJECTS)) {
            throw new ProblemException(Problems.forbidden("right", Right.SUBJECTS.wireName()));
        }
        var format = BodyFormat.ofContentType(http.getHeader(HttpHeaders.CONTENT_TYPE))
                .orElseThrow(() -> new ProblemException(Problems.mediaType()));
        var unpacking = Unpacking.ofContentEncoding(http.getHeader(HttpHeaders.CONTENT_ENCODING))
                .orElseThrow(() -> new ProblemException(Problems.encoding()));
        return bodies.with(
                http,
                unpacking,
                body -> requireNonNull(Vertx.currentContext(), "the request belongs to an event loop")
                        .executeBlocking(() -> SubjectQuestion.of(ConsentHandler.rows(format, body, limits)), false)
                        .map(questions -> {
                            if (questions.size() > MOST) {
                                throw new ProblemException(
                                        Problems.parameter("records", "at most " + MOST + " people in one question"));
                            }
                            return questions;
                        }));
    }
}
