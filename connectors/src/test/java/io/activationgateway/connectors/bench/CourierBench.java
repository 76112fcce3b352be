package io.activationgateway.connectors.bench;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.catalogue.Vendors;
import io.activationgateway.connectors.courier.Clocks;
import io.activationgateway.connectors.courier.Courier;
import io.activationgateway.connectors.courier.CourierMetrics;
import io.activationgateway.connectors.courier.CourierSettings;
import io.activationgateway.connectors.courier.RateShare;
import io.activationgateway.connectors.sandbox.Sandbox;
import io.activationgateway.connectors.sandbox.SandboxSettings;
import io.activationgateway.connectors.sandbox.SimulatedVendor;
import io.activationgateway.connectors.sandbox.SimulatedWebhook;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * What three broken vendors cost nine healthy ones: their throughput alone and beside the broken ones, in turns, in one
 * process with the simulated vendors.
 */
public final class CourierBench {

    static final int HEALTHY = 9;
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final int PORTION = 5;

    private final long roundNanos;
    private final int rounds;

    CourierBench(long roundNanos, int rounds) {
        this.roundNanos = roundNanos;
        this.rounds = rounds;
    }

    /**
     * What was measured.
     *
     * @param alone records a second of the healthy vendors, one for each round
     * @param beside the same beside the broken ones
     * @param lost records to broken vendors that did not go
     */
    record Figures(List<Double> alone, List<Double> beside, long lost) {}

    /** {@code args}: the seconds of a round, the rounds of each kind. */
    public static void main(String[] args) throws Exception {
        var bench = new CourierBench(TimeUnit.SECONDS.toNanos(Long.parseLong(args[0])), Integer.parseInt(args[1]));
        var figures = bench.run();
        double alone = median(figures.alone());
        double beside = median(figures.beside());
        System.out.println("| nine healthy destinations | records a second |");
        System.out.println("|---|---|");
        System.out.printf(Locale.ROOT, "| alone | %,.0f |%n", alone);
        System.out.printf(Locale.ROOT, "| beside three broken ones | %,.0f |%n", beside);
        System.out.printf(Locale.ROOT, "| kept | %.1f %% (goal: 95) |%n", 100 * beside / alone);
        System.exit(beside >= 0.95 * alone ? 0 : 1);
    }

    /** Runs the rounds, after one of each kind that does not count. */
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
            var alone = new ArrayList<Double>();
            var beside = new ArrayList<Double>();
            long lost = 0;
            for (int round = 0; round <= rounds; round++) {
                var first = round(vertx, healthy, List.of());
                var second = round(vertx, healthy, broken);
                if (round > 0) {
                    alone.add(first.perSecond());
                    beside.add(second.perSecond());
                }
                lost += second.lost();
            }
            return new Figures(alone, beside, lost);
        } finally {
            await(vertx.close());
        }
    }

    private record Round(double perSecond, long lost) {}

    private Round round(Vertx vertx, List<URI> healthy, List<URI> broken) {
        var couriers = new ArrayList<Courier>();
        var good = healthy.stream().map(uri -> lane(vertx, uri, couriers)).toList();
        var bad = broken.stream().map(uri -> lane(vertx, uri, couriers)).toList();
        long started = System.nanoTime();
        while (!good.stream().allMatch(lane -> lane.forwarded() > 0)) {
            if (System.nanoTime() - started > TimeUnit.SECONDS.toNanos(30)) {
                throw new IllegalStateException("a healthy destination took nothing within 30 seconds");
            }
            LockSupport.parkNanos(1_000_000);
        }
        LockSupport.parkNanos(roundNanos / PORTION);
        long before = good.stream().mapToLong(Lane::forwarded).sum();
        long began = System.nanoTime();
        while (System.nanoTime() - began < roundNanos) {
            LockSupport.parkNanos(roundNanos - (System.nanoTime() - began));
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        long after = good.stream().mapToLong(Lane::forwarded).sum();
        good.forEach(Lane::end);
        bad.forEach(Lane::end);
        couriers.forEach(Courier::close);
        return new Round(
                (after - before) / seconds, bad.stream().mapToLong(Lane::others).sum());
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
                CourierSettings.DEFAULTS.withPrivateAddresses(),
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
