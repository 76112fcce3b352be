package io.activationgateway.gateway.api;

import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Use;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.gateway.config.SourceConfig;
import io.activationgateway.gateway.delivery.Activation;
import io.activationgateway.gateway.delivery.Grounds;
import io.activationgateway.gateway.delivery.RecordEnd;
import io.activationgateway.gateway.ledger.LedgerFailed;
import io.activationgateway.residency.policy.Purpose;
import io.activationgateway.residency.verdict.Reason;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** An audience comes in: it is screened, and delivered or stored. One per batch loop, as {@link BatchScreening} says. */
final class ActivationHandler {

    private final Map<String, Outlet> outlets;
    private final BatchScreening screening;
    private final Grounds grounds;
    private final LongSupplier ticker;
    private final RecordMeter meter;
    private final Settings settings;

    /** What the API of a region is told. */
    record Settings(AnswerWriter answers, BodyReader bodies, BatchLoop loop, OutboxDesk outbox, Duration deadline) {}

    ActivationHandler(
            Map<String, Outlet> outlets,
            BatchScreening screening,
            Grounds grounds,
            LongSupplier ticker,
            RecordMeter meter,
            Settings settings) {
        this.outlets = outlets;
        this.screening = screening;
        this.grounds = grounds;
        this.ticker = ticker;
        this.meter = meter;
        this.settings = settings;
    }

    /**
     * Sends what may go; completes when every record has ended, or is stored durably where the sender wants to be
     * answered then.
     */
    Future<Buffer> activate(HttpServerRequest http, SourceConfig source, String destination) {
        QueryParameters.only(http, ActivationRequest.PARAMETERS);
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
                            var content = content(posting, request, bytes);
                            var activation = activation(source, posting, request, deadline);
                            return settings.outbox()
                                    .known(http, source.name(), posting, content)
                                    .compose(known -> known.map(Future::succeededFuture)
                                            .orElseGet(() -> screening
                                                    .enter(prepared, bytes)
                                                    .compose(entered -> answered(
                                                            http,
                                                            new OutboxDesk.Batch(
                                                                    prepared,
                                                                    posting,
                                                                    content,
                                                                    activation,
                                                                    entered.screened()),
                                                            entered))));
                        }));
    }

    /** Worked out at once for what is asked for by it; else for the few whose caller will be gone. */
    private Supplier<byte[]> content(Posting posting, ActivationRequest request, byte[] body) {
        if (!posting.remembered()) {
            return () -> settings.outbox().content(request, body);
        }
        var content = settings.outbox().content(request, body);
        return () -> content;
    }

    private Activation activation(SourceConfig source, Posting posting, ActivationRequest request, long deadline) {
        return new Activation(
                posting.id(),
                source.name(),
                source.controller(),
                request.destination(),
                use(request),
                request.operation(),
                request.audience(),
                grounds.clock().instant(),
                deadline);
    }

    private Future<Buffer> answered(HttpServerRequest http, OutboxDesk.Batch batch, BatchScreening.Entered entered) {
        var outbox = settings.outbox();
        var delivery = batch.prepared().outlet().delivery();
        if (batch.posting().queued()) {
            return delivery.decide(batch.activation(), batch.screened(), entered.unstored())
                    .recover(ActivationHandler::toProblem)
                    .compose(staying ->
                            outbox.queue(http, batch, staying).onSuccess(_ -> ended(batch, staying.values())));
        }
        var older = outbox.older().found(batch.activation());
        return delivery.deliver(batch.activation(), batch.screened(), entered.unstored(), entered.again())
                .recover(ActivationHandler::toProblem)
                .compose(ends -> outbox.older()
                        .superseded(older, batch, ends)
                        .compose(_ -> outbox.keep(batch, ends, http.response().closed()))
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
        var refusal = outlet.refusal(
                request.operation(), request.audience(), use(request).channel());
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
                "Destination " + outlet.name() + " takes "
                        + outlet.operations().stream()
                                .map(Operation::wireName)
                                .sorted()
                                .toList() + ".";
        };
    }

    /** What the data is for; a purpose that the policy does not know reaches nobody, and nothing goes for it. */
    private Use use(ActivationRequest request) {
        return new Use(
                request.purpose(),
                screening
                        .table(request)
                        .purpose(request.purpose())
                        .map(Purpose::channel)
                        .orElse(Channel.NONE));
    }

    private static <T> Future<T> toProblem(Throwable failure) {
        return Future.failedFuture(
                failure instanceof LedgerFailed ? new ProblemException(Problems.stale(Reason.ERROR_LEDGER)) : failure);
    }
}
