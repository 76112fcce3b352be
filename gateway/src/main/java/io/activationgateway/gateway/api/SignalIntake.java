package io.activationgateway.gateway.api;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.event.ConsentEvent;
import io.activationgateway.consent.register.AppendAnswer;
import io.activationgateway.consent.register.AppendResult;
import io.activationgateway.gateway.api.RecordMeter.ChoiceEnd;
import io.activationgateway.gateway.consents.SignalStatements;
import io.activationgateway.gateway.consents.SignalStatements.Statement;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enters what the signals of a consent source say into the register, before its rows are judged: once this is done, this
 * node's view shows it and every node is bound by it. Event loop.
 */
final class SignalIntake {

    private static final Logger log = LoggerFactory.getLogger(SignalIntake.class);

    private final Function<List<ConsentEvent>, CompletionStage<AppendAnswer>> register;
    private final RecordMeter meter;

    /** @param register appends events; acknowledged when they bind every node of the region (promise P1) */
    SignalIntake(Function<List<ConsentEvent>, CompletionStage<AppendAnswer>> register, RecordMeter meter) {
        this.register = register;
        this.meter = meter;
    }

    /** Answers the rows of which it is not certain that the register has what they say; never fails. */
    Future<BitSet> enter(String source, SignalStatements.Found found) {
        found.untimed().forEach(signal -> meter.chosen(source, signal, ChoiceEnd.UNTIMED, 1));
        var statements = found.statements();
        if (statements.isEmpty()) {
            return Future.succeededFuture(new BitSet());
        }
        var context = requireNonNull(Vertx.currentContext(), "the request belongs to an event loop");
        return Future.fromCompletionStage(
                        register.apply(statements.stream().map(Statement::event).toList()), context)
                .map(answer -> {
                    count(source, statements, answer.results());
                    return new BitSet();
                })
                .recover(failure -> {
                    log.warn("Consent signals could not be entered: {}", Failures.describe(failure));
                    var rows = new BitSet();
                    for (var statement : statements) {
                        rows.set(statement.row());
                        meter.chosen(source, statement.signal(), ChoiceEnd.UNSTORED, 1);
                    }
                    return Future.succeededFuture(rows);
                });
    }

    /** What the register refuses is not in it: a row is then judged by what is, and its own refusal holds for it anyway. */
    private void count(String source, List<Statement> statements, List<AppendResult> results) {
        for (int i = 0; i < statements.size(); i++) {
            var statement = statements.get(i);
            var end = switch (results.get(i)) {
                case AppendResult.Appended _ -> statement.granted() ? ChoiceEnd.GRANTED : ChoiceEnd.DENIED;
                case AppendResult.Refused _ -> ChoiceEnd.REFUSED;
            };
            meter.chosen(source, statement.signal(), end, 1);
        }
    }
}
