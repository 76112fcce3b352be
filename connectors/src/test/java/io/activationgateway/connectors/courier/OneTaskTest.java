package io.activationgateway.connectors.courier;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.Limits;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpClientConnectionInternal;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** P1: between the last check and the write to the channel, the event loop that owns the connection does nothing else. */
class OneTaskTest {

    private static final int DELIVERIES = 400;

    /** The check that has run in the current task of this event loop, if one has. */
    private static final ThreadLocal<Attempt> TASK = new ThreadLocal<>();

    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicInteger onAnotherLoop = new AtomicInteger();
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(4));

    @AfterEach
    void stop() throws Exception {
        await(vertx.close());
    }

    @Test
    void theLastCheckAndTheWriteAreOneTaskOnTheLoopOfTheConnection() throws Exception {
        var vendor = new TestVendor(vertx, told -> told.answer(200));
        var connector = new LineConnector(vendor.uri(), new Limits(10, 1000, 1000, Double.POSITIVE_INFINITY));
        var settings = CourierSettings.DEFAULTS.reaching(Reach.PRIVATE_TOO);
        var client = vertx.httpClientBuilder()
                .with(Transport.options(connector.endpoint(), settings))
                .with(Transport.pool(settings))
                .withConnectHandler(this::watch)
                .build();
        var many = settings.allowing(settings.connections(), 2 * DELIVERIES, settings.attempts());
        var lines = new HttpLines(
                connector,
                settings,
                InstantSource.system(),
                endpoint -> new Transport(vertx, endpoint, settings, _ -> client));
        var courier = new HttpCourier(
                vertx,
                Desk.of(
                        connector,
                        lines,
                        RateShare.alone(System::nanoTime),
                        many,
                        new Desk.Time(
                                new Clocks(InstantSource.system(), System::nanoTime, new Random(7)), Timers.of(vertx)),
                        CourierMetrics.NONE));

        var deliveries = new ArrayList<Future<?>>();
        for (int i = 0; i < DELIVERIES; i++) {
            ContextInternal caller = ((VertxInternal) vertx).createEventLoopContext();
            deliveries.add(deliver(courier, caller, "r" + i));
        }
        await(Future.all(List.copyOf(deliveries)));

        assertThat(wrong).isEmpty();
        assertThat(writes).hasValue(DELIVERIES);
        assertThat(onAnotherLoop.get())
                .as("requests on another loop than the caller's, or the test shows nothing")
                .isPositive();
    }

    private Future<?> deliver(Courier courier, ContextInternal caller, String key) {
        var consignment =
                new TestConsignment(System.nanoTime() + Duration.ofSeconds(60).toNanos(), key);
        consignment.check = (attempt, _) -> {
            var loop = ContextInternal.current().nettyEventLoop();
            if (loop != caller.nettyEventLoop()) {
                onAnotherLoop.incrementAndGet();
            }
            TASK.set(attempt);
            loop.execute(TASK::remove);
            return consignment.go(attempt.positions());
        };
        Promise<List<Ending>> done = Promise.promise();
        ((Context) caller).runOnContext(_ -> courier.deliver(consignment).onComplete(done));
        return done.future().onSuccess(endings -> {
            if (!endings.getFirst().kind().forwarded()) {
                wrong.add("not forwarded: " + endings);
            }
        });
    }

    /** Sees what goes to the socket, as the last handler before it. */
    private void watch(HttpConnection connection) {
        Channel channel = ((HttpClientConnectionInternal) connection)
                .channelHandlerContext()
                .channel();
        channel.pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
            private Thread checkedOn;

            @Override
            public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
                if (TASK.get() == null) {
                    wrong.add("written in another task than the last check");
                } else {
                    checkedOn = Thread.currentThread();
                }
                super.write(context, message, promise);
            }

            @Override
            public void flush(ChannelHandlerContext context) throws Exception {
                if (checkedOn != null && TASK.get() == null) {
                    wrong.add("flushed in another task than the last check");
                }
                if (checkedOn != null) {
                    writes.incrementAndGet();
                    checkedOn = null;
                }
                super.flush(context);
            }
        });
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
