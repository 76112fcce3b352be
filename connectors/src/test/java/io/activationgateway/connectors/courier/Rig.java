package io.activationgateway.connectors.courier;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.Limits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Couriers on a clock that the test moves, and the waiting for them. */
final class Rig {

    static final Limits LIMITS = new Limits(100, 1 << 26, 1 << 26, Double.POSITIVE_INFINITY);

    /** Connections are made by real time, which a busy machine takes: they may have as long as the tests wait. */
    static final CourierSettings SETTINGS = connecting(Duration.ofSeconds(20));

    final Vertx vertx = Vertx.vertx();
    final ManualTime time = new ManualTime();

    TestVendor vendor(TestVendor.Manner manner) throws Exception {
        return new TestVendor(vertx, manner);
    }

    Courier courier(LineConnector connector) {
        return courier(connector, SETTINGS, CourierMetrics.NONE);
    }

    Courier courier(LineConnector connector, CourierSettings settings, CourierMetrics metrics) {
        return new HttpCourier(
                vertx,
                Desk.of(
                        connector,
                        HttpLines.of(vertx, connector, settings, InstantSource.system()),
                        RateShare.alone(time),
                        settings,
                        new Desk.Time(new Clocks(InstantSource.system(), time, new Random(7)), time),
                        metrics));
    }

    private static CourierSettings connecting(Duration within) {
        var usual = CourierSettings.DEFAULTS.reaching(Reach.PRIVATE_TOO);
        return new CourierSettings(
                usual.connections(),
                usual.waiting(),
                usual.attempts(),
                within,
                usual.requestTimeout(),
                usual.backoff(),
                usual.longestBackoff(),
                usual.maxAnswerBytes(),
                usual.linger(),
                usual.reach());
    }

    static CourierSettings with(int connections, int waiting, int attempts) {
        return SETTINGS.allowing(connections, waiting, attempts);
    }

    TestConsignment consignment(String... keys) {
        return new TestConsignment(time.in(Duration.ofSeconds(8)), keys);
    }

    /** Delivers with time going by as fast as the courier waits for it. */
    List<Ending> deliver(Courier courier, TestConsignment consignment) throws Exception {
        var delivery = courier.deliver(consignment);
        advanceUntil(delivery::isComplete);
        return await(delivery);
    }

    /** Moves time in steps too small to end a request that is on its way. */
    void advanceUntil(BooleanSupplier reached) {
        until(() -> {
            if (!reached.getAsBoolean()) {
                time.advance(Duration.ofMillis(5));
            }
            return reached.getAsBoolean();
        });
    }

    static void until(BooleanSupplier reached) {
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!reached.getAsBoolean()) {
            assertThat(System.nanoTime() - giveUp).as("waited too long").isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    void close() throws Exception {
        await(vertx.close());
    }
}
