package io.activationgateway.connectors.courier;

import static io.activationgateway.connectors.VendorCode.DATA_INVALID;
import static io.activationgateway.connectors.VendorCode.NOT_RECORDED;
import static io.activationgateway.connectors.VendorCode.OK;
import static io.activationgateway.connectors.VendorCode.PUT_OFF;
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
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What fills no request waits for company; the time is the test's. */
class LingeringTest {

    private static final Duration LINGER = Duration.ofMillis(200);
    private static final CourierSettings SETTINGS = Rig.SETTINGS.lingering(LINGER);

    private final Rig rig = new Rig();
    private final ContextInternal loop = ((VertxInternal) rig.vertx).createEventLoopContext();
    private final BlockingQueue<Told> unanswered = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    @Test
    void smallActivationsShareARequestAndEachHearsOfItsOwn() throws Exception {
        var vendor = rig.vendor(told -> told.answer(207, "ok bad ok"));
        var together = new CopyOnWriteArrayList<Integer>();
        var courier = rig.courier(connector(vendor), SETTINGS, new CourierMetrics() {
            @Override
            public void joined(int consignments) {
                together.add(consignments);
            }
        });
        var one = rig.consignment("a");
        var other = rig.consignment("b", "c");
        var first = deliver(courier, one);
        var second = deliver(courier, other);

        settle();
        rig.time.advance(LINGER.minusMillis(1));
        settle();
        assertThat(one.intended).isEmpty();
        rig.time.advance(Duration.ofMillis(1));

        assertThat(Rig.await(first)).containsExactly(new Ending(0, APPLIED, OK));
        assertThat(Rig.await(second))
                .containsExactly(new Ending(0, REJECTED, DATA_INVALID), new Ending(1, APPLIED, OK));
        assertThat(vendor.told).extracting(Told::lines).containsExactly(List.of("a", "b", "c"));
        assertThat(one.intended.element().positions()).isEqualTo(set(0));
        assertThat(other.intended.element().positions()).isEqualTo(set(0, 1));
        assertThat(other.ended.element().endings())
                .containsExactly(new Ending(0, REJECTED, DATA_INVALID), new Ending(1, APPLIED, OK));
        Rig.until(() -> List.copyOf(one.passages).equals(List.of("handed")));
        Rig.until(() -> List.copyOf(other.passages).equals(List.of("handed")));
        assertThat(together).containsExactly(2);
    }

    @Test
    void setsOutAtOnceWhenARequestIsFullOfRecordsOrBytes() throws Exception {
        var vendor = rig.vendor(told -> told.answer(200));
        var three = rig.courier(new LineConnector(vendor.uri(), limits(3, 1000)), SETTINGS, CourierMetrics.NONE);
        var eightBytes = rig.courier(new LineConnector(vendor.uri(), limits(9, 8)), SETTINGS, CourierMetrics.NONE);

        var records = List.of(deliver(three, rig.consignment("a", "b")), deliver(three, rig.consignment("c")));
        var bytes = List.of(
                deliver(eightBytes, rig.consignment("aaa")),
                deliver(eightBytes, rig.consignment("bbb")),
                deliver(eightBytes, rig.consignment("longer than all")));

        Rig.await(Future.all(records));
        Rig.await(Future.all(bytes));
        assertThat(vendor.told)
                .extracting(Told::lines)
                .containsExactlyInAnyOrder(List.of("a", "b", "c"), List.of("aaa", "bbb"), List.of("longer than all"));
    }

    @Test
    void whoHasLittleTimeDoesNotWaitAndFarDeadlinesStayApart() throws Exception {
        var vendor = rig.vendor(told -> told.answer(200));
        var courier = rig.courier(connector(vendor), SETTINGS, CourierMetrics.NONE);
        var needs = LINGER.plus(SETTINGS.requestTimeout());

        var soon = deliver(courier, new TestConsignment(rig.time.in(needs.minusMillis(1)), "soon"));
        Rig.await(soon);
        var near = deliver(courier, new TestConsignment(rig.time.in(needs), "near"));
        var beside = deliver(courier, new TestConsignment(rig.time.in(needs.plus(LINGER)), "beside"));
        var far = deliver(
                courier, new TestConsignment(rig.time.in(needs.plus(LINGER).plusMillis(1)), "far"));
        Rig.await(Future.all(near, beside));
        assertThat(far.isComplete()).isFalse();
        rig.advanceUntil(far::isComplete);

        assertThat(vendor.told)
                .extracting(Told::lines)
                .containsExactly(List.of("soon"), List.of("near", "beside"), List.of("far"));
    }

