package io.activationgateway.bench;

import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.entity.Entities;
import com.cedarpolicy.model.policy.PolicySet;
import com.cedarpolicy.value.EntityUID;
import com.cedarpolicy.value.PrimBool;
import com.cedarpolicy.value.PrimLong;
import com.cedarpolicy.value.PrimString;
import com.cedarpolicy.value.Value;
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
 * The cases of {@link DecisionBench} put to Cedar. It has no field plans, so it answers less: only whether the record may
 * go. Its policy is what the gateway's comes to for this destination and purpose: consent, no objection, the age of consent
 * of the country, a Data Privacy Framework entry within its days. Requests are made before, as the gateway's inputs are, and
 * the policy set is cached. Every answer is first compared with the gateway's.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CedarBench {

    private static final String CEDAR = """
            permit(principal, action == Action::"email-newsletter", resource == Destination::"iterable-us")
            when {
              context.consent == "GRANTED" && !context.objects &&
              (context.age >= 18 || (context.age >= 16 && ["DE", "NL"].contains(context.country)) ||
                (context.age >= 15 && context.country == "FR") || (context.age >= 13 && context.country == "SE")) &&
              context.at >= 1709251200 && context.at < 1930176000
            };
            """;

    private final BasicAuthorizationEngine engine = new BasicAuthorizationEngine();
    private final Entities nobody = new Entities();
    private final AuthorizationRequest[] requests = new AuthorizationRequest[Cases.COUNT];
    private PolicySet policies;
    private int next;

    /** Makes the requests and holds the answers against the gateway's. */
    @Setup
    public void prepare() throws Exception {
        policies = PolicySet.parsePolicies(CEDAR);
        policies.cache();
        var gateway = new DecisionBench();
        gateway.warm();
        List<Cases.Case> cases = Cases.all();
        for (int i = 0; i < Cases.COUNT; i++) {
            requests[i] = cedarRequest(cases.get(i));
            if (isAllowed(i) != gateway.decide(i) >= 0) {
                throw new IllegalStateException("case " + i + ": Cedar answers " + isAllowed(i) + " (expected: as the gateway)");
            }
        }
    }

    /** Whether the record may go. */
    @Benchmark
    public boolean cedar() throws Exception {
        return isAllowed(next++ & Cases.COUNT - 1);
    }

    private boolean isAllowed(int i) throws Exception {
        return engine.isAuthorized(requests[i], policies, nobody).success.orElseThrow().isAllowed();
    }

    private static AuthorizationRequest cedarRequest(Cases.Case each) {
        Map<String, Value> context = Map.of(
                "consent", new PrimString(each.consent().name()),
                "objects", new PrimBool(each.objects()),
                "age", new PrimLong((long) each.years()),
                "country", new PrimString(each.country()),
                "at", new PrimLong(Cases.NOW.getEpochSecond()));
        return new AuthorizationRequest(
                uid("Person::\"p\""), uid("Action::\"email-newsletter\""), uid("Destination::\"iterable-us\""), context);
    }

    private static EntityUID uid(String text) {
        return EntityUID.parse(text).orElseThrow();
    }
}
