package io.activationgateway.gateway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Some seconds of batches over one way, as many in flight as there are connections. */
final class Round {

    private static final int BEGINNING = 1_024;

    private Round() {}

    /**
     * What a round saw.
     *
     * @param latencies of each batch, from the first byte sent to the last one received, in nanoseconds
     * @param elapsed from the first batch's begin to the last one's end, in nanoseconds
     * @param bytes of the bodies sent
     */
    record Seen(List<Long> latencies, long elapsed, long bytes, Carrier.Usage usage) {

        Seen plus(Seen other) {
            return new Seen(
                    Stream.concat(latencies.stream(), other.latencies.stream()).toList(),
                    elapsed + other.elapsed,
                    bytes + other.bytes,
                    usage.plus(other.usage));
        }
    }

    private record Share(List<Long> latencies, long bytes) {}

    static Seen over(Way way, int connections, Duration time) throws IOException {
        var before = way.process().usage();
        long began = System.nanoTime();
        try (var threads = Executors.newFixedThreadPool(connections)) {
            var shares = new ArrayList<Future<Share>>();
            for (int number = 0; number < connections; number++) {
                int first = number * way.batches().size() / connections;
                shares.add(threads.submit(() -> share(way, first, began + time.toNanos())));
            }
            long bytes = 0;
            var latencies = new ArrayList<Long>();
            for (var share : shares) {
                var done = share.get();
                bytes += done.bytes();
                latencies.addAll(done.latencies());
            }
            long elapsed = System.nanoTime() - began;
            return new Seen(latencies, elapsed, bytes, way.process().usage().since(before));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        } catch (ExecutionException failure) {
            throw new IOException("a batch over " + way.name() + " failed", failure.getCause());
        }
    }

    /** One batch, checked. */
    static void once(Way way, int batch) throws IOException {
        try (var wire = Wire.to(way.port())) {
            send(way, wire, way.batches().get(batch));
        }
    }

    private static Share share(Way way, int first, long deadline) {
        var latencies = new ArrayList<Long>();
        long bytes = 0;
        try (var wire = Wire.to(way.port())) {
            for (int next = first; System.nanoTime() < deadline; next++) {
                var batch = way.batches().get(next % way.batches().size());
                long began = System.nanoTime();
                send(way, wire, batch);
                latencies.add(System.nanoTime() - began);
                bytes += batch.body().remaining();
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return new Share(latencies, bytes);
    }

    private static void send(Way way, Wire wire, Way.Batch batch) throws IOException {
        wire.send(batch.head().duplicate(), batch.body().duplicate());
        var head = wire.head();
        var beginning = wire.body(BEGINNING);
        if (!head.startsWith("http/1.1 200") || !beginning.contains(way.expected())) {
            throw new IOException(
                    way.name() + " answered " + head.lines().findFirst().orElse("nothing") + " " + beginning);
        }
    }
}
