package io.activationgateway.residency.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.residency.policy.PolicySet;
import io.activationgateway.residency.verdict.FieldAction;
import io.activationgateway.residency.verdict.FieldPlan;
import io.activationgateway.residency.verdict.Finding;
import io.activationgateway.residency.verdict.Obligation;
import io.activationgateway.residency.verdict.Reason;
import io.activationgateway.residency.verdict.Verdict;
import io.activationgateway.residency.verdict.Verdict.Forward;
import io.activationgateway.residency.verdict.Verdict.Withhold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The comparison sees every verdict that is not the right one. */
class DifferenceTest {

    private static final Finding MISSING = Reason.CONSENT_MISSING.finding(true);
    private static final Finding LAPSED = Reason.TRANSFER_LAPSED.finding(false);
    private static final Obligation OPT_OUT = Obligation.of(Obligation.Kind.ADD_OPT_OUT);

    private static final Forward FORWARD =
            forward(FieldAction.HASH, LegalBasis.CONSENT, List.of("GDPR:7(1)", "EPRIV:13(1)"));
    private static final Withhold WITHHOLD = new Withhold(LAPSED, List.of(MISSING), List.of(OPT_OUT));

    @Test
    void sameIsSame() {
        assertThat(Difference.between(FORWARD, FORWARD)).isEmpty();
        assertThat(Difference.between(WITHHOLD, WITHHOLD)).isEmpty();
        assertThat(Difference.betweenBoth(WITHHOLD, WITHHOLD)).isEmpty();
    }

    @Test
    void seesOtherPermissions() {
        var others = Stream.of(
                forward(FieldAction.PASS, LegalBasis.CONSENT, FORWARD.law()),
                forward(FieldAction.DROP, LegalBasis.CONSENT, FORWARD.law()),
                forward(FieldAction.HASH, LegalBasis.LEGIT_INTEREST, FORWARD.law()),
                forward(FieldAction.HASH, LegalBasis.CONSENT, List.of("GDPR:7(1)")),
                new Forward(FORWARD.plan(), FORWARD.basis(), FORWARD.law(), List.of()),
                new Withhold(MISSING, List.of(), List.of(OPT_OUT)));

        assertThat(others)
                .allSatisfy(
                        other -> assertThat(Difference.between(FORWARD, other)).isPresent());
    }

    @Test
    void seesOtherRefusals() {
        var curable = new Finding(LAPSED.reason(), LAPSED.law(), LAPSED.remedy(), true);
        var others = Stream.of(
                new Withhold(MISSING, List.of(LAPSED), List.of(OPT_OUT)),
                new Withhold(curable, List.of(MISSING), List.of(OPT_OUT)),
                new Withhold(LAPSED, List.of(), List.of(OPT_OUT)),
                new Withhold(LAPSED, List.of(MISSING, Reason.ERASURE_DONE.finding(false)), List.of(OPT_OUT)),
                new Withhold(LAPSED, List.of(MISSING), List.of()),
                new Verdict.Misdirected("north", LAPSED),
                FORWARD);

        assertThat(others)
                .allSatisfy(
                        other -> assertThat(Difference.between(WITHHOLD, other)).isPresent());
    }

    /** A table that is used longer than its dated facts hold answers otherwise somewhere. */
    @Test
    void seesATableUsedTooLong() {
        var late = new ArrayList<String>();
        for (long seed = 1; seed <= 4; seed++) {
            var policy = RandomPolicy.of(seed);
            PolicySet read = Compiled.read(policy);
            var table = Compiled.of(read, policy.start());
            var oracle = new Oracle(policy.text());
            var records = new RandomRecords(policy, new Draw(seed));
            for (int i = 0; i < 200; i++) {
                Question question = records.next(policy.start().plus(Duration.ofDays(40)));
                Difference.between(oracle.decide(question), table.decide(question))
                        .ifPresent(late::add);
            }
        }

        assertThat(late).isNotEmpty();
    }

    private static Forward forward(FieldAction second, LegalBasis basis, List<String> law) {
        return new Forward(FieldPlan.of(FieldAction.PASS, second), basis, law, List.of(OPT_OUT));
    }
}
