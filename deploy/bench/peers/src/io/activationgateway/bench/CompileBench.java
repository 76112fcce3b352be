package io.activationgateway.bench;

import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.signal.SignalClass;
import io.activationgateway.residency.policy.Destination;
import io.activationgateway.residency.policy.Jurisdiction;
import io.activationgateway.residency.policy.PolicySet;
import io.activationgateway.residency.policy.Purpose;
import io.activationgateway.residency.policy.TransferRule;
import io.activationgateway.residency.table.Direction;
import io.activationgateway.residency.table.PolicyTable;
import io.activationgateway.residency.table.Shape;
import java.util.ArrayList;
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

/**
 * A policy of 50 destinations, 10 purposes and 8 jurisdictions, made of the sample's. A table evaluates what it is first
 * asked: so each way is also decided once under each law, 4,000 evaluations.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CompileBench {

    private static final int DESTINATIONS = 50;
    private static final int PURPOSES = 10;
    private static final int JURISDICTIONS = 8;
    private static final List<String> COUNTRIES = List.of("DE", "TR", "GB", "CH", "BR", "US-CA", "RU", "AQ");

    private PolicySet policies;

    /** Multiplies the sample's documents. */
    @Setup
    public void multiply() {
        var sample = Cases.sample();
        var destinations = new ArrayList<Destination>();
        for (int i = 0; i < DESTINATIONS; i++) {
            destinations.add(destination(
                    sample.destinations().get(i % sample.destinations().size()), i));
        }
        var purposes = new ArrayList<Purpose>();
        for (int i = 0; i < PURPOSES; i++) {
            purposes.add(purpose(sample.purposes().get(i % sample.purposes().size()), i));
        }
        var jurisdictions = new ArrayList<>(sample.jurisdictions());
        var rules = new ArrayList<>(sample.rules());
        for (int i = 0; jurisdictions.size() < JURISDICTIONS; i++) {
            another(sample, "gdpr", "gdpr-" + i, jurisdictions, rules);
        }
        policies = new PolicySet(
                1,
                sample.digest(),
                jurisdictions,
                sample.regions(),
                purposes,
                sample.catalogue(),
                destinations,
                rules,
                List.of());
    }

    /** The table alone, as a node makes it when a version or a dated fact changes. */
    @Benchmark
    public PolicyTable table() {
        return PolicyTable.compile(policies, Cases.NOW);
    }

    /** The table, and each way decided once under each law. */
    @Benchmark
    public int tableAndEveryWay() {
        var table = PolicyTable.compile(policies, Cases.NOW);
        var nobody = new People(List.of(ConsentProfile.UNKNOWN));
        var shape = new Shape(table.catalogue().size());
        shape.add(table.catalogue().number("email"));
        int different = 0;
        for (var destination : policies.destinations()) {
            for (var purpose : policies.purposes()) {
                var route = table.route(destination.name(), purpose.name(), Direction.DISCLOSE, "acme-eu");
                for (var country : COUNTRIES) {
                    different += route.decide(
                                    nobody, 0, route.laws(country), AgeBand.ADULT, SignalClass.CLEAR, shape)
                            .hashCode();
                }
            }
        }
        return different;
    }

    private static Destination destination(Destination of, int number) {
        return new Destination(
                of.name() + "-" + number,
                of.title(),
                of.kind(),
                of.importer(),
                of.sharedKey(),
                of.requiredFields(),
                of.fieldPlan(),
                of.mechanisms(),
                of.onward());
    }

    private static Purpose purpose(Purpose of, int number) {
        return new Purpose(
                of.name() + "-" + number,
                of.title(),
                of.code(),
                of.channel(),
                of.brand(),
                of.promotional(),
                of.recurring(),
                of.ownSimilarProducts(),
                of.signals());
    }

    private static void another(
            PolicySet sample, String name, String other, List<Jurisdiction> jurisdictions, List<TransferRule> rules) {
        for (var law : sample.jurisdictions()) {
            if (law.name().equals(name)) {
                jurisdictions.add(new Jurisdiction(
                        other,
                        law.title(),
                        law.family(),
                        law.packVersion(),
                        law.scope(),
                        law.territory(),
                        law.consentAges(),
                        law.adequacy(),
                        law.articles(),
                        law.parameters(),
                        law.calendar()));
            }
        }
        for (var rule : sample.rules()) {
            if (rule.jurisdiction().equals(name)) {
                rules.add(new TransferRule(
                        other + "." + rule.name(),
                        rule.title(),
                        other,
                        rule.stage(),
                        rule.when(),
                        rule.unless(),
                        rule.then(),
                        rule.removals()));
            }
        }
    }
}
