package io.activationgateway.bench;

import io.sapl.api.pdp.AuthorizationSubscription;
import io.sapl.api.pdp.Decision;
import io.sapl.api.pdp.PolicyDecisionPoint;
import io.sapl.interpreter.combinators.PolicyDocumentCombiningAlgorithm;
import io.sapl.pdp.PolicyDecisionPointFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
 * The cases of {@link DecisionBench} put to SAPL embedded, as {@link CedarBench} does. SAPL needs another version of a library
 * that reads the gateway's policy: so it is run with a class path of its own, and compares its answers with those that
 * {@link Answers} wrote.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SaplBench {

    private static final String SAPL = """
            policy "newsletter to the United States"
            permit action == "email-newsletter" & resource == "iterable-us"
            where
              subject.consent == "GRANTED";
              !subject.objects;
              subject.age >= 18
                || (subject.age >= 16 && (subject.country == "DE" || subject.country == "NL"))
                || (subject.age >= 15 && subject.country == "FR")
                || (subject.age >= 13 && subject.country == "SE");
              environment.at >= 1709251200 && environment.at < 1930176000;
            """;

    private final AuthorizationSubscription[] subscriptions = new AuthorizationSubscription[Cases.COUNT];
    private PolicyDecisionPoint point;
    private int next;

    /** Makes the requests and holds the answers against the gateway's. */
    @Setup
    public void prepare() throws Exception {
        point = PolicyDecisionPointFactory.fixedInRamPolicyDecisionPoint(
                List.of(SAPL), PolicyDocumentCombiningAlgorithm.DENY_OVERRIDES, Map.of());
        var expected = Files.readString(Path.of(System.getProperty("bench.answers")));
        List<Cases.Case> cases = Cases.all();
        for (int i = 0; i < Cases.COUNT; i++) {
            subscriptions[i] = saplRequest(cases.get(i));
            if (isPermitted(i) != (expected.charAt(i) == '1')) {
                throw new IllegalStateException("case " + i + ": SAPL answers " + isPermitted(i) + " (expected: as the gateway)");
            }
        }
    }

    /** Whether the record may go. */
    @Benchmark
    public boolean sapl() {
        return isPermitted(next++ & Cases.COUNT - 1);
    }

    private boolean isPermitted(int i) {
        return point.decideOnce(subscriptions[i]).block().getDecision() == Decision.PERMIT;
    }

    private static AuthorizationSubscription saplRequest(Cases.Case each) {
        return AuthorizationSubscription.of(
                Map.of(
                        "consent", each.consent().name(),
                        "objects", each.objects(),
                        "age", each.years(),
                        "country", each.country()),
                "email-newsletter",
                "iterable-us",
                Map.of("at", Cases.NOW.getEpochSecond()));
    }
}
