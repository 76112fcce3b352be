package io.activationgateway.gateway.api;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.register.ConsentRegister;
import io.activationgateway.consent.register.HeldSubject;
import io.activationgateway.gateway.config.Right;
import io.activationgateway.gateway.config.SourceConfig;
import io.activationgateway.gateway.consents.ConsentReceipt;
import io.activationgateway.gateway.consents.SubjectQuestion;
import io.activationgateway.gateway.ingest.BodyFormat;
import io.activationgateway.gateway.ingest.Limits;
import io.activationgateway.gateway.ingest.Unpacking;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers what the register holds about a person (GDPR Art 15, KVKK Art 11), and gives receipts of what was granted.
 * Identifiers come in the body, never in an address, which proxies log. Event loop.
 */
final class SubjectHandler {

    private static final int MOST = 100;

    private final ConsentRegister register;
    private final BodyReader bodies;
    private final Limits limits;
    private final SubjectAnswers answers;
    private final ConsentReceipt receipts;
    private final InstantSource clock;

    SubjectHandler(
            ConsentRegister register,
            BodyReader bodies,
            Limits limits,
            SubjectAnswers answers,
            ConsentReceipt receipts,
            InstantSource clock) {
        this.register = register;
        this.bodies = bodies;
        this.limits = limits;
        this.answers = answers;
        this.receipts = receipts;
        this.clock = clock;
    }

    /** All that is held about each person asked for. */
    Future<Buffer> lookUp(HttpServerRequest http, SourceConfig source) {
        return questions(http, source).compose(questions -> {
            var results = new ArrayList<Future<SubjectAnswers.Result>>();
            for (var question : questions) {
                results.add(
                        switch (question) {
                            case SubjectQuestion.Unclear(var fault) ->
                                Future.succeededFuture(new SubjectAnswers.Result.Unclear(fault));
                            case SubjectQuestion.Asked asked -> held(asked).map(SubjectAnswers.Result.Found::new);
                        });
            }
            long sequence = register.position().sequence();
            return Future.all(results).map(all -> answers.write(all.<SubjectAnswers.Result>list(), sequence));
        });
    }

    /** The signed receipt of the one grant asked for. */
    Future<Buffer> receipt(HttpServerRequest http, SourceConfig source) {
        return questions(http, source).compose(questions -> {
            if (questions.size() != 1
                    || !(questions.getFirst() instanceof SubjectQuestion.Asked asked)
                    || asked.event() == null) {
                throw new ProblemException(
                        Problems.parameter("records", "one record with identifiers and the event it is about"));
            }
            var event = asked.event();
            return held(asked).map(subjects -> {
                for (var subject : subjects) {
                    var grant = ConsentReceipt.grant(subject, event);
                    if (grant != null) {
                        return Buffer.buffer(receipts.of(subject, grant, source.controller(), clock.instant()));
                    }
                }
                throw new ProblemException(Problems.noGrant());
            });
        });
    }

    private Future<List<SubjectQuestion>> questions(HttpServerRequest http, SourceConfig source) {
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

    private Future<List<HeldSubject>> held(SubjectQuestion.Asked asked) {
        return Future.fromCompletionStage(register.subject(asked.identifiers()), Vertx.currentContext())
                .recover(_ -> Future.failedFuture(new ProblemException(Problems.unread())));
    }
}
