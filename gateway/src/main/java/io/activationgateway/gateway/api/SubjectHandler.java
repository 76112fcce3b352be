package io.activationgateway.gateway.api;

import io.activationgateway.gateway.config.SourceConfig;
import io.activationgateway.gateway.consents.ConsentReceipt;
import io.activationgateway.gateway.consents.SubjectQuestion;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.concurrent.CompletionStage;

/**
 * Answers what the register holds about a person (GDPR Art 15, KVKK Art 11), and gives receipts of what was granted.
 * Identifiers come in the body, never in an address, which proxies log. Event loop.
 */
final class SubjectHandler {

    private final SubjectRecords records;
    private final SubjectQuestions questions;
    private final SubjectAnswers answers;
    private final ConsentReceipt receipts;
    private final InstantSource clock;

    SubjectHandler(
            SubjectRecords records,
            SubjectQuestions questions,
            SubjectAnswers answers,
            ConsentReceipt receipts,
            InstantSource clock) {
        this.records = records;
        this.questions = questions;
        this.answers = answers;
        this.receipts = receipts;
        this.clock = clock;
    }

    /** All that is held about each person asked for. */
    Future<Buffer> lookUp(HttpServerRequest http, SourceConfig source) {
        return questions.of(http, source).compose(asked -> {
            var results = new ArrayList<Future<SubjectAnswers.Result>>();
            for (var question : asked) {
                results.add(
                        switch (question) {
                            case SubjectQuestion.Unclear(var fault) ->
                                Future.succeededFuture(new SubjectAnswers.Result.Unclear(fault));
                            case SubjectQuestion.Asked one ->
                                read(records.of(one.identifiers())).map(SubjectAnswers.Result.Found::new);
                        });
            }
            long sequence = records.register().position().sequence();
            return Future.all(results).map(all -> answers.write(all.<SubjectAnswers.Result>list(), sequence));
        });
    }

    /** The signed receipt of the one grant asked for. */
    Future<Buffer> receipt(HttpServerRequest http, SourceConfig source) {
        return questions.of(http, source).compose(asked -> {
            if (asked.size() != 1 || !(asked.getFirst() instanceof SubjectQuestion.Asked one) || one.event() == null) {
                throw new ProblemException(
                        Problems.parameter("records", "one record with identifiers and the event it is about"));
            }
            var event = one.event();
            return read(records.held(one.identifiers())).map(subjects -> {
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

    private static <T> Future<T> read(CompletionStage<T> answer) {
        return Future.fromCompletionStage(answer, Vertx.currentContext())
                .recover(_ -> Future.failedFuture(new ProblemException(Problems.unread())));
    }
}
