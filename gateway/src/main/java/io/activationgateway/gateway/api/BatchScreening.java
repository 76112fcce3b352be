package io.activationgateway.gateway.api;

import io.activationgateway.consent.register.ConsentView;
import io.activationgateway.gateway.delivery.Grounds;
import io.activationgateway.gateway.delivery.Rescreening;
import io.activationgateway.gateway.ingest.Rows;
import io.activationgateway.gateway.screening.Occasion;
import io.activationgateway.gateway.screening.ScreenedBatch;
import io.activationgateway.gateway.screening.Screening;
import io.activationgateway.gateway.screening.TrafficRecord;
import io.activationgateway.residency.table.Direction;
import io.activationgateway.residency.table.PolicyTable;
import io.activationgateway.residency.verdict.Reason;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.BitSet;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides who of a body may go: it is read, the signals it carries are entered, and its rows are screened, here and by
 * what the disclosure record says of the people whom it takes out. One per batch loop, since screening reuses its
 * digests.
 */
final class BatchScreening {

    private static final Logger log = LoggerFactory.getLogger(BatchScreening.class);

    private final Screening screening;
    private final Grounds grounds;
    private final LongSupplier ticker;
    private final RecordMeter meter;
    private final Intake intake;

    /** How a body comes in, and what is remembered of it. */
    record Intake(BatchReader reader, SignalIntake signals, TrafficRecord.Recorder traffic) {}

    BatchScreening(Screening screening, Grounds grounds, LongSupplier ticker, RecordMeter meter, Intake intake) {
        this.screening = screening;
        this.grounds = grounds;
        this.ticker = ticker;
        this.meter = meter;
        this.intake = intake;
    }

    /**
     * A batch that was decided, whose signals the register knows as far as they tell it anything.
     *
     * @param unstored rows of which that is not certain
     * @param again decides anew while it is on its way
     */
    record Entered(ScreenedBatch screened, BitSet unstored, Rescreening again) {}

    /** The table to decide by now, where this node may decide and has seen what the sender wants it to have seen. */
    PolicyTable table(ActivationRequest request) {
        return switch (grounds.footing()) {
            case Grounds.Footing.Stale(var reason) -> throw new ProblemException(Problems.stale(reason));
            case Grounds.Footing.Firm(var table, var standing) -> {
                if (standing.position().sequence() < request.minConsentSequence()
                        && grounds.view().position().sequence() < request.minConsentSequence()) {
                    throw new ProblemException(Problems.stale(Reason.STALE_CONSENT));
                }
                yield table;
            }
        };
    }

    /** Reads a body, enters its signals, and decides as of now. */
    Future<Entered> enter(ActivationHandler.Prepared asked, byte[] body) {
        var request = asked.request();
        return intake.reader().read(request, body, table(request)).compose(batch -> {
            meter.unusable(request.source().name(), batch.signals().flaws());
            return intake.reader()
                    .statements(request, batch)
                    .compose(found -> intake.signals().enter(request.source().name(), found))
                    .compose(unstored -> screened(asked, body, batch)
                            .map(screened -> new Entered(screened, unstored, again(request, body, batch))));
        });
    }

    /** Reads and decides as of now, and enters nothing into the register. */
    Future<ScreenedBatch> decide(ActivationHandler.Prepared asked, byte[] body) {
        var request = asked.request();
        return intake.reader().read(request, body, table(request)).compose(batch -> screened(asked, body, batch));
    }

    /** Reads and decides as of an instant, but for the disclosure record. Blocks: on a worker. */
    ScreenedBatch decide(ActivationRequest request, byte[] body, PolicyTable table, Screening with, Instant at) {
        var batch = intake.reader().readBlocking(request, body, table, at);
        try {
            return screen(request, batch, with, at);
        } catch (RuntimeException failure) {
            throw unjudged(failure);
        }
    }

    /**
     * With what the disclosure record says of the people whom a batch takes out.
     *
     * @param view the one that it was screened with
     * @param until what was sent later does not count
     */
    Future<ScreenedBatch> recalled(
            ActivationHandler.Prepared asked, ScreenedBatch batch, ConsentView view, Instant until) {
        return asked.outlet().delivery().recalled(batch, view, until).recover(failure -> {
            log.warn("The disclosure record could not be read: {}", Failures.describe(failure));
            return Future.failedFuture(new ProblemException(Problems.stale(Reason.ERROR_REGISTER)));
        });
    }

    Rows rows(ActivationRequest request, byte[] body, PolicyTable table) {
        return intake.reader().rows(request, body, table);
    }

    /** Judges a batch under the policy of this moment, which may be another one than it was read under. */
    private Future<ScreenedBatch> screened(ActivationHandler.Prepared asked, byte[] body, BatchReader.Batch batch) {
        var request = asked.request();
        var table = table(request);
        if (table != batch.table()) {
            return intake.reader().read(request, body, table).compose(anew -> screened(asked, body, anew));
        }
        try {
            var screened = screen(request, batch, screening, grounds.clock().instant());
            return recalled(asked, screened, grounds.view(), Instant.MAX).map(whole -> {
                remember(request, whole);
                return whole;
            });
        } catch (RuntimeException failure) {
            return Future.failedFuture(unjudged(failure));
        }
    }

    private Rescreening again(ActivationRequest request, byte[] body, BatchReader.Batch before) {
        return new Rescreening() {
            @Override
            public ScreenedBatch under(PolicyTable table) {
                var batch = intake.reader().readAgain(request, body, table, before.signals());
                return screen(request, batch, screening, grounds.clock().instant());
            }

            @Override
            public void decided(ScreenedBatch batch) {
                remember(request, batch);
            }
        };
    }

    /** An error in evaluation decides nothing: the sender is told to come back (promise P2). */
    private static ProblemException unjudged(RuntimeException failure) {
        log.error("A batch could not be judged: {}", Failures.describe(failure));
        return new ProblemException(Problems.stale(Reason.ERROR_EVALUATION));
    }

    /** Remembers what was seen for what-if questions. */
    private void remember(ActivationRequest request, ScreenedBatch screened) {
        intake.traffic()
                .add(
                        screened,
                        new TrafficRecord.Errand(
                                request.source().name(),
                                request.destination(),
                                request.purpose(),
                                request.operation().takesAway() ? Direction.REMOVE : Direction.DISCLOSE,
                                request.source().controller()));
    }

    private ScreenedBatch screen(ActivationRequest request, BatchReader.Batch batch, Screening with, Instant at) {
        long began = ticker.getAsLong();
        var occasion = new Occasion(request.source().controller(), at);
        var screened = with.screen(batch.rows(), batch.table(), batch.route(), occasion, batch.signals());
        meter.screened(batch.rows().size(), ticker.getAsLong() - began);
        return screened;
    }
}
