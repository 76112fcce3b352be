package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorResponse;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its answer. It begins and completes on the context of the delivery; the last check, the writing and
 * the handing over are one task on the event loop that owns the connection.
 */
final class Exchange {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    /** Tells a simulated vendor which last check let a request go, so that a trial can hold it to the evidence. */
    private static final String LAST_CHECK = "gateway-last-check";

    private final Desk desk;
    private final Consignment consignment;
    private final Attempt attempt;
    private final BiFunction<LastCheck.Go, Long, Load> loading;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.CONNECTING);
    private final Promise<Wire> done = Promise.promise();
    private volatile @Nullable HttpClientRequest request;

    /**
     * {@code loading} turns what may go, checked at that instant of the ticker, into a finished request; it runs on the
     * event loop of the connection.
     */
    Exchange(Desk desk, Consignment consignment, Attempt attempt, BiFunction<LastCheck.Go, Long, Load> loading) {
        this.desk = desk;
        this.consignment = consignment;
        this.attempt = attempt;
        this.loading = loading;
    }

    /** What is to be handed over, or why nothing is. */
    sealed interface Load {
        record Ready(Wire.Cargo cargo) implements Load {}

        record Not(Wire why) implements Load {}
    }

    private enum Stage {
        CONNECTING,
        HANDING_OVER,
        CANCELLED
    }

    /** Never fails. Call it once, on the context of the delivery. */
    Future<Wire> begin() {
        desk.transport().connect().onComplete(connected -> {
            if (connected.succeeded()) {
                var open = connected.result();
                request = open;
                open.exceptionHandler(_ -> {}); // told by the answer's future too; Vert.x would log it as an error
                Transport.owner(open).runOnContext(_ -> handOver(open));
            } else {
                done.tryComplete(new Wire.Unsent(unconnected(connected.cause())));
            }
        });
        return done.future();
    }

    /** Ends it soon: as unsent if that is still certain. The context of the delivery. */
    void cancel() {
        if (stage.compareAndSet(Stage.CONNECTING, Stage.CANCELLED)) {
            done.tryComplete(new Wire.Unsent(VendorCode.OUT_OF_TIME));
        } else {
            abort();
        }
    }

    private static VendorCode unconnected(Throwable cause) {
        if (cause instanceof Transport.AddressNotPermitted) {
            LOG.warn("Nothing is sent: {}", cause.getMessage());
            return VendorCode.ADDRESS_NOT_PERMITTED;
        }
        return VendorCode.NOT_CONNECTED;
    }

    /** The one task: between the check and the handing over nothing else runs on the connection's event loop. */
    private void handOver(HttpClientRequest open) {
        if (!stage.compareAndSet(Stage.CONNECTING, Stage.HANDING_OVER) || !Transport.isActive(open)) {
            giveBack(open, new Wire.Unsent(VendorCode.NOT_CONNECTED));
            return;
        }
        long now = desk.now();
        var written = Promise.<Void>promise();
        Reset reset = () -> {
            if (!written.future().isComplete()) {
                Transport.kill(open);
            }
        };
        switch (check(reset)) {
            case LastCheck.Nothing _ -> giveBack(open, new Wire.Nothing());
            case LastCheck.Hold _ -> giveBack(open, new Wire.Held());
            case LastCheck.Anew _ -> giveBack(open, new Wire.Anew());
            case LastCheck.Go go -> {
                switch (load(go, now)) {
                    case Load.Not(var why) -> {
                        go.passage().abandoned();
                        giveBack(open, why);
                    }
                    case Load.Ready(var cargo) -> {
                        if (desk.connector().endpoint().sandbox()) {
                            open.putHeader(LAST_CHECK, go.stamp());
                        }
                        send(open, cargo, go.passage(), written);
                    }
                }
            }
        }
    }

    private LastCheck check(Reset reset) {
        try {
            return consignment.lastCheck(attempt, reset);
        } catch (RuntimeException broken) {
            LOG.error("The last check failed, the request is put off: {}", Fault.of(broken));
            return new LastCheck.Hold();
        }
    }

    private Load load(LastCheck.Go go, long now) {
        try {
            return loading.apply(go, now);
        } catch (RuntimeException broken) {
            LOG.error("A request could not be written: {}", Fault.of(broken));
            return new Load.Not(new Wire.Unsent(VendorCode.NOT_WRITTEN));
        }
    }

    private void send(HttpClientRequest open, Wire.Cargo cargo, Passage passage, Promise<Void> written) {
        var timeout = desk.after(desk.settings().requestTimeout().toNanos(), this::abort);
        open.response().compose(this::read).onComplete(answered -> {
            timeout.run();
            done.tryComplete(
                    answered.succeeded()
                            ? new Wire.Answered(cargo, answered.result())
                            : new Wire.Lost(
                                    cargo,
                                    answered.cause() instanceof TooLong
                                            ? VendorCode.ANSWER_UNREADABLE
                                            : VendorCode.NO_ANSWER));
        });
        written.future().onComplete(_ -> passage.handedToKernel(), _ -> {
            open.reset();
            passage.abandoned();
        });
        write(open, cargo.sent()).onComplete(written);
    }

    private static Future<Void> write(HttpClientRequest open, Sent sent) {
        try {
            var say = sent.request();
            open.setMethod(say.method()).setURI(say.pathAndQuery());
            say.headers().forEach(open::putHeader);
            return open.end(say.body());
        } catch (RuntimeException broken) {
            Transport.kill(open);
            return Future.failedFuture(broken);
        }
    }

    private Future<VendorResponse> read(HttpClientResponse response) {
        var body = Buffer.buffer();
        var whole = Promise.<VendorResponse>promise();
        response.exceptionHandler(whole::tryFail);
        response.endHandler(_ -> whole.tryComplete(new VendorResponse(
                response.statusCode(),
                response.headers(),
                body,
                desk.time().clocks().legal().instant())));
        response.handler(part -> {
            if (body.length() + part.length() > desk.settings().maxAnswerBytes()) {
                whole.tryFail(new TooLong());
                abort();
            } else {
                body.appendBuffer(part);
            }
        });
        return whole.future();
    }

    private void abort() {
        var open = request;
        if (open != null) {
            open.reset();
        }
    }

    /** A reset before the first byte leaves the connection as it was, and it returns to the pool. */
    private void giveBack(HttpClientRequest open, Wire outcome) {
        open.reset().onComplete(_ -> done.tryComplete(outcome));
    }

    private static final class TooLong extends Exception {
        private static final long serialVersionUID = 1L;

        TooLong() {
            super("longer than maxAnswerBytes", null, false, false);
        }
    }
}
