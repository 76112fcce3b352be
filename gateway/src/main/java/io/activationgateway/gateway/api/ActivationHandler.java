package io.activationgateway.gateway.api;

import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Use;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.register.ConsentView;
import io.activationgateway.gateway.config.SourceConfig;
import io.activationgateway.gateway.delivery.Activation;
import io.activationgateway.gateway.delivery.Grounds;
import io.activationgateway.gateway.delivery.RecordEnd;
import io.activationgateway.gateway.ingest.Rows;
import io.activationgateway.gateway.ledger.LedgerFailed;
import io.activationgateway.gateway.screening.Occasion;
import io.activationgateway.gateway.screening.ScreenedBatch;
import io.activationgateway.gateway.screening.Screening;
import io.activationgateway.gateway.screening.TrafficRecord;
import io.activationgateway.residency.policy.Purpose;
import io.activationgateway.residency.table.Direction;
import io.activationgateway.residency.table.PolicyTable;
import io.activationgateway.residency.verdict.Reason;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An audience comes in: it is read, screened and delivered. One per batch loop, since screening reuses its digests.
 */
final class ActivationHandler {

    private static final Logger log = LoggerFactory.getLogger(ActivationHandler.class);

    private final Map<String, Outlet> outlets;
    private final Screening screening;
    private final Grounds grounds;
    private final LongSupplier ticker;
    private final RecordMeter meter;
    private final TrafficRecord.Recorder traffic;
    private final Settings settings;

    /** What the API of a region is told. */
    record Settings(
            AnswerWriter answers,
            BodyReader bodies,
            BatchLoop loop,
            BatchReader reader,
            SignalIntake signals,
            OutboxDesk outbox,
            Duration deadline,
            TrafficRecord.Recorder traffic) {}

    ActivationHandler(
            Map<String, Outlet> outlets,
            Screening screening,
            Grounds grounds,
            LongSupplier ticker,
            RecordMeter meter,
            Settings settings) {
        this.outlets = outlets;
        this.screening = screening;
        this.grounds = grounds;
        this.ticker = ticker;
        this.meter = meter;
        this.traffic = settings.traffic();
        this.settings = settings;
    }

    /**
     * Sends what may go; completes when every record has ended, or is stored durably where the sender wants to be
     * answered then.
     */
    Future<Buffer> activate(HttpServerRequest http, SourceConfig source, String destination) {
        var prepared = prepare(http, source, destination);
        var posting = Posting.of(http);
        if (posting.queued()) {
            settings.outbox().refuseFull();
        }
        var request = prepared.request();
        long deadline = ticker.getAsLong() + request.deadline().toNanos();
        return settings.bodies()
                .with(
                        http,
                        request.unpacking(),
                        settings.loop(),
                        bytes -> settings.outbox().alone(posting, () -> {
                            var content =
                                    posting.remembered() ? settings.outbox().content(request, bytes) : new byte[0];
                            var activation = new Activation(
                                    posting.id(),
                                    source.name(),
                                    source.controller(),
                                    destination,
                                    use(request),
                                    request.operation(),
                                    request.audience(),
                                    grounds.clock().instant(),
                                    deadline);
                            return settings.outbox()
                                    .known(http, source.name(), posting, content)
                                    .compose(known -> known.map(Future::succeededFuture)
                                            .orElseGet(() -> settings.reader()
                                                    .read(request, bytes, table(request))
                                                    .compose(batch -> entered(request, batch))
                                                    .compose(entered -> screened(request, bytes, entered.batch())
                                                            .compose(screened -> answered(
                                                                    http,
                                                                    new OutboxDesk.Batch(
                                                                            prepared,
                                                                            posting,
                                                                            content,
                                                                            activation,
                                                                            screened),
                                                                    entered,
                                                                    bytes)))));
                        }));
    }

    private Future<Buffer> answered(HttpServerRequest http, OutboxDesk.Batch batch, Entered entered, byte[] bytes) {
        var outbox = settings.outbox();
        var request = batch.prepared().request();
        var delivery = batch.prepared().outlet().delivery();
        if (batch.posting().queued()) {
            return delivery.decide(batch.activation(), batch.screened(), entered.unstored())
                    .recover(ActivationHandler::toProblem)
                    .compose(staying ->
                            outbox.queue(http, batch, staying).onSuccess(_ -> ended(batch, staying.values())));
        }
        var older = outbox.older().found(batch.activation());
        return delivery.deliver(
                        batch.activation(),
                        batch.screened(),
                        entered.unstored(),
                        table -> screenAgain(request, bytes, table, entered.batch()))
                .recover(ActivationHandler::toProblem)
                .compose(ends -> outbox.older()
                        .superseded(older, batch, ends)
                        .compose(_ -> outbox.keep(batch, ends))
                        .map(_ -> {
                            ended(batch, ends);
                            return settings.answers()
                                    .activation(
                                            batch.prepared()
                                                    .head(batch.posting().id()),
                                            batch.screened(),
                                            ends);
                        }));
    }

    private void ended(OutboxDesk.Batch batch, Collection<RecordEnd> ends) {
        meter.ended(batch.activation().source(), batch.activation().destination(), List.copyOf(ends));
    }

    /** A question about an activation, checked as far as its parameters go. */
    record Prepared(Outlet outlet, ActivationRequest request) {
        AnswerWriter.Head head(String id) {
            return new AnswerWriter.Head(id, outlet.name(), request.purpose(), outlet.sandbox());
        }
    }

    /** Checks what is asked before the body is read. */
    Prepared prepare(HttpServerRequest http, SourceConfig source, String destination) {
        var outlet = outlet(destination);
        var request = ActivationRequest.of(http, source, destination, settings.deadline());
        refuseUnsupported(outlet, request);
        return new Prepared(outlet, request);
    }

