package io.activationgateway.gateway.api;

import io.activationgateway.consent.register.HeldSubject;
import io.activationgateway.consent.register.LoggedEvent;
import io.activationgateway.gateway.config.Right;
import io.activationgateway.gateway.config.SourceConfig;
import io.activationgateway.gateway.consents.SubjectQuestion;
import io.activationgateway.gateway.optout.Enquiries;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says how far opt-outs are: of people, and in all. Event loop. */
final class OptOutHandler {

    private final SubjectQuestions questions;
    private final SubjectRecords records;
    private final Enquiries optOuts;
    private final OptOutAnswers answers;

    OptOutHandler(SubjectQuestions questions, SubjectRecords records, Enquiries optOuts, OptOutAnswers answers) {
        this.questions = questions;
        this.records = records;
        this.optOuts = optOuts;
        this.answers = answers;
    }

    /** The opt-outs of each person asked for. */
    Future<Buffer> of(HttpServerRequest http, SourceConfig source) {
        return questions.of(http, source).compose(asked -> {
            var results = new ArrayList<Future<OptOutAnswers.Result>>();
            for (var question : asked) {
                results.add(
                        switch (question) {
                            case SubjectQuestion.Unclear(var fault) ->
                                Future.succeededFuture(new OptOutAnswers.Result.Unclear(fault));
                            case SubjectQuestion.Asked one -> found(one);
                        });
            }
            return Future.all(results).map(all -> answers.write(all.<OptOutAnswers.Result>list()));
        });
    }

    /** How many there are at each destination. */
    Future<Buffer> count(SourceConfig source) {
        if (!source.may(Right.SUBJECTS)) {
            throw new ProblemException(Problems.forbidden("right", Right.SUBJECTS.wireName()));
        }
        return read(Future.fromCompletionStage(optOuts.count(), Vertx.currentContext()))
                .map(answers::write);
    }

    private Future<OptOutAnswers.Result> found(SubjectQuestion.Asked asked) {
        var context = Vertx.currentContext();
        return read(Future.fromCompletionStage(records.held(asked.identifiers()), context)
                .compose(subjects -> Future.fromCompletionStage(records.optOuts(subjects), context)
                        .map(states -> new OptOutAnswers.Result.Found(states, events(subjects)))));
    }

    /** The sources' ids of the events, by their rows in the log. */
    private static Map<Long, String> events(List<HeldSubject> subjects) {
        return subjects.stream()
                .map(HeldSubject::events)
                .flatMap(Collection::stream)
                .collect(Collectors.toMap(
                        LoggedEvent::sequence, event -> event.event().id(), (one, _) -> one));
    }

    private static <T> Future<T> read(Future<T> answer) {
        return answer.recover(_ -> Future.failedFuture(new ProblemException(Problems.unread())));
    }
}
