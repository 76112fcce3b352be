package io.activationgateway.connectors.courier;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.courier.TestVendor.Told;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;

/** What holds for parts that travel together, whatever their evidence, their checks and the vendor say. */
class CompanyLawTest {

    private static final Duration LINGER = Duration.ofMillis(50);
    private static final Rig RIG = new Rig();

    @AfterContainer
    static void stop() throws Exception {
        RIG.close();
    }

    /** A part at random: keys of its own, and what it lets go. */
    private static final class Moody {
        final TestConsignment part;

        /** Each record that a check let go, with the request that it let it go in. */
        final Set<String> let = ConcurrentHashMap.newKeySet();

        int gos;
        int granted;

        Moody(int number, Random chance) {
            var keys = IntStream.range(0, 1 + chance.nextInt(4))
                    .mapToObj(at -> (chance.nextInt(6) == 0 ? "bad" : "good") + number + "-" + at)
                    .toArray(String[]::new);
            part = RIG.consignment(keys);
            part.intend = attempt -> intend(attempt, chance.nextInt(6), chance);
            part.check = (attempt, _) -> check(attempt, keys, chance);
        }

        private Future<BitSet> intend(Attempt attempt, int mood, Random chance) {
            if (mood == 0) {
                return Future.failedFuture("no disk");
            }
            var its = mood == 1 ? some(attempt.positions(), chance) : attempt.positions();
            granted += its.isEmpty() ? 0 : 1;
            return Future.succeededFuture(its);
        }

        private synchronized LastCheck check(Attempt attempt, String[] keys, Random chance) {
            return switch (chance.nextInt(8)) {
                case 0 -> new LastCheck.Hold();
                case 1 -> new LastCheck.Anew();
                case 2 -> new LastCheck.Nothing();
                case 3 -> throw new IllegalStateException("broken");
                default -> {
                    var may = chance.nextBoolean() ? attempt.positions() : some(attempt.positions(), chance);
                    if (may.isEmpty()) {
                        yield new LastCheck.Nothing();
                    }
                    gos++;
                    may.stream().forEach(at -> let.add(attempt.requestKey() + " " + keys[at]));
                    yield part.go(may);
                }
            };
        }

        private static BitSet some(BitSet of, Random chance) {
            var some = new BitSet();
            of.stream().filter(_ -> chance.nextInt(3) > 0).forEach(some::set);
            return some;
        }
    }

    @Property(tries = 60)
    void eachPartHasItsEndingsOnceAndLeavesOnlyByItsOwnGo(@ForAll Random seed) throws Exception {
        var chance = new Random(seed.nextLong());
        var vendor = RIG.vendor(told -> answer(told, chance));
        var together = new AtomicInteger();
        var metrics = new CourierMetrics() {
            @Override
            public void joined(int consignments) {
                together.addAndGet(consignments);
            }
        };
        var courier = RIG.courier(new LineConnector(vendor.uri(), Rig.LIMITS), Rig.SETTINGS.lingering(LINGER), metrics);
        ContextInternal loop = ((VertxInternal) RIG.vertx).createEventLoopContext();
        var parts = IntStream.range(0, 2 + chance.nextInt(4))
                .mapToObj(number -> new Moody(number, new Random(seed.nextLong())))
                .toList();

        var ends = new ArrayList<Future<List<Ending>>>();
        for (var moody : parts) {
            Promise<List<Ending>> done = Promise.promise();
            loop.runOnContext(_ -> courier.deliver(moody.part).onComplete(done));
            ends.add(done.future());
        }
        Promise<Void> begun = Promise.promise();
        loop.runOnContext(_ -> begun.complete());
        Rig.await(begun.future());
        var all = Future.all(ends);
        // Large steps may end requests that are on their way: what is promised holds all the same.
        Rig.until(() -> {
            RIG.time.advance(LINGER);
            return all.isComplete();
        });

        assertThat(together).hasValue(parts.size());
        for (int nth = 0; nth < parts.size(); nth++) {
            var moody = parts.get(nth);
            assertThat(Rig.await(ends.get(nth)))
                    .extracting(Ending::position)
                    .containsExactlyElementsOf(
                            IntStream.range(0, moody.part.size()).boxed().toList());
            assertThat(moody.part.ended).hasSize(moody.granted);
            Rig.until(() -> moody.part.passages.size() == moody.gos);
        }
        var let = parts.stream().flatMap(moody -> moody.let.stream()).collect(Collectors.toSet());
        assertThat(vendor.told)
                .allSatisfy(told -> assertThat(told.lines())
                        .allMatch(line -> let.contains(told.request().getHeader("X-Key") + " " + line)));
        for (var moody : parts) {
            for (var ended : moody.part.ended) {
                assertThat(ended.endings())
                        .extracting(Ending::position)
                        .containsExactlyElementsOf(
                                ended.attempt().positions().stream().boxed().toList());
            }
        }
        Rig.await(courier.close());
    }

    /** As a vendor on a bad day, which refuses a whole request for one of its records. */
    private static synchronized void answer(Told told, Random chance) {
        boolean several = told.lines().size() > 1;
        if (several && told.body().contains("bad")) {
            told.answer(422);
            return;
        }
        switch (chance.nextInt(6)) {
            case 0 -> told.answer(503);
            case 1 -> told.answer(502);
            case 2 -> told.request().connection().close();
            case 3 -> told.answer(207, told.lines().stream().map(_ -> "later").collect(Collectors.joining(" ")));
            default ->
                told.answer(
                        207,
                        told.lines().stream()
                                .map(line -> line.startsWith("bad") ? "bad" : "ok")
                                .collect(Collectors.joining(" ")));
        }
    }
}