    private Outlet outlet(String destination) {
        var outlet = outlets.get(destination);
        if (outlet == null) {
            throw new ProblemException(Problems.unknownDestination());
        }
        return outlet;
    }

    private void refuseUnsupported(Outlet outlet, ActivationRequest request) {
        var refusal = outlet.connector()
                .refusal(request.operation(), request.audience(), use(request).channel());
        if (refusal != null) {
            throw new ProblemException(Problems.operation(detail(refusal, outlet, request)));
        }
    }

    private static String detail(VendorCode refusal, Outlet outlet, ActivationRequest request) {
        return switch (refusal) {
            case AUDIENCE_MISSING -> "Operation " + request.operation().wireName() + " needs parameter audience.";
            case AUDIENCE_UNKNOWN ->
                "The audience is not configured; settings of destination " + outlet.name() + " list the audiences.";
            case CHANNEL_UNKNOWN ->
                "The destination has no counterpart of the purpose's channel; its settings name them.";
            default ->
                "Destination " + outlet.name() + " supports "
                        + outlet.connector().operations().stream()
                                .map(Operation::wireName)
                                .sorted()
                                .toList() + ".";
        };
    }

    /** What the data is for; a purpose that the policy does not know reaches nobody, and nothing goes for it. */
    private Use use(ActivationRequest request) {
        return new Use(
                request.purpose(),
                table(request).purpose(request.purpose()).map(Purpose::channel).orElse(Channel.NONE));
    }

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

    /** Reads and decides as of now, and enters nothing into the register. */
    Future<ScreenedBatch> decide(ActivationRequest request, byte[] body) {
        return settings.reader().read(request, body, table(request)).compose(batch -> screened(request, body, batch));
    }

    /**
     * With what the disclosure record says of the people whom a batch takes out.
     *
     * @param view the one that it was screened with
     * @param until what was sent later does not count
     */
    Future<ScreenedBatch> recalled(ActivationRequest request, ScreenedBatch batch, ConsentView view, Instant until) {
        return outlet(request.destination())
                .delivery()
                .recalled(batch, view, until)
                .recover(failure -> {
                    log.warn("The disclosure record could not be read: {}", Failures.describe(failure));
                    return Future.failedFuture(new ProblemException(Problems.stale(Reason.ERROR_REGISTER)));
                });
    }

    /** Reads and decides as of an instant, but for the disclosure record. Blocks: on a worker. */
    ScreenedBatch decide(ActivationRequest request, byte[] body, PolicyTable table, Screening screening, Instant at) {
        var batch = settings.reader().readBlocking(request, body, table, at);
        try {
            return screen(request, batch, screening, at);
        } catch (RuntimeException failure) {
            throw unjudged(failure);
        }
    }

    /**
     * A batch whose signals the register knows, as far as they tell it anything.
     *
     * @param unstored rows of which that is not certain
     */
    private record Entered(BatchReader.Batch batch, BitSet unstored) {}

    private Future<Entered> entered(ActivationRequest request, BatchReader.Batch batch) {
        meter.unusable(request.source().name(), batch.signals().flaws());
        return settings.reader()
                .statements(request, batch)
                .compose(found -> settings.signals().enter(request.source().name(), found))
                .map(unstored -> new Entered(batch, unstored));
    }

    /** Judges a batch under the policy of this moment, which may be another one than it was read under. */
    private Future<ScreenedBatch> screened(ActivationRequest request, byte[] body, BatchReader.Batch batch) {
        var table = table(request);
        if (table != batch.table()) {
            return settings.reader().read(request, body, table).compose(anew -> screened(request, body, anew));
        }
        try {
            var screened = screen(request, batch, screening, grounds.clock().instant());
            return recalled(request, screened, grounds.view(), Instant.MAX).map(whole -> recorded(request, whole));
        } catch (RuntimeException failure) {
            return Future.failedFuture(unjudged(failure));
        }
    }

    /** An error in evaluation decides nothing: the sender is told to come back (promise P2). */
    private static ProblemException unjudged(RuntimeException failure) {
        log.error("A batch could not be judged: {}", Failures.describe(failure));
        return new ProblemException(Problems.stale(Reason.ERROR_EVALUATION));
    }

    private ScreenedBatch screenAgain(
            ActivationRequest request, byte[] body, PolicyTable table, BatchReader.Batch before) {
        var batch = settings.reader().readAgain(request, body, table, before.signals());
        return recorded(
                request, screen(request, batch, screening, grounds.clock().instant()));
    }

    /** Remembers what was seen for what-if questions. */
    private ScreenedBatch recorded(ActivationRequest request, ScreenedBatch screened) {
        traffic.add(
                screened,
                new TrafficRecord.Errand(
                        request.source().name(),
                        request.destination(),
                        request.purpose(),
                        direction(request),
                        request.source().controller()));
        return screened;
    }

    private static Direction direction(ActivationRequest request) {
        return request.operation().takesAway() ? Direction.REMOVE : Direction.DISCLOSE;
    }

    private ScreenedBatch screen(ActivationRequest request, BatchReader.Batch batch, Screening with, Instant at) {
        long began = ticker.getAsLong();
        var occasion = new Occasion(request.source().controller(), at);
        var screened = with.screen(batch.rows(), batch.table(), batch.route(), occasion, batch.signals());
        meter.screened(batch.rows().size(), ticker.getAsLong() - began);
        return screened;
    }

    private static <T> Future<T> toProblem(Throwable failure) {
        return Future.failedFuture(
                failure instanceof LedgerFailed ? new ProblemException(Problems.stale(Reason.ERROR_LEDGER)) : failure);
    }

    Rows rows(ActivationRequest request, byte[] body, PolicyTable table) {
        return settings.reader().rows(request, body, table);
    }
}