    @Test
    void theEarliestDeadlineEndsAll() throws Exception {
        var vendor = rig.vendor(unanswered::add);
        var courier = rig.courier(connector(vendor), SETTINGS.allowing(1, 64, 4), CourierMetrics.NONE);
        var busy = rig.consignment("busy");
        busy.operation = Operation.REMOVE;
        courier.deliver(busy);
        unanswered.take();
        var first = deliver(courier, new TestConsignment(rig.time.in(Duration.ofSeconds(8)), "a"));
        var second = deliver(courier, new TestConsignment(rig.time.in(Duration.ofMillis(7_900)), "b"));
        settle();

        rig.time.advance(LINGER);
        settle();
        rig.time.advance(Duration.ofMillis(7_699));
        settle();
        assertThat(first.isComplete() || second.isComplete()).isFalse();
        rig.time.advance(Duration.ofMillis(1));

        // Where the removal gave up in time, theirs has left and nobody knows.
        assertThat(Rig.await(first).getFirst().kind()).isIn(UNAVAILABLE, UNCERTAIN);
        assertThat(Rig.await(second).getFirst().kind()).isIn(UNAVAILABLE, UNCERTAIN);
    }

    @Test
    void onlyThoseShareThatSayTheSameAtTheSameTime() throws Exception {
        var vendor = rig.vendor(told -> told.answer(200));
        var courier = rig.courier(connector(vendor), SETTINGS, CourierMetrics.NONE);
        var event = rig.consignment("event");
        event.operation = Operation.TRACK;
        var later = rig.consignment("later");
        later.since = later.since.plus(LINGER).plusMillis(1);
        var all = List.of(
                deliver(courier, rig.consignment("a")),
                deliver(courier, event),
                deliver(courier, rig.consignment("b")),
                deliver(courier, later));
        settle();
        rig.time.advance(LINGER);
        Rig.await(Future.all(all));

        assertThat(vendor.told)
                .extracting(Told::lines)
                .containsExactlyInAnyOrder(List.of("a", "b"), List.of("event"), List.of("later"));
    }

    @Test
    void whatComesAgainToAVendorThatKnowsRequestsAndWhatBecomesAJobTravelAlone() throws Exception {
        var vendor = rig.vendor(told -> told.answer(200));
        var connector = connector(vendor);
        var courier = rig.courier(connector, SETTINGS, CourierMetrics.NONE);
        var again = rig.consignment("again");
        again.comesAgain = true;

        connector.recognisesRequests = true;
        Rig.await(deliver(courier, again));
        connector.shares = false;
        Rig.await(deliver(courier, rig.consignment("job")));

        assertThat(vendor.told).extracting(Told::lines).containsExactly(List.of("again"), List.of("job"));
    }

    @Test
    void whatComesAgainSharesARequestWithAVendorThatDoesNotKnowRequests() throws Exception {
        var vendor = rig.vendor(told -> told.answer(200));
        var courier = rig.courier(connector(vendor), SETTINGS, CourierMetrics.NONE);
        var again = rig.consignment("again");
        again.comesAgain = true;
        var all = List.of(deliver(courier, again), deliver(courier, rig.consignment("beside")));
        settle();
        rig.time.advance(LINGER);
        Rig.await(Future.all(all));

        assertThat(vendor.told).extracting(Told::lines).containsExactly(List.of("again", "beside"));
    }

