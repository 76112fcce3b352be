package io.activationgateway.gateway.bench;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What came out for one way.
 *
 * @param rowsPerSecond rows acknowledged
 * @param bytesPerSecond bytes of the bodies acknowledged
 * @param p50 milliseconds from a batch's first byte sent to its answer's last byte
 * @param cpuPerRow microseconds of processor time of the carrying process, all its threads, for one row
 * @param allocatedPerRow bytes; empty for a process without a garbage collector
 */
record Figures(
        String way,
        int batches,
        double rowsPerSecond,
        double bytesPerSecond,
        double p50,
        double p99,
        double p999,
        double cpuPerRow,
        OptionalDouble allocatedPerRow) {

    static Figures of(String way, Round.Seen seen) {
        var sorted = seen.latencies().stream().sorted().toList();
        double seconds = seen.elapsed() / 1e9;
        double rows = (double) sorted.size() * SampleRows.ROWS;
        var allocated = seen.usage().allocated();
        return new Figures(
                way,
                sorted.size(),
                rows / seconds,
                seen.bytes() / seconds,
                percentile(sorted, 0.5),
                percentile(sorted, 0.99),
                percentile(sorted, 0.999),
                seen.usage().cpu().toNanos() / 1e3 / rows,
                allocated.isPresent() ? OptionalDouble.of(allocated.getAsLong() / rows) : OptionalDouble.empty());
    }

    /** The smallest latency that at least this share of the batches did not exceed, in milliseconds. */
    static double percentile(List<Long> sorted, double share) {
        return sorted.isEmpty() ? Double.NaN : sorted.get((int) Math.ceil(share * sorted.size()) - 1) / 1e6;
    }
}
