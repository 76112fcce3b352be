package io.activationgateway.connectors.courier;

import static io.activationgateway.connectors.VendorCode.ADDRESS_NOT_PERMITTED;
import static io.activationgateway.connectors.VendorCode.BUSY;
import static io.activationgateway.connectors.VendorCode.CREDENTIALS_REFUSED;
import static io.activationgateway.connectors.VendorCode.DATA_INVALID;
import static io.activationgateway.connectors.VendorCode.ENDPOINT_WRONG;
import static io.activationgateway.connectors.VendorCode.IDENTIFIER_MISSING;
import static io.activationgateway.connectors.VendorCode.NOT_CONNECTED;
import static io.activationgateway.connectors.VendorCode.NOT_RECORDED;
import static io.activationgateway.connectors.VendorCode.NOT_WRITTEN;
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
import io.vertx.core.net.NetServerOptions;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CourierTest {

    private final Rig rig = new Rig();
    private final BlockingQueue<Told> unanswered = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    @Test
    void sendsInRequestsOfTheVendorsSizeAndSaysWhatCannotBeSaid() throws Exception {
        var vendor = rig.vendor(told -> told.answer(200));
        var consignment = rig.consignment("a", "b", "unsayable", "c", "d", "e");

        var endings = rig.deliver(courier(vendor.uri(), limits(2)), consignment);

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
        Rig.until(() -> List.copyOf(consignment.passages).equals(List.of("handed", "handed", "handed")));
    }

    @Test
    void requestsGrowNoLargerThanTheVendorTakes() throws Exception {
        var vendor = rig.vendor(told -> told.answer(200));
        var bytes = new Limits(100, 8, 8, Double.POSITIVE_INFINITY);

        rig.deliver(courier(vendor.uri(), bytes), rig.consignment("aaa", "bbb", "ccccc", "d", "e"));

        assertThat(vendor.told)
                .extracting(Told::lines)
                .containsExactlyInAnyOrder(List.of("aaa", "bbb"), List.of("ccccc", "d"), List.of("e"));
    }

    @Test
    void repeatsTheSameRequestUnderTheSameKeyAfterAnError() throws Exception {
        var vendor = rig.vendor(firstly(told -> told.answer(503), told -> told.answer(200)));
        var consignment = rig.consignment("a", "b");

        var endings = rig.deliver(courier(vendor.uri(), Rig.LIMITS), consignment);

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
        var vendor = rig.vendor(firstly(
                told -> {
                    told.request().response().putHeader("Retry-After", "3");
                    told.answer(429);
                },
                told -> told.answer(200)));
        var delivery = courier(vendor.uri(), Rig.LIMITS).deliver(rig.consignment("a"));

        Rig.until(() -> rig.time.pauses().stream()
                .anyMatch(pause -> pause.compareTo(Duration.ofSeconds(3)) >= 0
                        && pause.compareTo(Duration.ofSeconds(3).plus(Rig.SETTINGS.backoff())) <= 0));
        rig.time.advance(Duration.ofMillis(2999));
        assertThat(vendor.told).hasSize(1);
        assertThat(delivery.isComplete()).isFalse();
        rig.advanceUntil(delivery::isComplete);

        assertThat(Rig.await(delivery)).containsExactly(new Ending(0, ACCEPTED, OK));
        assertThat(vendor.told).hasSize(2);
    }

    @Test
    void doesNotWaitBeyondTheDeadline() throws Exception {
        var vendor = rig.vendor(told -> {
            told.request().response().putHeader("Retry-After", "3600");
            told.answer(429);
        });

        assertThat(Rig.await(courier(vendor.uri(), Rig.LIMITS).deliver(rig.consignment("a"))))
                .containsExactly(new Ending(0, UNAVAILABLE, RATE_LIMITED));
        assertThat(vendor.told).hasSize(1);
    }

    @Test
    void aRecordWithdrawnWhileItWaitsForAConnectionNeverArrives() throws Exception {
        var vendor = rig.vendor(unanswered::add);
        var courier = courier(vendor.uri(), Rig.LIMITS, Rig.with(1, 64, 4));
        var first = courier.deliver(rig.consignment("first"));
        var held = unanswered.take();

        var withdrawn = new AtomicBoolean();
        var second = rig.consignment("withdrawn", "stays");
        second.check = (attempt, _) -> withdrawn.get() ? second.go(only(1)) : second.go(attempt.positions());
        var delivery = courier.deliver(second);
        withdrawn.set(true);
        held.answer(200);
        Rig.await(first);
        unanswered.take().answer(200);

        assertThat(Rig.await(delivery))
                .containsExactly(new Ending(0, Ending.Kind.WITHDRAWN, WITHDRAWN), new Ending(1, ACCEPTED, OK));
        assertThat(vendor.lines()).containsExactly("first", "stays");
        assertThat(second.ended.element().endings())
                .containsExactly(new Ending(0, Ending.Kind.WITHDRAWN, WITHDRAWN), new Ending(1, ACCEPTED, OK));
    }

    @Test
    void nothingLeavesWhenTheLastCheckFindsNothing() throws Exception {
        var vendor = rig.vendor(told -> told.answer(200));
        var courier = courier(vendor.uri(), Rig.LIMITS, Rig.with(1, 64, 4));
        var consignment = rig.consignment("a");
        consignment.check = (_, _) -> new LastCheck.Nothing();

        assertThat(rig.deliver(courier, consignment)).containsExactly(new Ending(0, Ending.Kind.WITHDRAWN, WITHDRAWN));
        assertThat(rig.deliver(courier, rig.consignment("b"))).containsExactly(new Ending(0, ACCEPTED, OK));
        assertThat(vendor.lines()).containsExactly("b");
    }

    @Test
    void whatTheLastCheckTakesFromARecordDoesNotLeave() throws Exception {
        var vendor = rig.vendor(told -> told.answer(200));
        var consignment = rig.consignment("a with secret");
        consignment.check = (attempt, _) -> {
            consignment.wording = _ -> "a";
            return new LastCheck.Go(
                    attempt.positions(),
                    true,
                    consignment.go(attempt.positions()).passage(),
                    "check 2");
        };

        rig.deliver(courier(vendor.uri(), Rig.LIMITS), consignment);

        assertThat(vendor.lines()).containsExactly("a");
    }

    @Test
    void onlyASimulatedVendorIsToldOfTheLastCheck() throws Exception {
        var vendor = rig.vendor(told -> told.answer(200));

        rig.deliver(courier(vendor.uri(), Rig.LIMITS), rig.consignment("a"));
        rig.deliver(rig.courier(new LineConnector(vendor.uri(), Rig.LIMITS, false)), rig.consignment("b"));

        assertThat(vendor.told)
                .extracting(told -> told.request().getHeader("gateway-last-check"))
                .containsExactly("check 1", null);
    }

    @Test
    void aBrokenLastCheckSendsNothing() throws Exception {
        var vendor = rig.vendor(told -> told.answer(200));
        var consignment = new TestConsignment(rig.time.in(Duration.ofMillis(200)), "a");
        consignment.check = (_, _) -> {
            throw new IllegalStateException("broken on purpose");
        };

        var delivery = courier(vendor.uri(), Rig.LIMITS).deliver(consignment);
        Rig.until(() -> !consignment.checked.isEmpty());
        rig.advanceUntil(delivery::isComplete);

        assertThat(Rig.await(delivery)).containsExactly(new Ending(0, UNAVAILABLE, PUT_OFF));
        assertThat(vendor.told).isEmpty();
    }

    @Test
    void isPutOffWithoutCountingAnAttempt() throws Exception {
        var vendor = rig.vendor(told -> told.answer(200));
        var checks = new AtomicInteger();
        var consignment = rig.consignment("a");
        consignment.check = (attempt, _) ->
                checks.incrementAndGet() <= 6 ? new LastCheck.Hold() : consignment.go(attempt.positions());

        assertThat(rig.deliver(courier(vendor.uri(), Rig.LIMITS, Rig.with(1, 64, 1)), consignment))
                .containsExactly(new Ending(0, ACCEPTED, OK));
        assertThat(consignment.intended).hasSize(1);
        assertThat(consignment.checked).hasSize(7).extracting(Attempt::number).containsOnly(1);
        assertThat(vendor.told).hasSize(1);
    }

    @Test
    void isIntendedAnewWithoutCountingAnAttempt() throws Exception {
        var vendor = rig.vendor(told -> told.answer(200));
        var consignment = rig.consignment("a");
        consignment.check =
                (attempt, _) -> attempt.intent() < 3 ? new LastCheck.Anew() : consignment.go(attempt.positions());

        assertThat(rig.deliver(courier(vendor.uri(), Rig.LIMITS, Rig.with(1, 64, 1)), consignment))
                .containsExactly(new Ending(0, ACCEPTED, OK));
        assertThat(consignment.intended).extracting(Attempt::number).containsExactly(1, 1, 1);
        assertThat(consignment.ended).hasSize(3);
    }

    @Test
    void aConnectionLostAfterTheBytesLeavesTheRecordUncertain() throws Exception {
        var vendor = rig.vendor(told -> told.request().connection().close());

        assertThat(rig.deliver(courier(vendor.uri(), Rig.LIMITS, Rig.with(1, 64, 1)), rig.consignment("a")))
                .containsExactly(new Ending(0, UNCERTAIN, NO_ANSWER));
    }

    @Test
    void afterLostBytesARecordIsForwardedOrUncertain() throws Exception {
        var vendor = rig.vendor(firstly(told -> told.request().connection().close(), told -> {
            if (told.lines().contains("bad")) {
                told.answer(422);
            } else {
                told.answer(200);
            }
        }));
        var consignment = rig.consignment("good", "bad", "withdrawn");
        consignment.intend = attempt -> {
            var granted = (BitSet) attempt.positions().clone();
            granted.set(2, attempt.intent() == 1 && attempt.positions().get(2));
            return Future.succeededFuture(granted);
        };

        assertThat(rig.deliver(courier(vendor.uri(), Rig.LIMITS), consignment))
                .containsExactly(
                        new Ending(0, ACCEPTED, OK),
                        new Ending(1, UNCERTAIN, NO_ANSWER),
                        new Ending(2, UNCERTAIN, NO_ANSWER));
    }

    @Test
    void whatTheVendorWouldTakeTwiceIsNotRepeatedAfterLostBytes() throws Exception {
        var vendor = rig.vendor(firstly(told -> told.request().connection().close(), told -> told.answer(200)));
        var consignment = rig.consignment("keyed");
        consignment.operation = Operation.SUPPRESS;

        assertThat(rig.deliver(courier(vendor.uri(), Rig.LIMITS), consignment))
                .containsExactly(new Ending(0, UNCERTAIN, NO_ANSWER));
        assertThat(vendor.told).hasSize(1);
    }

    @Test
    void anEventWithoutAKeyIsNotRepeatedAfterLostBytes() throws Exception {
        var vendor = rig.vendor(firstly(told -> told.request().connection().close(), told -> told.answer(200)));
        var consignment = rig.consignment("keyed", "");
        consignment.operation = Operation.TRACK;

        assertThat(rig.deliver(courier(vendor.uri(), Rig.LIMITS), consignment))
                .containsExactly(new Ending(0, ACCEPTED, OK), new Ending(1, UNCERTAIN, NO_ANSWER));
        assertThat(vendor.told).extracting(Told::body).containsExactly("keyed\n\n", "keyed\n");
    }

    @Test
    void aVendorThatHangsLeavesTheRecordUncertainAtTheDeadlineAndHoldsUpNobodyElse() throws Exception {
        var hanging = rig.vendor(unanswered::add);
        var healthy = rig.vendor(told -> told.answer(200));
        var consignment = rig.consignment("a");
        var delivery = courier(hanging.uri(), Rig.LIMITS, Rig.with(1, 64, 4)).deliver(consignment);
        unanswered.take();

        assertThat(Rig.await(courier(healthy.uri(), Rig.LIMITS).deliver(rig.consignment("b"))))
                .containsExactly(new Ending(0, ACCEPTED, OK));
        assertThat(delivery.isComplete()).isFalse();
        Rig.until(() -> !consignment.passages.isEmpty());
        rig.time.advance(Duration.ofSeconds(8));

        assertThat(Rig.await(delivery)).containsExactly(new Ending(0, UNCERTAIN, NO_ANSWER));
        assertThat(consignment.ended).hasSize(1);
    }

    @Test
    void whatWaitsAtTheDeadlineEndsAsUnavailable() throws Exception {
        var hanging = rig.vendor(unanswered::add);
        var courier = courier(hanging.uri(), Rig.LIMITS, Rig.with(1, 64, 4));
        var first = courier.deliver(rig.consignment("a"));
        unanswered.take();
        var second = rig.consignment("b");
        var delivery = courier.deliver(second);
        Rig.until(() -> rig.time.pauses().size() == 3);
        rig.time.advance(Duration.ofSeconds(8));

        assertThat(Rig.await(delivery)).extracting(Ending::kind).containsExactly(UNAVAILABLE);
        assertThat(second.intended).isEmpty();
        Rig.await(first);
    }

    @Test
    void halvesARefusedRequestDownToTheBadRecord() throws Exception {
        var vendor = rig.vendor(told -> told.answer(told.lines().contains("bad") ? 422 : 200));
        var consignment = rig.consignment("a", "b", "c", "bad", "e", "f", "g");

        var endings = rig.deliver(courier(vendor.uri(), Rig.LIMITS), consignment);

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
        var vendor = rig.vendor(firstly(told -> told.answer(207, "ok later no"), told -> told.answer(207, "ok")));

        assertThat(rig.deliver(courier(vendor.uri(), Rig.LIMITS), rig.consignment("a", "b", "c")))
                .containsExactly(
                        new Ending(0, APPLIED, OK), new Ending(1, APPLIED, OK), new Ending(2, REJECTED, DATA_INVALID));
        assertThat(vendor.told).extracting(Told::lines).containsExactly(List.of("a", "b", "c"), List.of("b"));
        assertThat(vendor.told)
                .extracting(told -> told.request().getHeader("X-Key"))
                .doesNotHaveDuplicates();
    }

    @Test
    void goesOnWithTheExchangeTheVendorAsksFor() throws Exception {
        var vendor = rig.vendor(told -> told.answer(told.body().isEmpty() ? 200 : 202));
        var consignment = rig.consignment("a");

        assertThat(rig.deliver(courier(vendor.uri(), Rig.LIMITS), consignment))
                .containsExactly(new Ending(0, ACCEPTED, OK));
        assertThat(vendor.told).extracting(told -> told.request().path()).containsExactly("/records", "/job");
        assertThat(consignment.checked).hasSize(2);
        assertThat(consignment.ended).hasSize(1);
    }

    @Test
    void refusedCredentialsEndTheWholeConsignment() throws Exception {
        var vendor = rig.vendor(told -> told.answer(401));

        assertThat(rig.deliver(courier(vendor.uri(), limits(1), Rig.with(1, 64, 4)), rig.consignment("a", "b", "c")))
                .containsOnly(
                        new Ending(0, UNAVAILABLE, CREDENTIALS_REFUSED),
                        new Ending(1, UNAVAILABLE, CREDENTIALS_REFUSED),
                        new Ending(2, UNAVAILABLE, CREDENTIALS_REFUSED));
        assertThat(vendor.told).hasSize(1);
    }

    @Test
    void followsNoRedirect() throws Exception {
        var elsewhere = rig.vendor(told -> told.answer(200));
        var vendor = rig.vendor(told -> {
            told.request().response().putHeader("Location", elsewhere.uri().toString());
            told.answer(307);
        });

        assertThat(rig.deliver(courier(vendor.uri(), Rig.LIMITS), rig.consignment("a")))
                .containsExactly(new Ending(0, UNAVAILABLE, ENDPOINT_WRONG));
        assertThat(elsewhere.told).isEmpty();
    }

    @Test
    void sendsToAPrivateAddressOnlyWithAPermit() throws Exception {
        var vendor = rig.vendor(told -> told.answer(200));
        var named = URI.create("http://localhost:" + vendor.uri().getPort());
        for (var uri : List.of(vendor.uri(), named)) {
            var consignment = rig.consignment("a");

            assertThat(rig.deliver(courier(uri, Rig.LIMITS, CourierSettings.DEFAULTS), consignment))
                    .containsExactly(new Ending(0, UNAVAILABLE, ADDRESS_NOT_PERMITTED));
            assertThat(consignment.checked).isEmpty();
        }
        assertThat(vendor.told).isEmpty();
        assertThat(rig.deliver(courier(named, Rig.LIMITS), rig.consignment("a")))
                .containsExactly(new Ending(0, ACCEPTED, OK));
    }

    @Test
    void aHostThatRefusesConnectionsIsUnavailable() throws Exception {
        int port;
        try (var unused = new ServerSocket(0)) {
            port = unused.getLocalPort();
        }
        var consignment = rig.consignment("a");

        assertThat(rig.deliver(courier(URI.create("http://127.0.0.1:" + port), Rig.LIMITS), consignment))
                .containsExactly(new Ending(0, UNAVAILABLE, NOT_CONNECTED));
        assertThat(consignment.intended).hasSize(Rig.SETTINGS.attempts());
        assertThat(consignment.ended).hasSize(Rig.SETTINGS.attempts());
    }

    @Test
    void sendsNothingWithoutEvidence() throws Exception {
        var vendor = rig.vendor(told -> told.answer(200));
        var consignment = rig.consignment("a");
        consignment.intend = _ -> Future.failedFuture("the disk is full");

        assertThat(rig.deliver(courier(vendor.uri(), Rig.LIMITS), consignment))
                .containsExactly(new Ending(0, UNAVAILABLE, NOT_RECORDED));
        assertThat(vendor.told).isEmpty();
        assertThat(consignment.ended).isEmpty();
    }

    @Test
    void takesNoMoreDeliveriesThanItMay() throws Exception {
        var vendor = rig.vendor(unanswered::add);
        var courier = courier(vendor.uri(), Rig.LIMITS, Rig.with(1, 1, 1));
        var first = courier.deliver(rig.consignment("a"));
        var held = unanswered.take();

        assertThat(Rig.await(courier.deliver(rig.consignment("b")))).containsExactly(new Ending(0, UNAVAILABLE, BUSY));
        held.answer(200);
        Rig.await(first);
        var third = courier.deliver(rig.consignment("c"));
        unanswered.take().answer(200);
        assertThat(Rig.await(third)).containsExactly(new Ending(0, ACCEPTED, OK));
    }

    @Test
    void aConnectorThatBreaksKeepsNoPlace() throws Exception {
        var vendor = rig.vendor(told -> told.answer(200));
        var connector = new LineConnector(vendor.uri(), Rig.LIMITS);
        var courier = rig.courier(connector, Rig.with(1, 1, 1), CourierMetrics.NONE);
        connector.broken = true;

        assertThat(rig.deliver(courier, rig.consignment("a"))).containsExactly(new Ending(0, UNAVAILABLE, NOT_WRITTEN));
        assertThatThrownBy(() -> Rig.await(courier.poll(
                        new OpenJob("job1", Operation.UPSERT, List.of(0)), rig.time.in(Duration.ofSeconds(8)))))
                .hasCauseInstanceOf(IllegalStateException.class);

        connector.broken = false;
        assertThat(rig.deliver(courier, rig.consignment("a"))).containsExactly(new Ending(0, ACCEPTED, OK));
        Rig.await(courier.close());
    }

    @Test
    void closesOnceAllIsAnswered() throws Exception {
        var vendor = rig.vendor(unanswered::add);
        var courier = courier(vendor.uri(), Rig.LIMITS);
        var delivery = courier.deliver(rig.consignment("a"));
        var held = unanswered.take();

        var closed = courier.close();
        assertThat(closed.isComplete()).isFalse();
        assertThat(Rig.await(courier.deliver(rig.consignment("b")))).containsExactly(new Ending(0, UNAVAILABLE, BUSY));
        held.answer(200);

        assertThat(Rig.await(delivery)).containsExactly(new Ending(0, ACCEPTED, OK));
        Rig.await(closed);
    }

    @Test
    void whatHasBegunEndsWithTheSecretsItBeganWith() throws Exception {
        var vendor = rig.vendor(unanswered::add);
        var before = new LineConnector(vendor.uri(), Rig.LIMITS);
        var after = new LineConnector(vendor.uri(), Rig.LIMITS);
        after.token = true;
        var courier = rig.courier(before);
        var begun = courier.deliver(rig.consignment("a"));
        var held = unanswered.take();

        courier.renew(after, Reach.PRIVATE_TOO);
        held.answer(503);
        rig.advanceUntil(() -> !unanswered.isEmpty());
        assertThat(unanswered.take().lines()).containsExactly("a");
        courier.deliver(rig.consignment("b"));

        assertThat(unanswered.take().request().path()).isEqualTo("/token");
        assertThatThrownBy(() -> courier.renew(
                        new LineConnector(URI.create("http://elsewhere.example"), Rig.LIMITS), Reach.PRIVATE_TOO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(begun.isComplete()).isFalse();
    }

    @Test
    void aResetStopsARequestWhoseBytesAreStillHere() throws Exception {
        Queue<Reset> resets = new ConcurrentLinkedQueue<>();
        // More than the kernel takes on both sides, where the vendor's takes little.
        var deaf = rig.vertx
                .createNetServer(new NetServerOptions().setReceiveBufferSize(1 << 12))
                .connectHandler(socket -> socket.pause());
        Rig.await(deaf.listen(0, "127.0.0.1"));
        var consignment = rig.consignment("x".repeat(1 << 23));
        consignment.check = (attempt, reset) -> {
            resets.add(reset);
            return consignment.go(attempt.positions());
        };
        var delivery = courier(URI.create("http://127.0.0.1:" + deaf.actualPort()), Rig.LIMITS, Rig.with(1, 64, 1))
                .deliver(consignment);
        Rig.until(() -> !resets.isEmpty());
        assertThat(consignment.passages).isEmpty();

        resets.element().reset();

        assertThat(Rig.await(delivery)).containsExactly(new Ending(0, UNCERTAIN, NO_ANSWER));
        Rig.until(() -> List.copyOf(consignment.passages).equals(List.of("abandoned")));
    }

    @Test
    void anAnswerTooLongIsNoAnswer() throws Exception {
        var vendor = rig.vendor(told -> told.answer(200, "x".repeat(Rig.SETTINGS.maxAnswerBytes() + 1)));

        assertThat(rig.deliver(courier(vendor.uri(), Rig.LIMITS, Rig.with(1, 64, 1)), rig.consignment("a")))
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

    private Courier courier(URI uri, Limits limits) {
        return courier(uri, limits, Rig.SETTINGS);
    }

    private Courier courier(URI uri, Limits limits, CourierSettings settings) {
        return rig.courier(new LineConnector(uri, limits), settings, CourierMetrics.NONE);
    }
}