    @Test
    void aRemovalFollowsTheEndOfWhatWaitsWithItsPeople() throws Exception {
        var vendor = rig.vendor(unanswered::add);
        var courier = rig.courier(connector(vendor), SETTINGS, CourierMetrics.NONE);
        var addition = rig.consignment("added");
        addition.precedes = true;
        var event = rig.consignment("event");
        event.operation = Operation.TRACK;
        var added = deliver(courier, addition);
        var tracked = deliver(courier, event);
        settle();
        var removal = rig.consignment("removed");
        removal.operation = Operation.REMOVE;
        // of another event loop, as it may be
        var removed = deliver(courier, removal, ((VertxInternal) rig.vertx).createEventLoopContext());

        var first = unanswered.take();
        assertThat(first.lines()).containsExactly("added");
        settle();
        assertThat(unanswered).isEmpty();
        assertThat(removal.intended).isEmpty();
        first.answer(200);
        var second = unanswered.take();
        assertThat(second.lines()).containsExactly("removed");
        second.answer(200);

        Rig.await(Future.all(added, removed));
        assertThat(tracked.isComplete()).as("shares nobody with the removal").isFalse();
    }

    @Test
    void whatComesAfterARemovalThatWaitsFollowsIt() throws Exception {
        var vendor = rig.vendor(unanswered::add);
        var courier = rig.courier(connector(vendor), SETTINGS, CourierMetrics.NONE);
        var ends = new ArrayList<Future<?>>();
        for (var name : List.of("added", "removed", "added-again", "removed-again")) {
            var one = rig.consignment(name);
            one.precedes = name.startsWith("added");
            one.operation = name.startsWith("added") ? one.operation : Operation.REMOVE;
            ends.add(deliver(courier, one));
            settle();
        }
        var other = rig.consignment("others");
        ends.add(deliver(courier, other));
        settle();
        rig.time.advance(LINGER);

        var first = List.of(unanswered.take(), unanswered.take());
        assertThat(first).flatExtracting(Told::lines).containsExactlyInAnyOrder("added", "others");
        settle();
        assertThat(unanswered).isEmpty();
        first.forEach(told -> told.answer(200));
        for (var name : List.of("removed", "added-again", "removed-again")) {
            var told = unanswered.take();
            assertThat(told.lines()).containsExactly(name);
            settle();
            assertThat(unanswered).isEmpty();
            told.answer(200);
        }
        Rig.await(Future.all(ends));
    }

    @Test
    void aRemovalOfOthersGoesAtOnce() throws Exception {
        var vendor = rig.vendor(told -> told.answer(200));
        var courier = rig.courier(connector(vendor), SETTINGS, CourierMetrics.NONE);
        var added = deliver(courier, rig.consignment("added"));
        var removal = rig.consignment("removed");
        removal.operation = Operation.REMOVE;

        Rig.await(deliver(courier, removal));

        assertThat(added.isComplete()).isFalse();
        assertThat(vendor.lines()).containsExactly("removed");
    }

    @Test
    void whatCannotWaitDoesNotOvertakeWhatDoes() throws Exception {
        var vendor = rig.vendor(told -> told.answer(200));
        var courier = rig.courier(
                new LineConnector(vendor.uri(), limits(2, 1000)), SETTINGS.allowing(1, 64, 4), CourierMetrics.NONE);

        var small = deliver(courier, rig.consignment("first"));
        var large = deliver(courier, rig.consignment("second", "third"));

        Rig.await(Future.all(small, large));
        assertThat(vendor.lines()).containsExactly("first", "second", "third");
    }

    @Test
    void aPartWithoutEvidenceStaysBehindAndHoldsUpNobody() throws Exception {
        var vendor = rig.vendor(told -> told.answer(200));
        var courier = rig.courier(connector(vendor), SETTINGS, CourierMetrics.NONE);
        var failing = rig.consignment("unrecorded");
        failing.intend = _ -> Future.failedFuture("no disk");
        var withdrawn = rig.consignment("withdrawn");
        withdrawn.intend = _ -> Future.succeededFuture(new BitSet());
        var going = rig.consignment("goes");

        var ends = together(courier, failing, withdrawn, going);

        assertThat(ends.get(0)).containsExactly(new Ending(0, UNAVAILABLE, NOT_RECORDED));
        assertThat(ends.get(1)).containsExactly(new Ending(0, Ending.Kind.WITHDRAWN, WITHDRAWN));
        assertThat(ends.get(2)).containsExactly(new Ending(0, ACCEPTED, OK));
        assertThat(vendor.lines()).containsExactly("goes");
        assertThat(failing.ended).isEmpty();
        assertThat(withdrawn.ended).isEmpty();
    }

