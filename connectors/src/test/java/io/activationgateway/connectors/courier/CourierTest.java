package io.activationgateway.connectors.courier;

import static io.activationgateway.connectors.VendorCode.ADDRESS_NOT_PERMITTED;
import static io.activationgateway.connectors.VendorCode.BUSY;
import static io.activationgateway.connectors.VendorCode.CREDENTIALS_REFUSED;
import static io.activationgateway.connectors.VendorCode.DATA_INVALID;
import static io.activationgateway.connectors.VendorCode.ENDPOINT_WRONG;
import static io.activationgateway.connectors.VendorCode.IDENTIFIER_MISSING;
import static io.activationgateway.connectors.VendorCode.NOT_CONNECTED;
import static io.activationgateway.connectors.VendorCode.NOT_RECORDED;
import static io.activationgateway.connectors.VendorCode.NO_ANSWER;
import static io.activationgateway.connectors.VendorCode.OK;
import static io.activationgateway.connectors.VendorCode.PUT_OFF;
import static io.activationgateway.connectors.VendorCode.RATE_LIMITED;
import static io.activationgateway.connectors.VendorCode.WITHDRAWN;
import static io.activationgateway.connectors.courier.Ending.Kind.ACCEPTED;
import static io.activationgateway.connectors.courier.Ending.Kind.APPLIED;
import static io.activationgateway.connectors.courier.Ending.Kind.REJECTED;
import static io.activationgateway.connectors.courier.Ending.Kind.UNAVAILABLE;
import static io.activationgateway.connectors.courier.Ending.Kind.UNCERTAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.courier.TestVendor.Told;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CourierTest {

    private static final Limits LIMITS = new Limits(100, 1 << 26, 1 << 26, Double.POSITIVE_INFINITY);
    private static final CourierSettings SETTINGS = CourierSettings.DEFAULTS.withPrivateAddresses();

    private final Vertx vertx = Vertx.vertx();
    private final ManualTime time = new ManualTime();
    private final BlockingQueue<Told> unanswered = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() throws Exception {
        await(vertx.close());
    }

    @Test
    void sendsInRequestsOfTheVendorsSizeAndSaysWhatCannotBeSaid() throws Exception {
        var vendor = new TestVendor(vertx, told -> told.answer(200));
        var consignment = consignment("a", "b", "unsayable", "c", "d", "e");

        var endings = deliver(courier(vendor.uri(), limits(2)), consignment);

        assertThat(endings)
                .containsExactly(
                        new Ending(0, ACCEPTED, OK),
                        new Ending(1, ACCEPTED, OK),
                        new Ending(2, REJECTED, IDENTIFIER_MISSING),
                        new Ending(3, ACCEPTED, OK),
                        new Ending(4, ACCEPTED, OK),
                        new Ending(5, ACCEPTED, OK));
        assertThat(vendor.lines()).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
        assertThat(vendor.told)
                .extracting(told -> told.request().getHeader("X-Key"))
                .containsExactlyInAnyOrder("k-0", "k-1", "k-2");
        assertThat(consignment.ended).hasSize(3);
        until(() -> List.copyOf(consignment.passages).equals(List.of("handed", "handed", "handed")));
    }

    @Test
    void requestsGrowNoLargerThanTheVendorTakes() throws Exception {
        var vendor = new TestVendor(vertx, told -> told.answer(200));
        var bytes = new Limits(100, 8, 8, Double.POSITIVE_INFINITY);

        deliver(courier(vendor.uri(), bytes), consignment("aaa", "bbb", "ccccc", "d", "e"));

        assertThat(vendor.told)
                .extracting(Told::lines)
                .containsExactlyInAnyOrder(List.of("aaa", "bbb"), List.of("ccccc", "d"), List.of("e"));
    }

    @Test
    void repeatsTheSameRequestUnderTheSameKeyAfterAnError() throws Exception {
        var vendor = new TestVendor(vertx, firstly(told -> told.answer(503), told -> told.answer(200)));
        var consignment = consignment("a", "b");

        var endings = deliver(courier(vendor.uri(), LIMITS), consignment);

        assertThat(endings).containsExactly(new Ending(0, ACCEPTED, OK), new Ending(1, ACCEPTED, OK));
        assertThat(vendor.told).extracting(Told::lines).containsExactly(List.of("a", "b"), List.of("a", "b"));
        assertThat(vendor.told)
                .extracting(told -> told.request().getHeader("X-Key"))
                .containsExactly("k-0", "k-0");
        assertThat(consignment.intended).extracting(Attempt::number).containsExactly(1, 2);
        assertThat(consignment.intended).extracting(Attempt::intent).containsExactly(1, 2);
        assertThat(consignment.ended)
                .extracting(ended -> ended.endings().getFirst())
                .containsExactly(new Ending(0, UNAVAILABLE, RATE_LIMITED), new Ending(0, ACCEPTED, OK));
    }

    @Test
    void waitsAsLongAsTheVendorAsks() throws Exception {
        var vendor = new TestVendor(
                vertx,
                firstly(
                        told -> {
                            told.request().response().putHeader("Retry-After", "3");
                            told.answer(429);
                        },
                        told -> told.answer(200)));
        var delivery = courier(vendor.uri(), LIMITS).deliver(consignment("a"));

        until(() -> time.pauses().stream()
                .anyMatch(pause -> pause.compareTo(Duration.ofSeconds(3)) >= 0
                        && pause.compareTo(Duration.ofSeconds(3).plus(SETTINGS.backoff())) <= 0));
        time.advance(Duration.ofMillis(2999));
        assertThat(vendor.told).hasSize(1);
        assertThat(delivery.isComplete()).isFalse();
        advanceUntil(delivery::isComplete);

        assertThat(await(delivery)).containsExactly(new Ending(0, ACCEPTED, OK));
        assertThat(vendor.told).hasSize(2);
    }

    @Test
    void doesNotWaitBeyondTheDeadline() throws Exception {
        var vendor = new TestVendor(vertx, told -> {
            told.request().response().putHeader("Retry-After", "3600");
            told.answer(429);
        });

        assertThat(await(courier(vendor.uri(), LIMITS).deliver(consignment("a"))))
                .containsExactly(new Ending(0, UNAVAILABLE, RATE_LIMITED));
        assertThat(vendor.told).hasSize(1);
    }

    @Test
    void aRecordWithdrawnWhileItWaitsForAConnectionNeverArrives() throws Exception {
        var vendor = new TestVendor(vertx, unanswered::add);
        var courier = courier(vendor.uri(), LIMITS, with(1, 64, 4));
        var first = courier.deliver(consignment("first"));
        var held = unanswered.take();

        var withdrawn = new AtomicBoolean();
        var second = consignment("withdrawn", "stays");
        second.check = (attempt, _) -> withdrawn.get() ? second.go(only(1)) : second.go(attempt.positions());
        var delivery = courier.deliver(second);
        withdrawn.set(true);
        held.answer(200);
        await(first);
        unanswered.take().answer(200);

        assertThat(await(delivery))
                .containsExactly(new Ending(0, Ending.Kind.WITHDRAWN, WITHDRAWN), new Ending(1, ACCEPTED, OK));
        assertThat(vendor.lines()).containsExactly("first", "stays");
        assertThat(second.ended.element().endings())
                .containsExactly(new Ending(0, Ending.Kind.WITHDRAWN, WITHDRAWN), new Ending(1, ACCEPTED, OK));
    }

    @Test
    void nothingLeavesWhenTheLastCheckFindsNothing() throws Exception {
        var vendor = new TestVendor(vertx, told -> told.answer(200));
        var courier = courier(vendor.uri(), LIMITS, with(1, 64, 4));
        var consignment = consignment("a");
        consignment.check = (_, _) -> new LastCheck.Nothing();

        assertThat(deliver(courier, consignment)).containsExactly(new Ending(0, Ending.Kind.WITHDRAWN, WITHDRAWN));
        assertThat(deliver(courier, consignment("b"))).containsExactly(new Ending(0, ACCEPTED, OK));
        assertThat(vendor.lines()).containsExactly("b");
    }

    @Test
    void whatTheLastCheckTakesFromARecordDoesNotLeave() throws Exception {
        var vendor = new TestVendor(vertx, told -> told.answer(200));
        var consignment = consignment("a with secret");
        consignment.check = (attempt, _) -> {
            consignment.wording = _ -> "a";
            return new LastCheck.Go(
                    attempt.positions(),
                    true,
                    consignment.go(attempt.positions()).passage(),
                    "check 2");
        };

        deliver(courier(vendor.uri(), LIMITS), consignment);

        assertThat(vendor.lines()).containsExactly("a");
    }

    @Test
    void onlyASimulatedVendorIsToldOfTheLastCheck() throws Exception {
        var vendor = new TestVendor(vertx, told -> told.answer(200));

        deliver(courier(vendor.uri(), LIMITS), consignment("a"));
        deliver(courier(new LineConnector(vendor.uri(), LIMITS, false)), consignment("b"));

        assertThat(vendor.told)
                .extracting(told -> told.request().getHeader("gateway-last-check"))
                .containsExactly("check 1", null);
    }

    @Test
    void aBrokenLastCheckSendsNothing() throws Exception {
        var vendor = new TestVendor(vertx, told -> told.answer(200));
        var consignment = new TestConsignment(time.in(Duration.ofMillis(200)), "a");
        consignment.check = (_, _) -> {
            throw new IllegalStateException("broken on purpose");
        };

        assertThat(deliver(courier(vendor.uri(), LIMITS), consignment))
                .containsExactly(new Ending(0, UNAVAILABLE, PUT_OFF));
        assertThat(vendor.told).isEmpty();
    }

    @Test
    void isPutOffWithoutCountingAnAttempt() throws Exception {
        var vendor = new TestVendor(vertx, told -> told.answer(200));
        var checks = new AtomicInteger();
        var consignment = consignment("a");
        consignment.check = (attempt, _) ->
                checks.incrementAndGet() <= 6 ? new LastCheck.Hold() : consignment.go(attempt.positions());

        assertThat(deliver(courier(vendor.uri(), LIMITS, with(1, 64, 1)), consignment))
                .containsExactly(new Ending(0, ACCEPTED, OK));
        assertThat(consignment.intended).hasSize(1);
        assertThat(consignment.checked).hasSize(7).extracting(Attempt::number).containsOnly(1);
        assertThat(vendor.told).hasSize(1);
    }

    @Test
    void isIntendedAnewWithoutCountingAnAttempt() throws Exception {
        var vendor = new TestVendor(vertx, told -> told.answer(200));
        var consignment = consignment("a");
        consignment.check =
                (attempt, _) -> attempt.intent() < 3 ? new LastCheck.Anew() : consignment.go(attempt.positions());

        assertThat(deliver(courier(vendor.uri(), LIMITS, with(1, 64, 1)), consignment))
                .containsExactly(new Ending(0, ACCEPTED, OK));
        assertThat(consignment.intended).extracting(Attempt::number).containsExactly(1, 1, 1);
        assertThat(consignment.ended).hasSize(3);
    }

    @Test
    void aConnectionLostAfterTheBytesLeavesTheRecordUncertain() throws Exception {
        var vendor = new TestVendor(vertx, told -> told.request().connection().close());

        assertThat(deliver(courier(vendor.uri(), LIMITS, with(1, 64, 1)), consignment("a")))
                .containsExactly(new Ending(0, UNCERTAIN, NO_ANSWER));
    }

    @Test
    void afterLostBytesARecordIsForwardedOrUncertain() throws Exception {
        var vendor = new TestVendor(
                vertx, firstly(told -> told.request().connection().close(), told -> {
                    if (told.lines().contains("bad")) {
                        told.answer(422);
                    } else {
                        told.answer(200);
                    }
                }));
        var consignment = consignment("good", "bad", "withdrawn");
        consignment.intend = attempt -> {
            var granted = (BitSet) attempt.positions().clone();
            granted.set(2, attempt.intent() == 1 && attempt.positions().get(2));
            return Future.succeededFuture(granted);
        };

        assertThat(deliver(courier(vendor.uri(), LIMITS), consignment))
                .containsExactly(
                        new Ending(0, ACCEPTED, OK),
                        new Ending(1, UNCERTAIN, NO_ANSWER),
                        new Ending(2, UNCERTAIN, NO_ANSWER));
    }

    @Test
    void whatTheVendorWouldTakeTwiceIsNotRepeatedAfterLostBytes() throws Exception {
        var vendor = new TestVendor(
                vertx, firstly(told -> told.request().connection().close(), told -> told.answer(200)));
        var consignment = consignment("keyed");
        consignment.operation = Operation.SUPPRESS;

        assertThat(deliver(courier(vendor.uri(), LIMITS), consignment))
                .containsExactly(new Ending(0, UNCERTAIN, NO_ANSWER));
        assertThat(vendor.told).hasSize(1);
    }

    @Test
    void anEventWithoutAKeyIsNotRepeatedAfterLostBytes() throws Exception {
        var vendor = new TestVendor(
                vertx, firstly(told -> told.request().connection().close(), told -> told.answer(200)));
        var consignment = consignment("keyed", "");
        consignment.operation = Operation.TRACK;

        assertThat(deliver(courier(vendor.uri(), LIMITS), consignment))
                .containsExactly(new Ending(0, ACCEPTED, OK), new Ending(1, UNCERTAIN, NO_ANSWER));
        assertThat(vendor.told).extracting(Told::body).containsExactly("keyed\n\n", "keyed\n");
    }

    @Test
    void aVendorThatHangsLeavesTheRecordUncertainAtTheDeadlineAndHoldsUpNobodyElse() throws Exception {
        var hanging = new TestVendor(vertx, unanswered::add);
        var healthy = new TestVendor(vertx, told -> told.answer(200));
        var consignment = consignment("a");
        var delivery = courier(hanging.uri(), LIMITS, with(1, 64, 4)).deliver(consignment);
        unanswered.take();

        assertThat(await(courier(healthy.uri(), LIMITS).deliver(consignment("b"))))
                .containsExactly(new Ending(0, ACCEPTED, OK));
        assertThat(delivery.isComplete()).isFalse();
        until(() -> !consignment.passages.isEmpty());
        time.advance(Duration.ofSeconds(8));

        assertThat(await(delivery)).containsExactly(new Ending(0, UNCERTAIN, NO_ANSWER));
        assertThat(consignment.ended).hasSize(1);
    }

    @Test
    void whatWaitsAtTheDeadlineEndsAsUnavailable() throws Exception {
        var hanging = new TestVendor(vertx, unanswered::add);
        var courier = courier(hanging.uri(), LIMITS, with(1, 64, 4));
        var first = courier.deliver(consignment("a"));
        unanswered.take();
        var second = consignment("b");
        var delivery = courier.deliver(second);
        until(() -> time.pauses().size() == 3);
        time.advance(Duration.ofSeconds(8));

        assertThat(await(delivery)).extracting(Ending::kind).containsExactly(UNAVAILABLE);
        assertThat(second.intended).isEmpty();
        await(first);
    }

    @Test
    void halvesARefusedRequestDownToTheBadRecord() throws Exception {
        var vendor = new TestVendor(vertx, told -> told.answer(told.lines().contains("bad") ? 422 : 200));
        var consignment = consignment("a", "b", "c", "bad", "e", "f", "g");

        var endings = deliver(courier(vendor.uri(), LIMITS), consignment);

        assertThat(endings)
                .extracting(Ending::kind)
                .containsExactly(ACCEPTED, ACCEPTED, ACCEPTED, REJECTED, ACCEPTED, ACCEPTED, ACCEPTED);
        assertThat(endings.get(3)).isEqualTo(new Ending(3, REJECTED, DATA_INVALID));
        assertThat(vendor.told)
                .extracting(told -> told.request().getHeader("X-Key"))
                .doesNotHaveDuplicates();
    }

    @Test
    void repeatsOnlyTheRecordsThatTheVendorPutOff() throws Exception {
        var vendor =
                new TestVendor(vertx, firstly(told -> told.answer(207, "ok later no"), told -> told.answer(207, "ok")));

        assertThat(deliver(courier(vendor.uri(), LIMITS), consignment("a", "b", "c")))
                .containsExactly(
                        new Ending(0, APPLIED, OK), new Ending(1, APPLIED, OK), new Ending(2, REJECTED, DATA_INVALID));
        assertThat(vendor.told).extracting(Told::lines).containsExactly(List.of("a", "b", "c"), List.of("b"));
        assertThat(vendor.told)
                .extracting(told -> told.request().getHeader("X-Key"))
                .doesNotHaveDuplicates();
    }

    @Test
    void goesOnWithTheExchangeTheVendorAsksFor() throws Exception {
        var vendor = new TestVendor(vertx, told -> told.answer(told.body().isEmpty() ? 200 : 202));
        var consignment = consignment("a");

        assertThat(deliver(courier(vendor.uri(), LIMITS), consignment)).containsExactly(new Ending(0, ACCEPTED, OK));
        assertThat(vendor.told).extracting(told -> told.request().path()).containsExactly("/records", "/job");
        assertThat(consignment.checked).hasSize(2);
        assertThat(consignment.ended).hasSize(1);
    }

    @Test
    void refusedCredentialsEndTheWholeConsignment() throws Exception {
        var vendor = new TestVendor(vertx, told -> told.answer(401));

        assertThat(deliver(courier(vendor.uri(), limits(1), with(1, 64, 4)), consignment("a", "b", "c")))
                .containsOnly(
                        new Ending(0, UNAVAILABLE, CREDENTIALS_REFUSED),
                        new Ending(1, UNAVAILABLE, CREDENTIALS_REFUSED),
                        new Ending(2, UNAVAILABLE, CREDENTIALS_REFUSED));
        assertThat(vendor.told).hasSize(1);
    }

    @Test
    void followsNoRedirect() throws Exception {
        var elsewhere = new TestVendor(vertx, told -> told.answer(200));
        var vendor = new TestVendor(vertx, told -> {
            told.request().response().putHeader("Location", elsewhere.uri().toString());
            told.answer(307);
        });

        assertThat(deliver(courier(vendor.uri(), LIMITS), consignment("a")))
                .containsExactly(new Ending(0, UNAVAILABLE, ENDPOINT_WRONG));
        assertThat(elsewhere.told).isEmpty();
    }

    @Test
    void sendsToAPrivateAddressOnlyWithAPermit() throws Exception {
        var vendor = new TestVendor(vertx, told -> told.answer(200));
        var named = URI.create("http://localhost:" + vendor.uri().getPort());
        for (var uri : List.of(vendor.uri(), named)) {
            var consignment = consignment("a");

            assertThat(deliver(courier(uri, LIMITS, CourierSettings.DEFAULTS), consignment))
                    .containsExactly(new Ending(0, UNAVAILABLE, ADDRESS_NOT_PERMITTED));
            assertThat(consignment.checked).isEmpty();
        }
        assertThat(vendor.told).isEmpty();
        assertThat(deliver(courier(named, LIMITS), consignment("a"))).containsExactly(new Ending(0, ACCEPTED, OK));
    }

    @Test
    void aHostThatRefusesConnectionsIsUnavailable() throws Exception {
        int port;
        try (var unused = new ServerSocket(0)) {
            port = unused.getLocalPort();
        }
        var consignment = consignment("a");

        assertThat(deliver(courier(URI.create("http://127.0.0.1:" + port), LIMITS), consignment))
                .containsExactly(new Ending(0, UNAVAILABLE, NOT_CONNECTED));
        assertThat(consignment.intended).hasSize(SETTINGS.attempts());
        assertThat(consignment.ended).hasSize(SETTINGS.attempts());
    }

    @Test
    void sendsNothingWithoutEvidence() throws Exception {
        var vendor = new TestVendor(vertx, told -> told.answer(200));
        var consignment = consignment("a");
        consignment.intend = _ -> Future.failedFuture("the disk is full");

        assertThat(deliver(courier(vendor.uri(), LIMITS), consignment))
                .containsExactly(new Ending(0, UNAVAILABLE, NOT_RECORDED));
        assertThat(vendor.told).isEmpty();
        assertThat(consignment.ended).isEmpty();
    }

    @Test
    void takesNoMoreDeliveriesThanItMay() throws Exception {
        var vendor = new TestVendor(vertx, unanswered::add);
        var courier = courier(vendor.uri(), LIMITS, with(1, 1, 1));
        var first = courier.deliver(consignment("a"));
        var held = unanswered.take();

        assertThat(await(courier.deliver(consignment("b")))).containsExactly(new Ending(0, UNAVAILABLE, BUSY));
        held.answer(200);
        await(first);
        var third = courier.deliver(consignment("c"));
        unanswered.take().answer(200);
        assertThat(await(third)).containsExactly(new Ending(0, ACCEPTED, OK));
    }

    @Test
    void closesOnceAllIsAnswered() throws Exception {
        var vendor = new TestVendor(vertx, unanswered::add);
        var courier = courier(vendor.uri(), LIMITS);
        var delivery = courier.deliver(consignment("a"));
        var held = unanswered.take();

        var closed = courier.close();
        assertThat(closed.isComplete()).isFalse();
        assertThat(await(courier.deliver(consignment("b")))).containsExactly(new Ending(0, UNAVAILABLE, BUSY));
        held.answer(200);

        assertThat(await(delivery)).containsExactly(new Ending(0, ACCEPTED, OK));
        await(closed);
    }

    @Test
    void whatHasBegunEndsWithTheSecretsItBeganWith() throws Exception {
        var vendor = new TestVendor(vertx, unanswered::add);
        var before = new LineConnector(vendor.uri(), LIMITS);
        var after = new LineConnector(vendor.uri(), LIMITS);
        after.token = true;
        var courier = courier(before);
        var begun = courier.deliver(consignment("a"));
        var held = unanswered.take();

        courier.renew(after, Reach.PRIVATE_TOO);
        held.answer(503);
        advanceUntil(() -> !unanswered.isEmpty());
        assertThat(unanswered.take().lines()).containsExactly("a");
        courier.deliver(consignment("b"));

        assertThat(unanswered.take().request().path()).isEqualTo("/token");
        assertThatThrownBy(() -> courier.renew(
                        new LineConnector(URI.create("http://elsewhere.example"), LIMITS), Reach.PRIVATE_TOO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(begun.isComplete()).isFalse();
    }

    @Test
    void aResetStopsARequestWhoseBytesAreStillHere() throws Exception {
        Queue<Reset> resets = new ConcurrentLinkedQueue<>();
        var deaf = vertx.createNetServer().connectHandler(socket -> socket.pause());
        await(deaf.listen(0, "127.0.0.1"));
        var consignment = consignment("x".repeat(1 << 25));
        consignment.check = (attempt, reset) -> {
            resets.add(reset);
            return consignment.go(attempt.positions());
        };
        var delivery = courier(URI.create("http://127.0.0.1:" + deaf.actualPort()), LIMITS, with(1, 64, 1))
                .deliver(consignment);
        until(() -> !resets.isEmpty());
        assertThat(consignment.passages).isEmpty();

        resets.element().reset();

        assertThat(await(delivery)).containsExactly(new Ending(0, UNCERTAIN, NO_ANSWER));
        until(() -> List.copyOf(consignment.passages).equals(List.of("abandoned")));
    }

    @Test
    void anAnswerTooLongIsNoAnswer() throws Exception {
        var vendor = new TestVendor(vertx, told -> told.answer(200, "x".repeat(SETTINGS.maxAnswerBytes() + 1)));

        assertThat(deliver(courier(vendor.uri(), LIMITS, with(1, 64, 1)), consignment("a")))
                .extracting(Ending::kind)
                .containsExactly(UNCERTAIN);
    }

    private static TestVendor.Manner firstly(TestVendor.Manner first, TestVendor.Manner then) {
        var begun = new AtomicBoolean();
        return told -> (begun.getAndSet(true) ? then : first).answer(told);
    }

    private static BitSet only(int position) {
        var set = new BitSet();
        set.set(position);
        return set;
    }

    private static Limits limits(int maxRecords) {
        return new Limits(maxRecords, 1 << 20, 1 << 20, Double.POSITIVE_INFINITY);
    }

    private static CourierSettings with(int connections, int waiting, int attempts) {
        return SETTINGS.allowing(connections, waiting, attempts);
    }

    private TestConsignment consignment(String... keys) {
        return new TestConsignment(time.in(Duration.ofSeconds(8)), keys);
    }

    private Courier courier(URI uri, Limits limits) {
        return courier(uri, limits, SETTINGS);
    }

    private Courier courier(URI uri, Limits limits, CourierSettings settings) {
        return courier(new LineConnector(uri, limits), settings);
    }

    private Courier courier(LineConnector connector) {
        return courier(connector, SETTINGS);
    }

    private Courier courier(LineConnector connector, CourierSettings settings) {
        return new HttpCourier(
                vertx,
                Desk.of(
                        connector,
                        HttpLines.of(vertx, connector, settings, InstantSource.system()),
                        RateShare.alone(time),
                        settings,
                        new Desk.Time(new Clocks(InstantSource.system(), time, new Random(7)), time),
                        CourierMetrics.NONE));
    }

    /** Delivers with time going by as fast as the courier waits for it. */
    private List<Ending> deliver(Courier courier, TestConsignment consignment) throws Exception {
        var delivery = courier.deliver(consignment);
        advanceUntil(delivery::isComplete);
        return await(delivery);
    }

    /** Moves time in steps too small to end a request that is on its way. */
    private void advanceUntil(BooleanSupplier reached) {
        until(() -> {
            if (!reached.getAsBoolean()) {
                time.advance(Duration.ofMillis(5));
            }
            return reached.getAsBoolean();
        });
    }

    private static void until(BooleanSupplier reached) {
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!reached.getAsBoolean()) {
            assertThat(System.nanoTime() - giveUp).as("waited too long").isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
