package io.activationgateway.gateway.api;

import io.activationgateway.consent.event.Change;
import io.activationgateway.consent.event.ConsentEvent;
import io.activationgateway.consent.identity.Identifier;
import io.activationgateway.consent.register.AppendAnswer;
import io.activationgateway.consent.register.ConsentRegister;
import io.activationgateway.consent.register.LoggedEvent;
import io.activationgateway.gateway.config.SourceConfig;
import io.activationgateway.gateway.consents.EventReading;
import io.activationgateway.gateway.consents.ExportedEventReading;
import io.activationgateway.gateway.delivery.CurrentPolicy;
import io.activationgateway.residency.table.Home;
import io.activationgateway.residency.table.PolicyTable;
import io.activationgateway.residency.verdict.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes events into the register. What closes something is applied where it arrives, whatever the person's home; what
 * permits something and belongs to another region is not stored. Any thread.
 */
final class ConsentIntake {

    private final ConsentRegister register;
    private final CurrentPolicy policy;
    private final Function<List<Identifier>, CompletionStage<Void>> forget;

    /** @param forget has other stores forget the people of these identifiers, who are erased from the register */
    ConsentIntake(
            ConsentRegister register, CurrentPolicy policy, Function<List<Identifier>, CompletionStage<Void>> forget) {
        this.register = register;
        this.policy = policy;
        this.forget = forget;
    }

    /**
     * What became of the records of a body.
     *
     * @param results one for each record, in their order
     * @param appended what the register says of those it took, null where it took none
     * @param sequence the log row from which the answer holds
     */
    record Taken(
            List<ConsentAnswers.Result> results, @Nullable AppendAnswer appended, long sequence) {}

    /**
     * Completes when every event that was taken holds on every node of the region (promise P1); fails with
     * {@link ProblemException} where that is not certain.
     */
    CompletionStage<Taken> take(List<EventReading> readings, SourceConfig source) {
        var table = policy.table().orElse(null);
        if (table == null) {
            return CompletableFuture.failedStage(new ProblemException(Problems.stale(Reason.STALE_POLICY)));
        }
        var results = new ArrayList<ConsentAnswers.Result>(readings.size());
        var taken = new ArrayList<ConsentEvent>();
        for (var reading : readings) {
            results.add(
                    switch (reading) {
                        case EventReading.Invalid(var _, var event, var fault) ->
                            new ConsentAnswers.Failed(event, fault.reason(), fault.detail());
                        case EventReading.Valid(var _, var event) -> result(event, source, table, taken);
                    });
        }
        if (taken.isEmpty()) {
            return CompletableFuture.completedStage(
                    new Taken(results, null, register.position().sequence()));
        }
        var erased = taken.stream()
                .filter(event -> event.change() instanceof Change.Erased)
                .flatMap(event -> event.identifiers().stream())
                .toList();
        return answered(register.append(taken).thenCompose(answer -> forgotten(erased, answer)), results);
    }

    /** An erasure is answered when nothing that goes with the person is kept elsewhere, else it is to be sent again. */
    private CompletionStage<AppendAnswer> forgotten(List<Identifier> erased, AppendAnswer answer) {
        return erased.isEmpty()
                ? CompletableFuture.completedStage(answer)
                : forget.apply(erased).thenApply(_ -> answer);
    }

    /** The same for events that were exported: whose they are was decided when they first came. */
    CompletionStage<Taken> restore(List<ExportedEventReading.Result> readings) {
        var results = new ArrayList<ConsentAnswers.Result>(readings.size());
        var restored = new ArrayList<LoggedEvent>();
        for (var reading : readings) {
            switch (reading) {
                case ExportedEventReading.Result.Invalid(var event, var fault) ->
                    results.add(new ConsentAnswers.Failed(event, fault.reason(), fault.detail()));
                case ExportedEventReading.Result.Valid(var event) -> {
                    results.add(new ConsentAnswers.Taken(event.event().id(), restored.size(), null));
                    restored.add(event);
                }
            }
        }
        return restored.isEmpty()
                ? CompletableFuture.completedStage(
                        new Taken(results, null, register.position().sequence()))
                : answered(register.restore(restored), results);
    }

    private static CompletionStage<Taken> answered(
            CompletionStage<AppendAnswer> appended, List<ConsentAnswers.Result> results) {
        return appended.exceptionallyCompose(
                        _ -> CompletableFuture.failedStage(new ProblemException(Problems.unstored())))
                .thenApply(answer ->
                        new Taken(results, answer, answer.acknowledgement().sequence()));
    }

    private static ConsentAnswers.Result result(
            ConsentEvent event, SourceConfig source, PolicyTable table, List<ConsentEvent> taken) {
        var home = table.home(event.country(), source.controller());
        if (!event.change().closes()) {
            switch (home) {
                case Home.Here() -> {}
                case Home.Elsewhere(var region, var _) -> {
                    return new ConsentAnswers.Misdirected(event.id(), region);
                }
                case Home.Unknown(var finding) -> {
                    return new ConsentAnswers.Failed(
                            event.id(),
                            finding.reason(),
                            "country: expected an ISO 3166 code such as DE or US-CA that is a region's home");
                }
            }
        }
        taken.add(event);
        return new ConsentAnswers.Taken(
                event.id(), taken.size() - 1, home instanceof Home.Elsewhere(var region, var _) ? region : null);
    }
}
