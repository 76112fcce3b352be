package io.activationgateway.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.consent.register.ConsentView.Changes;
import io.activationgateway.consent.register.Position;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class WireFenceTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Changes CHANGES = new Changes() {
        @Override
        public boolean isEmpty() {
            return false;
        }

        @Override
        public boolean contains(int generation, long keyHigh, long keyLow) {
            return true;
        }

        @Override
        public Position upTo() {
            throw new UnsupportedOperationException();
        }
    };

    @Test
    void waitsForARequestThatIsBeingChecked(Vertx vertx) {
        var fence = new WireFence(vertx, PATIENCE);
        var request = fence.enter(() -> {});
        var passed = fence.passed(CHANGES).toCompletableFuture();
        assertThat(passed).isNotDone();
        request.carries(_ -> false);
        assertThat(passed).isDone();
    }

    @Test
    void waitsForARequestThatCarriesWhoChangedUntilTheKernelHasIt(Vertx vertx) {
        var fence = new WireFence(vertx, PATIENCE);
        var request = fence.enter(() -> {});
        request.carries(_ -> true);
        var passed = fence.passed(CHANGES).toCompletableFuture();
        assertThat(passed).isNotDone();
        request.leave();
        assertThat(passed).isDone();
        assertThat(fence.passed(CHANGES).toCompletableFuture()).isDone();
    }

    @Test
    void waitsForNobodyElse(Vertx vertx) throws Exception {
        var fence = new WireFence(vertx, PATIENCE);
        var release = new CountDownLatch(1);
        var busy = new CountDownLatch(1);
        vertx.runOnContext(_ -> {
            busy.countDown();
            awaitQuietly(release);
        });
        busy.await();
        fence.enter(() -> {}).carries(_ -> false);
        var passed = fence.passed(CHANGES).toCompletableFuture();
        try {
            assertThat(passed).isDone();
        } finally {
            release.countDown();
        }
    }

    @Test
    void breaksOffWhatIsBeingCheckedWhenTheLeaseEnds(Vertx vertx) {
        var fence = new WireFence(vertx, PATIENCE);
        var broken = new AtomicBoolean();
        fence.enter(() -> broken.set(true));
        fence.leaseEnded();
        assertThat(broken).isTrue();
    }

    /** Of a check and a change that race, the check sees the change or the fence sees the check. */
    @Test
    void missesNoCheckThatMissedTheChange(Vertx vertx) throws Exception {
        int rounds = 20_000;
        var fence = new WireFence(vertx, PATIENCE);
        var register = new AtomicLong();
        var start = new CyclicBarrier(2);
        try (var pool = Executors.newSingleThreadExecutor()) {
            for (int round = 1; round <= rounds; round++) {
                int sequence = round;
                var onTheWire = new AtomicBoolean();
                var checker = pool.submit(() -> {
                    start.await();
                    var request = fence.enter(() -> {});
                    boolean missed = register.getPlain() < sequence;
                    if (missed) {
                        onTheWire.set(true);
                        request.carries(_ -> true);
                        onTheWire.set(false);
                    }
                    request.leave();
                    return null;
                });
                start.await();
                register.setRelease(sequence);
                fence.passed(CHANGES).toCompletableFuture().join();
                assertThat(onTheWire).as("round %d", round).isFalse();
                checker.get();
            }
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
