package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.VendorCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The courier of one destination: a bounded number of deliveries behind one {@link Gate}. */
final class HttpCourier implements Courier {

    private static final Logger LOG = LoggerFactory.getLogger(HttpCourier.class);

    private final VertxInternal vertx;
    private final Lingering lingering;
    private volatile Desk desk;
    private final Promise<Void> idle = Promise.promise();
    private int deliveries;
    private boolean closing;

    HttpCourier(Vertx vertx, Desk desk) {
        this.vertx = (VertxInternal) vertx;
        this.desk = desk;
        this.lingering = new Lingering(() -> this.desk);
    }

    @Override
    public Future<List<Ending>> deliver(Consignment consignment) {
        if (!enter(consignment.operation())) {
            return Future.succeededFuture(unavailable(consignment, VendorCode.BUSY));
        }
        ContextInternal context = vertx.getOrCreateContext();
        Promise<List<Ending>> done = context.promise();
        context.emit(_ -> {
            try {
                lingering.deliver(consignment, context).onComplete(done);
            } catch (RuntimeException broken) {
                LOG.error("A delivery could not begin, nothing is sent: {}", Fault.of(broken));
                done.tryComplete(unavailable(consignment, VendorCode.NOT_WRITTEN));
            }
        });
        return done.future().onComplete(_ -> leave());
    }

    private List<Ending> unavailable(Consignment consignment, VendorCode why) {
        desk.metrics().ended(Ending.Kind.UNAVAILABLE, consignment.size());
        return IntStream.range(0, consignment.size())
                .mapToObj(at -> new Ending(at, Ending.Kind.UNAVAILABLE, why))
                .toList();
    }

    @Override
    public int places() {
        return desk.settings().waiting();
    }

    @Override
    public Future<JobState> poll(OpenJob job, long deadline) {
        ContextInternal context = vertx.getOrCreateContext();
        Promise<JobState> done = context.promise();
        if (enter(job.operation())) {
            context.emit(_ -> {
                try {
                    new Inquiry(desk, job, context).begin(deadline).onComplete(done);
                } catch (RuntimeException broken) {
                    LOG.error("A job could not be asked for: {}", Fault.of(broken));
                    done.tryFail(broken);
                }
            });
            return done.future().onComplete(_ -> leave());
        }
        done.complete(new JobState.Unanswered(VendorCode.BUSY, Duration.ZERO));
        return done.future();
    }

    @Override
    public void renew(Connector connector, Reach reach) {
        if (!connector.endpoints().equals(desk.connector().endpoints())) {
            throw new IllegalArgumentException("the connector has other endpoints than before (expected: a restart)");
        }
        desk = desk.with(connector);
        desk.lines().renew(reach);
    }

    @Override
    public Future<Void> close() {
        synchronized (this) {
            closing = true;
            if (deliveries == 0) {
                idle.tryComplete();
            }
        }
        lingering.end();
        return idle.future().compose(_ -> desk.lines().close());
    }

    /** What takes away finds a place also where others have taken all that they may. */
    private synchronized boolean enter(Operation operation) {
        int places = desk.settings().waiting();
        int kept = operation.takesAway() ? 0 : Budget.reservedOf(places);
        if (closing || deliveries >= places - kept) {
            return false;
        }
        deliveries++;
        return true;
    }

    private synchronized void leave() {
        deliveries--;
        if (closing && deliveries == 0) {
            idle.tryComplete();
        }
    }
}
