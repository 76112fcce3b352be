package io.activationgateway.bench;

import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.signal.SignalClass;
import io.activationgateway.residency.table.Direction;
import io.activationgateway.residency.table.PolicyTable;
import io.activationgateway.residency.table.Route;
import io.activationgateway.residency.table.Shape;
import io.activationgateway.residency.verdict.FieldAction;
import io.activationgateway.residency.verdict.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One decision on one row with its field plan read for each column that the row holds, on a warm table. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DecisionBench {

    private Route route;
    private People people;
    private final int[] profiles = new int[Cases.COUNT];
    private final int[] laws = new int[Cases.COUNT];
    private final AgeBand[] ages = new AgeBand[Cases.COUNT];
    private final Shape[] shapes = new Shape[Cases.COUNT];
    private final int[][] columns = new int[Cases.COUNT][];
    private int next;

    /** Reads the sample policy and decides every case once. */
    @Setup
    public void warm() {
        var table = PolicyTable.compile(Cases.sample(), Cases.NOW);
        route = table.route("iterable-us", "email-newsletter", Direction.DISCLOSE, "acme-eu");
        var numbers = new LinkedHashMap<ConsentProfile, Integer>();
        List<Cases.Case> cases = Cases.all();
        for (int i = 0; i < Cases.COUNT; i++) {
            var each = cases.get(i);
            profiles[i] = numbers.computeIfAbsent(each.profile(), _ -> numbers.size());
            laws[i] = route.laws(each.country());
            ages[i] = each.age();
            var shape = new Shape(table.catalogue().size());
            shape.add(table.catalogue().number("email"));
            each.columns().forEach(column -> shape.add(table.catalogue().number(column)));
            shapes[i] = shape;
            columns[i] = each.columns().stream()
                    .mapToInt(table.catalogue()::number)
                    .toArray();
        }
        people = new People(new ArrayList<>(numbers.keySet()));
        for (int i = 0; i < Cases.COUNT; i++) {
            decide(i);
        }
    }

    /** How many of the row's columns leave. */
    @Benchmark
    public int gateway() {
        return decide(next++ & Cases.COUNT - 1);
    }

    /** How many columns of a case leave, -1 where nothing does. */
    int decide(int i) {
        var verdict = route.decide(people, profiles[i], laws[i], ages[i], SignalClass.CLEAR, shapes[i]);
        if (!(verdict instanceof Verdict.Forward forward)) {
            return -1;
        }
        int leaving = 0;
        for (int column : columns[i]) {
            if (forward.plan().action(column) != FieldAction.DROP) {
                leaving++;
            }
        }
        return leaving;
    }
}
