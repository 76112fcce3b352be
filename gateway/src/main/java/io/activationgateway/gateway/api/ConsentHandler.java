package io.activationgateway.gateway.api;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.event.ConsentEvent;
import io.activationgateway.consent.register.AppendResult;
import io.activationgateway.consent.register.ConsentRegister;
import io.activationgateway.gateway.config.Right;
import io.activationgateway.gateway.config.SourceConfig;
import io.activationgateway.gateway.consents.ConsentEvents;
import io.activationgateway.gateway.consents.EventReading;
import io.activationgateway.gateway.consents.EventSource;
import io.activationgateway.gateway.delivery.CurrentPolicy;
import io.activationgateway.gateway.ingest.BodyFormat;
import io.activationgateway.gateway.ingest.Limits;
import io.activationgateway.gateway.ingest.Reading;
import io.activationgateway.gateway.ingest.Rows;
import io.activationgateway.gateway.ingest.Unpacking;
import io.activationgateway.residency.table.Home;
import io.activationgateway.residency.table.PolicyTable;
import io.activationgateway.residency.verdict.Reason;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes consent events into the register and answers when they hold (promise P1). A denial is applied where it arrives,
 * whatever the person's home; a grant that belongs to another region is not stored.
 */
final class ConsentHandler {

    private final ConsentRegister register;
    private final CurrentPolicy policy;
    private final BodyReader bodies;
    private final Limits limits;
    private final ConsentAnswers answers;

    ConsentHandler(
            ConsentRegister register, CurrentPolicy policy, BodyReader bodies, Limits limits, ConsentAnswers answers) {
        this.register = register;
        this.policy = policy;
        this.bodies = bodies;
        this.limits = limits;
        this.answers = answers;
    }

    /** Completes when every event that was applied holds on every node of the region. */
    Future<Buffer> write(HttpServerRequest http, SourceConfig source) {
        if (!source.may(Right.CONSENTS)) {
            throw new ProblemException(Problems.forbidden("writing of", "consents"));
        }
        var format = BodyFormat.ofContentType(http.getHeader(HttpHeaders.CONTENT_TYPE))
                .orElseThrow(() -> new ProblemException(Problems.mediaType()));
        var unpacking = Unpacking.ofContentEncoding(http.getHeader(HttpHeaders.CONTENT_ENCODING))
                .orElseThrow(() -> new ProblemException(Problems.encoding()));
        var table = policy.table().orElseThrow(() -> new ProblemException(Problems.stale(Reason.STALE_POLICY)));
        // Phone numbers take a while each: thousands of events would hold up the event loop.
        return bodies.with(
                http,
                unpacking,
                body -> requireNonNull(Vertx.currentContext(), "the request belongs to an event loop")
                        .executeBlocking(
                                () -> ConsentEvents.of(
                                        rows(format, body), new EventSource(source.brand(), source.trustedClock())),
                                false)
                        .compose(readings -> write(readings, source, table)));
    }

    private Rows rows(BodyFormat format, byte[] body) {
        return switch (ConsentEvents.read(body, format, limits)) {
            case Reading.Parsed(var rows) -> rows;
            case Reading.Broken broken -> throw new ProblemException(Problems.broken(broken));
        };
    }

    private Future<Buffer> write(List<EventReading> readings, SourceConfig source, PolicyTable table) {
        var results = new ArrayList<ConsentAnswers.Result>(readings.size());
        var taken = new ArrayList<ConsentEvent>();
        for (var reading : readings) {
            switch (reading) {
                case EventReading.Invalid(var _, var event, var fault) ->
                    results.add(new ConsentAnswers.Failed(event, fault.reason(), fault.detail()));
                case EventReading.Valid(var _, var event) -> {
                    var home = table.home(event.country(), source.controller());
                    var refusal = refusal(event, home);
                    if (refusal == null) {
                        taken.add(event);
                        results.add(new ConsentAnswers.Taken(event.id(), taken.size() - 1, elsewhere(home)));
                    } else {
                        results.add(refusal);
                    }
                }
            }
        }
        if (taken.isEmpty()) {
            return Future.succeededFuture(
                    answers.write(results, List.of(), register.position().sequence()));
        }
        return Future.fromCompletionStage(register.append(taken), Vertx.currentContext())
                .recover(_ -> Future.failedFuture(new ProblemException(Problems.unstored())))
                .map(applied -> answers.write(results, applied.results(), last(applied.results())));
    }

    /** Why nothing of an event is stored here, null where it is. */
    private static ConsentAnswers.@Nullable Result refusal(ConsentEvent event, Home home) {
        if (event.change().closes()) {
            return null;
        }
        return switch (home) {
            case Home.Here() -> null;
            case Home.Elsewhere(var region, var _) -> new ConsentAnswers.Misdirected(event.id(), region);
            case Home.Unknown(var finding) ->
                new ConsentAnswers.Failed(
                        event.id(), finding.reason(), "country: expected an ISO 3166-1 code that is a region's home");
        };
    }

    private static @Nullable String elsewhere(Home home) {
        return home instanceof Home.Elsewhere(var region, var _) ? region : null;
    }

    private static long last(List<AppendResult> applied) {
        return applied.stream()
                .mapToLong(result -> result instanceof AppendResult.Appended(var sequence, var _) ? sequence : 0)
                .max()
                .orElse(0);
    }
}
