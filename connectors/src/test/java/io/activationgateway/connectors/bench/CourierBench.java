package io.activationgateway.connectors.bench;

import static java.util.Objects.requireNonNull;

import com.sun.management.OperatingSystemMXBean;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.catalogue.Vendors;
import io.activationgateway.connectors.courier.Clocks;
import io.activationgateway.connectors.courier.Courier;
import io.activationgateway.connectors.courier.CourierMetrics;
import io.activationgateway.connectors.courier.CourierSettings;
import io.activationgateway.connectors.courier.RateShare;
import io.activationgateway.connectors.courier.Reach;
import io.activationgateway.connectors.sandbox.Sandbox;
import io.activationgateway.connectors.sandbox.SandboxSettings;
import io.activationgateway.connectors.sandbox.SimulatedVendor;
import io.activationgateway.connectors.sandbox.SimulatedWebhook;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What three broken vendors cost nine healthy ones: their throughput alone and beside the broken ones, in turns, in one
 * process with the simulated vendors.
 */
public final class CourierBench {

    static final int HEALTHY = 9;
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final int PORTION = 5;
    private static final double GOAL = 0.95;
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final long roundNanos;
    private final int rounds;

    CourierBench(long roundNanos, int rounds) {
        this.roundNanos = roundNanos;
        this.rounds = rounds;
    }

    /**
     * What the healthy vendors got through in a round.
     *
     * @param perSecond records
     * @param micros of processor time of the whole process, vendors included, for each of these records
     * @param lost records to broken vendors that did not go
     */
    record Round(double perSecond, double micros, long lost) {}

    /** Two rounds, one right after the other: without the broken vendors, and beside them. */
    record Pair(Round alone, Round beside) {
        double kept() {
            return beside.perSecond() / alone.perSecond();
        }
    }

    /** What was measured. */
    record Figures(List<Pair> pairs) {

        private String row(String what, ToDoubleFunction<Pair> of, DoubleFunction<String> told) {
            var sorted = pairs.stream().mapToDouble(of).sorted().toArray();
            return "| " + what + " | " + told.apply(sorted[sorted.length / 2]) + " | " + told.apply(sorted[0]) + " to "
                    + told.apply(sorted[sorted.length - 1]) + " |";
        }
    }

    /** {@code args}: the seconds of a round, the pairs of rounds. */
    public static void main(String[] args) throws Exception {
        var bench = new CourierBench(TimeUnit.SECONDS.toNanos(Long.parseLong(args[0])), Integer.parseInt(args[1]));
        var figures = bench.run();
        System.out.println("| nine healthy destinations | median | least to most |");
        System.out.println("|---|---:|---:|");
        System.out.println(
                figures.row("records a second alone", pair -> pair.alone().perSecond(), CourierBench::whole));
        System.out.println(figures.row(
                "records a second beside three broken ones",
                pair -> pair.beside().perSecond(),
                CourierBench::whole));
        System.out.println(figures.row("kept, of each pair of rounds", Pair::kept, CourierBench::share));
        System.out.println(figures.row(
                "processor time a record alone", pair -> pair.alone().micros(), CourierBench::micros));
        System.out.println(figures.row(
                "processor time a record beside them", pair -> pair.beside().micros(), CourierBench::micros));
        System.out.println(figures.row(
                "records of a round that the broken ones did not take",
                pair -> pair.beside().lost(),
                CourierBench::whole));
        System.exit(median(figures.pairs().stream().map(Pair::kept).toList()) >= GOAL ? 0 : 1);
    }

    private static String whole(double perSecond) {
        return String.format(Locale.ROOT, "%,.0f", perSecond);
    }

    private static String micros(double each) {
        return String.format(Locale.ROOT, "%.1f µs", each);
    }

