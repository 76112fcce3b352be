package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.VendorCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its answer. It begins and completes on the context of the delivery; the last check, the writing and
 * the handing over are one task on the event loop that owns the line.
 */
final class Exchange {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final Desk desk;
    private final Endpoint to;
    private final Function<Reset, LastCheck> checking;
    private final BiFunction<LastCheck.Go, Long, Load> loading;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.CONNECTING);
    private final Promise<Wire> done = Promise.promise();
    private volatile @Nullable Line line;

    /**
     * {@code loading} turns what may go, checked at that instant of the ticker, into a finished request; it runs on the
     * event loop of the line.
     */
    Exchange(
            Desk desk, Endpoint to, Function<Reset, LastCheck> checking, BiFunction<LastCheck.Go, Long, Load> loading) {
        this.desk = desk;
        this.to = to;
        this.checking = checking;
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
        desk.lines().open(to).onComplete(connected -> {
            if (connected.succeeded()) {
                var open = connected.result();
                line = open;
                open.run(() -> handOver(open));
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
        return switch (cause) {
            case Addresses.AddressNotPermitted refused -> {
                LOG.warn("Nothing is sent: {}", refused.getMessage());
                yield VendorCode.ADDRESS_NOT_PERMITTED;
            }
            case Lines.EndpointNotNamed refused -> {
                LOG.error("Nothing is sent: {}", refused.getMessage());
                yield VendorCode.NOT_WRITTEN;
            }
            default -> VendorCode.NOT_CONNECTED;
        };
    }

    /** The one task: between the check and the handing over nothing else runs on the line's event loop. */
    private void handOver(Line open) {
        if (!stage.compareAndSet(Stage.CONNECTING, Stage.HANDING_OVER) || !open.isActive()) {
            giveBack(open, new Wire.Unsent(VendorCode.NOT_CONNECTED));
            return;
        }
        long now = desk.now();
        var written = Promise.<Void>promise();
        Reset reset = () -> {
            if (!written.future().isComplete()) {
                open.kill();
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
                    case Load.Ready(var cargo)
                    when !desk.endpoint(cargo.sent()).equals(open.endpoint()) -> {
                        go.passage().abandoned();
                        giveBack(open, new Wire.Elsewhere(desk.endpoint(cargo.sent())));
                    }
                    case Load.Ready(var cargo) -> send(open, cargo, go, written);
                }
            }
        }
    }

    private LastCheck check(Reset reset) {
        try {
            return checking.apply(reset);
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

    private void send(Line open, Wire.Cargo cargo, LastCheck.Go go, Promise<Void> written) {
        var timeout = desk.after(desk.settings().requestTimeout().toNanos(), this::abort);
        open.answer().onComplete(answered -> {
            timeout.run();
            done.tryComplete(
                    answered.succeeded()
                            ? new Wire.Answered(cargo, answered.result())
                            : new Wire.Lost(
                                    cargo,
                                    answered.cause() instanceof Line.TooLong
                                            ? VendorCode.ANSWER_UNREADABLE
                                            : VendorCode.NO_ANSWER));
        });
        written.future().onComplete(_ -> go.passage().handedToKernel(), _ -> {
            open.abort();
            go.passage().abandoned();
        });
        open.write(cargo.sent().request(), to.sandbox() ? go.stamp() : null).onComplete(written);
    }

    private void abort() {
        var open = line;
        if (open != null) {
            open.abort();
        }
    }

    private void giveBack(Line open, Wire outcome) {
        open.giveBack().onComplete(_ -> done.tryComplete(outcome));
    }
}