    @Test
    void whatIsWithdrawnWhileItWaitsStaysBehind() throws Exception {
        var vendor = rig.vendor(told -> told.answer(200));
        var courier = rig.courier(connector(vendor), SETTINGS, CourierMetrics.NONE);
        var withdrawn = rig.consignment("withdrawn", "stays");
        withdrawn.check = (_, _) -> withdrawn.go(set(1));
        var nothing = rig.consignment("nothing");
        nothing.check = (_, _) -> new LastCheck.Nothing();

        var ends = together(courier, nothing, withdrawn, rig.consignment("c"));

        assertThat(ends.get(0)).containsExactly(new Ending(0, Ending.Kind.WITHDRAWN, WITHDRAWN));
        assertThat(ends.get(1))
                .containsExactly(new Ending(0, Ending.Kind.WITHDRAWN, WITHDRAWN), new Ending(1, ACCEPTED, OK));
        assertThat(vendor.told).extracting(Told::lines).containsExactly(List.of("stays", "c"));
    }

    @Test
    void nothingLeavesUntilAllPartsDecideAndWhoCannotIsLeftBehind() throws Exception {
        var vendor = rig.vendor(told -> told.answer(200));
        var courier = rig.courier(connector(vendor), SETTINGS, CourierMetrics.NONE);
        var lost = rig.consignment("claim lost");
        lost.check = (_, _) -> new LastCheck.Hold();
        var outdated = rig.consignment("outdated");
        outdated.check =
                (attempt, _) -> attempt.intent() == 1 ? new LastCheck.Anew() : outdated.go(attempt.positions());
        var ready = rig.consignment("ready");

        var ends = together(courier, lost, outdated, ready);

        assertThat(ends.get(0)).containsExactly(new Ending(0, UNAVAILABLE, PUT_OFF));
        assertThat(ends.get(1)).containsExactly(new Ending(0, ACCEPTED, OK));
        assertThat(ends.get(2)).containsExactly(new Ending(0, ACCEPTED, OK));
        assertThat(vendor.told).extracting(Told::lines).containsExactly(List.of("outdated", "ready"));
        Rig.until(() -> List.copyOf(ready.passages).equals(List.of("abandoned", "handed")));
        assertThat(ready.intended).extracting(Attempt::intent).containsExactly(1, 2);
    }

    @Test
    void whereNobodyCanDecideAllAreAskedAgain() throws Exception {
        var vendor = rig.vendor(told -> told.answer(200));
        var courier = rig.courier(connector(vendor), SETTINGS, CourierMetrics.NONE);
        var parts = new TestConsignment[] {rig.consignment("a"), rig.consignment("b")};
        for (var part : parts) {
            part.check = (attempt, _) -> part.checked.size() < 3 ? new LastCheck.Hold() : part.go(attempt.positions());
        }

        var ends = together(courier, parts);

        assertThat(ends).allMatch(end -> end.equals(List.of(new Ending(0, ACCEPTED, OK))));
        assertThat(parts[0].intended).hasSize(1);
        assertThat(vendor.told).hasSize(1);
    }

    @Test
    void aBadRecordOfAnotherActivationIsIsolated() throws Exception {
        var vendor = rig.vendor(told -> told.answer(told.lines().contains("bad") ? 422 : 200));
        var courier = rig.courier(connector(vendor), SETTINGS, CourierMetrics.NONE);

        var ends = together(courier, rig.consignment("a", "bad"), rig.consignment("c"), rig.consignment("d", "e"));

        assertThat(ends.get(0)).containsExactly(new Ending(0, ACCEPTED, OK), new Ending(1, REJECTED, DATA_INVALID));
        assertThat(ends.get(1)).containsExactly(new Ending(0, ACCEPTED, OK));
        assertThat(ends.get(2)).containsExactly(new Ending(0, ACCEPTED, OK), new Ending(1, ACCEPTED, OK));
    }

