package io.activationgateway.gateway.delivery;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Rows of 20 fields, from the sender's bytes to a vendor's requests: as many drafts as the vendor's limits ask for, finished
 * bodies included. An operation encodes all rows once. {@link #main} prints a table.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class EncodeBench {

    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final int FEW = 50;
    private static final int MANY = 500;

    /** A vendor and an operation; given by {@link #main}. */
    @Param("iterable/upsert")
    public String what;

    @Param("500")
    public int rows;

    private Encoding encoding;

    @Setup
    public void prepare() {
        encoding = new Encoding(what, rows);
    }

    @Benchmark
    public long encode() {
        return encoding.run();
    }

    /**
     * Measures and prints, for each vendor and operation, rows a second and what is left to the garbage collector.
     *
     * @param args how often and how many seconds to warm up, how often and how many seconds to measure, then the vendors;
     *     all where none is named
     */
    public static void main(String[] args) throws RunnerException {
        var vendors = args.length > 4 ? List.of(args).subList(4, args.length) : EncodingVendors.names();
        var measured = EncodingVendors.all().stream()
                .filter(what -> vendors.contains(what.substring(0, what.indexOf('/'))))
                .filter(what -> what.endsWith("/upsert") || what.endsWith("/track"))
                .toArray(String[]::new);
        var options = new OptionsBuilder()
                .include(EncodeBench.class.getSimpleName() + ".encode")
                .param("what", measured)
                .param("rows", Integer.toString(FEW), Integer.toString(MANY))
                .forks(1)
                .warmupIterations(Integer.parseInt(args[0]))
                .warmupTime(TimeValue.seconds(Integer.parseInt(args[1])))
                .measurementIterations(Integer.parseInt(args[2]))
                .measurementTime(TimeValue.seconds(Integer.parseInt(args[3])))
                .addProfiler(GCProfiler.class)
                .jvmArgs("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")
                .output("/dev/stderr")
                .build();
        print(measured, new Runner(options).run());
    }

    private static void print(String[] measured, Collection<RunResult> results) {
        var few = new TreeMap<String, RunResult>();
        var many = new TreeMap<String, RunResult>();
        for (var result : results) {
            var rows = result.getParams().getParam("rows");
            (rows.equals(Integer.toString(FEW)) ? few : many)
                    .put(result.getParams().getParam("what"), result);
        }
        line(
                "vendor/operation",
                "rows/s",
                "+-",
                "body B/row",
                "requests",
                "garbage B/row",
                "B/request, 50",
                "B/request, 500");
        Arrays.stream(measured)
                .filter(many::containsKey)
                .sorted()
                .forEach(what -> print(what, few.get(what), many.get(what)));
    }

    private static void print(String what, RunResult few, RunResult many) {
        var small = new Encoding(what, FEW);
        var large = new Encoding(what, MANY);
        long smallBody = small.run();
        long largeBody = large.run();
        var score = many.getPrimaryResult();
        double garbage = allocated(many) - largeBody;
        line(
                what,
                whole(score.getScore() * MANY),
                whole(score.getScoreError() * MANY),
                whole(largeBody / (double) MANY),
                whole(large.requests()),
                String.format(Locale.ROOT, "%.1f", garbage / MANY),
                whole((allocated(few) - smallBody) / small.requests()),
                whole(garbage / large.requests()));
    }

    private static double allocated(RunResult result) {
        return result.getSecondaryResults().get(ALLOCATED).getScore();
    }

    private static String whole(double number) {
        return String.format(Locale.ROOT, "%,.0f", number);
    }

    private static void line(String what, String... cells) {
        var line = new StringBuilder(String.format(Locale.ROOT, "%-28s", what));
        for (var cell : cells) {
            line.append(String.format(Locale.ROOT, " %14s", cell));
        }
        System.out.println(line);
    }
}