    private static String share(double part) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * part);
    }

    /** Runs the pairs of rounds, each in the other order than the one before, after a pair that does not count. */
    Figures run() throws Exception {
        var vertx = Vertx.vertx();
        try {
            var sandbox = await(Sandbox.start(vertx, new SandboxSettings("127.0.0.1", 0, simulated(), 0)));
            var broken = await(BrokenVendors.start(vertx)).stream()
                    .map(server -> URI.create("http://127.0.0.1:" + server.actualPort()))
                    .toList();
            var healthy = IntStream.range(0, HEALTHY)
                    .mapToObj(i -> sandbox.endpoint("w" + i))
                    .toList();
            var pairs = new ArrayList<Pair>();
            for (int pair = 0; pair <= rounds; pair++) {
                boolean brokenFirst = pair % 2 == 1;
                var first = round(vertx, healthy, brokenFirst ? broken : List.of());
                var second = round(vertx, healthy, brokenFirst ? List.of() : broken);
                if (pair > 0) {
                    pairs.add(brokenFirst ? new Pair(second, first) : new Pair(first, second));
                }
            }
            return new Figures(pairs);
        } finally {
            await(vertx.close());
        }
    }

    /** Ends when all that it sent has ended, so that the next begins in silence. */
    private Round round(Vertx vertx, List<URI> healthy, List<URI> broken) throws Exception {
        var couriers = new ArrayList<Courier>();
        var good = healthy.stream().map(uri -> lane(vertx, uri, couriers)).toList();
        var bad = broken.stream().map(uri -> lane(vertx, uri, couriers)).toList();
        long started = System.nanoTime();
        while (!good.stream().allMatch(lane -> lane.forwarded() > 0)) {
            if (System.nanoTime() - started > LONGEST_NANOS) {
                throw new IllegalStateException("a healthy destination took nothing within 30 seconds");
            }
            LockSupport.parkNanos(1_000_000);
        }
        LockSupport.parkNanos(roundNanos / PORTION);
        long used = PROCESS.getProcessCpuTime();
        long before = forwarded(good);
        long began = System.nanoTime();
        while (System.nanoTime() - began < roundNanos) {
            LockSupport.parkNanos(roundNanos - (System.nanoTime() - began));
        }
        long records = forwarded(good) - before;
        while (records == 0 && System.nanoTime() - began < LONGEST_NANOS) {
            // A machine that is busy with other things may have given this process no time at all.
            LockSupport.parkNanos(1_000_000);
            records = forwarded(good) - before;
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        used = PROCESS.getProcessCpuTime() - used;
        good.forEach(Lane::end);
        bad.forEach(Lane::end);
        await(Future.join(couriers.stream().map(Courier::close).toList()));
        return new Round(
                records / seconds,
                used / 1e3 / records,
                bad.stream().mapToLong(Lane::others).sum());
    }

    private static long forwarded(List<Lane> lanes) {
        return lanes.stream().mapToLong(Lane::forwarded).sum();
    }

    private static Lane lane(Vertx vertx, URI uri, List<Courier> couriers) {
        var settings = new Settings(
                "destinations.bench",
                Map.of(
                        "url",
                        uri.toString(),
                        "country",
                        "DE",
                        "secret",
                        SECRET,
                        "sandbox",
                        true,
                        "requests_per_second",
                        100_000));
        var courier = Courier.overHttp(
                vertx,
                requireNonNull(Vendors.all().find("webhook")).connect(settings),
                CourierSettings.DEFAULTS.reaching(Reach.PRIVATE_TOO),
                new Courier.Surroundings(RateShare.alone(System::nanoTime), Clocks.system(), CourierMetrics.NONE));
        couriers.add(courier);
        return new Lane(vertx, courier).begin();
    }

    private static List<SimulatedVendor> simulated() {
        return IntStream.range(0, HEALTHY)
                .<SimulatedVendor>mapToObj(i -> new SimulatedWebhook("w" + i, List.of(SECRET)))
                .toList();
    }

    private static double median(List<Double> of) {
        return of.stream().sorted().skip(of.size() / 2).findFirst().orElseThrow();
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
