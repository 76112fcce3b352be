package io.activationgateway.gateway.api;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.signal.SignalDemands;
import io.activationgateway.gateway.config.SourceConfig;
import io.activationgateway.gateway.consents.SignalSource;
import io.activationgateway.gateway.consents.SignalStatements;
import io.activationgateway.gateway.ingest.Limits;
import io.activationgateway.gateway.ingest.Reading;
import io.activationgateway.gateway.ingest.RowReader;
import io.activationgateway.gateway.ingest.Rows;
import io.activationgateway.gateway.screening.CatalogueNames;
import io.activationgateway.gateway.screening.RowSignals;
import io.activationgateway.residency.policy.Purpose;
import io.activationgateway.residency.table.Direction;
import io.activationgateway.residency.table.PolicyTable;
import io.activationgateway.residency.table.Route;
import io.activationgateway.residency.verdict.Reason;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a body under a policy: its rows on the event loop, the consent signals of more than a few rows on a worker, as
 * ten thousand different TCF strings would hold the loop for a third of a second. Event loop.
 */
final class BatchReader {

    private static final Logger log = LoggerFactory.getLogger(BatchReader.class);

    /** Rows with signals that are read on the event loop: a few milliseconds' worth. */
    private static final int ON_THE_LOOP = 128;

    private final Limits limits;
    private final InstantSource clock;

    BatchReader(Limits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * A body, read.
     *
     * @param signals read by what the route's purpose demands
     */
    record Batch(PolicyTable table, Route route, Rows rows, RowSignals signals) {}

    /** Fails with {@link ProblemException} where the body cannot be cut into rows. */
    Future<Batch> read(ActivationRequest request, byte[] body, PolicyTable table) {
        var rows = rows(request, body, table);
        var route = route(request, table);
        var demands = demands(route);
        var at = clock.instant();
        boolean few = rows.size() <= ON_THE_LOOP || !RowSignals.carries(rows, demands);
        return (few
                        ? Future.<RowSignals>future(
                                read -> read.complete(RowSignals.read(rows, demands, request.optedOut(), at)))
                        : context()
                                .executeBlocking(() -> RowSignals.read(rows, demands, request.optedOut(), at), false))
                .map(signals -> new Batch(table, route, rows, signals))
                .recover(BatchReader::unjudged);
    }

    /** Reads a body as of an instant, on a worker. */
    Batch readBlocking(ActivationRequest request, byte[] body, PolicyTable table, Instant at) {
        var rows = rows(request, body, table);
        var route = route(request, table);
        return new Batch(table, route, rows, RowSignals.read(rows, demands(route), request.optedOut(), at));
    }

    /**
     * Reads a batch anew because another policy came into force while it was being sent. Its signals stand as they were
     * read; where the new policy demands something else of the signals of many rows, this throws, so that the rows end
     * as failed and may be sent again.
     */
    Batch readAgain(ActivationRequest request, byte[] body, PolicyTable table, RowSignals signals) {
        var rows = rows(request, body, table);
        var route = route(request, table);
        var demands = demands(route);
        if (signals.answers(demands)) {
            return new Batch(table, route, rows, signals);
        }
        if (rows.size() > ON_THE_LOOP && RowSignals.carries(rows, demands)) {
            throw new IllegalStateException("the policy demands something else of the signals of many rows");
        }
        return new Batch(table, route, rows, RowSignals.read(rows, demands, request.optedOut(), clock.instant()));
    }

    /** What the signals of a consent source tell the register; nothing of other sources, nor of removals. */
    Future<SignalStatements.Found> statements(ActivationRequest request, Batch batch) {
        var source = signalSource(request.source());
        var purpose = batch.route().purpose();
        if (source == null || purpose.isEmpty() || direction(request) == Direction.REMOVE) {
            return Future.succeededFuture(SignalStatements.Found.NOTHING);
        }
        // Phone numbers take a while each.
        return context()
                .executeBlocking(
                        () -> SignalStatements.of(batch.rows(), batch.signals(), batch.table(), purpose.get(), source),
                        false)
                .recover(BatchReader::unjudged);
    }

    /** An error in evaluation decides nothing: the sender is told to come back (promise P2). */
    private static <T> Future<T> unjudged(Throwable failure) {
        log.error("Consent signals could not be read: {}", Failures.describe(failure));
        return Future.failedFuture(new ProblemException(Problems.stale(Reason.ERROR_EVALUATION)));
    }

    /** Cuts a body into rows; throws {@link ProblemException} where that cannot be done. */
    Rows rows(ActivationRequest request, byte[] body, PolicyTable table) {
        var names = new CatalogueNames(table);
        return switch (RowReader.read(body, request.format(), request.source().columns(), names, limits)) {
            case Reading.Parsed(var rows) -> rows;
            case Reading.Broken broken -> throw new ProblemException(Problems.broken(broken));
        };
    }

    private static Route route(ActivationRequest request, PolicyTable table) {
        return table.route(
                request.destination(),
                request.purpose(),
                direction(request),
                request.source().controller());
    }

    private static Direction direction(ActivationRequest request) {
        return request.operation().takesAway() ? Direction.REMOVE : Direction.DISCLOSE;
    }

    private static SignalDemands demands(Route route) {
        return route.purpose().map(Purpose::signals).orElse(SignalDemands.NONE);
    }

    private static @Nullable SignalSource signalSource(SourceConfig source) {
        var evidence = source.signalEvidence();
        return evidence == null
                ? null
                : new SignalSource(source.name(), source.controller(), source.brand(), source.trustedClock(), evidence);
    }

    private static Context context() {
        return requireNonNull(Vertx.currentContext(), "the request belongs to an event loop");
    }
}