    @Test
    void whoHasEndedDoesNotWaitForTheOthersRepetitions() throws Exception {
        var vendor = rig.vendor(told -> told.answer(207, told.lines().size() == 2 ? "ok later" : "ok"));
        var courier = rig.courier(connector(vendor), SETTINGS, CourierMetrics.NONE);
        var first = deliver(courier, rig.consignment("a"));
        var second = deliver(courier, rig.consignment("b"));
        settle();
        rig.time.advance(LINGER);

        assertThat(Rig.await(first)).containsExactly(new Ending(0, APPLIED, OK));
        assertThat(second.isComplete()).isFalse();
        rig.advanceUntil(second::isComplete);
        assertThat(Rig.await(second)).containsExactly(new Ending(0, APPLIED, OK));
    }

    @Test
    void whatWaitsSetsOutWhenTheCourierCloses() throws Exception {
        var vendor = rig.vendor(told -> told.answer(200));
        var courier = rig.courier(connector(vendor), SETTINGS, CourierMetrics.NONE);
        var waiting = deliver(courier, rig.consignment("a"));
        settle();

        Rig.await(courier.close());

        assertThat(Rig.await(waiting)).containsExactly(new Ending(0, ACCEPTED, OK));
    }

    @Test
    void aPartIsSpokenToOnItsOwnContext() throws Exception {
        var vendor = rig.vendor(told -> told.answer(200));
        var courier = rig.courier(connector(vendor), SETTINGS, CourierMetrics.NONE);
        var spoken = new CopyOnWriteArrayList<ContextInternal>();
        var duplicates = List.of(loop.duplicate(), loop.duplicate());
        var ends = duplicates.stream()
                .map(own -> {
                    var one = rig.consignment("a");
                    one.intend = attempt -> {
                        spoken.add(ContextInternal.current());
                        return Future.succeededFuture(attempt.positions());
                    };
                    return deliver(courier, one, own);
                })
                .toList();
        settle();
        rig.time.advance(LINGER);
        Rig.await(Future.all(ends));

        assertThat(vendor.told).hasSize(1);
        assertThat(spoken).containsExactlyElementsOf(duplicates);
    }

    @Test
    void lingersNotLongerThanSendersBear() {
        assertThatThrownBy(() -> Rig.SETTINGS.lingering(CourierSettings.LONGEST_LINGER.plusMillis(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("linger is 2001 ms (expected: 0 to 2000)");
    }

    private List<List<Ending>> together(Courier courier, TestConsignment... parts) throws Exception {
        var ends = List.of(parts).stream().map(part -> deliver(courier, part)).toList();
        settle();
        rig.time.advance(LINGER);
        var all = Future.all(ends);
        rig.advanceUntil(all::isComplete);
        return Rig.await(all).list();
    }

    private Future<List<Ending>> deliver(Courier courier, TestConsignment consignment) {
        return deliver(courier, consignment, loop);
    }

    private static Future<List<Ending>> deliver(Courier courier, TestConsignment consignment, ContextInternal on) {
        Promise<List<Ending>> done = Promise.promise();
        on.runOnContext(_ -> courier.deliver(consignment).onComplete(done));
        return done.future();
    }

    /** What was begun on the event loop has been done as far as it goes by itself. */
    private void settle() throws Exception {
        Promise<Void> done = Promise.promise();
        loop.runOnContext(_ -> loop.runOnContext(_ -> done.complete()));
        Rig.await(done.future());
    }

    private static LineConnector connector(TestVendor vendor) {
        return new LineConnector(vendor.uri(), Rig.LIMITS);
    }

    private static Limits limits(int records, int bytes) {
        return new Limits(records, bytes, bytes, Double.POSITIVE_INFINITY);
    }

    private static BitSet set(int... positions) {
        var set = new BitSet();
        for (int position : positions) {
            set.set(position);
        }
        return set;
    }
}
