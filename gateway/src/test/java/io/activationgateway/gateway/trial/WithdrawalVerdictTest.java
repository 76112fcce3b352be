package io.activationgateway.gateway.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.gateway.ledger.LedgerChecks;
import io.activationgateway.gateway.trial.WithdrawalVerdict.Stopped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The trial's judge: person 1 withdrew, which was acknowledged at 1,000. */
class WithdrawalVerdictTest {

    @Test
    void whatWasCheckedAfterTheAcknowledgementIsAViolation() {
        var verdict = judge(arrival("profile.upsert", 1_001, 1_500, 1_510));

        assertThat(verdict.violations()).hasSize(1);
        assertThat(verdict.late()).isEmpty();
    }

    @Test
    void aRemovalGoesOn() {
        assertThat(judge(arrival("audience.remove", 1_001, 1_500, 1_510)).violations())
                .isEmpty();
    }

    @Test
    void whatArrivedBeforeTheAcknowledgementIsNobodysConcern() {
        var verdict = judge(arrival("profile.upsert", 900, 980, 999));

        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.late()).isEmpty();
    }

    @Test
    void whatMayHaveWaitedSinceTheSinkLastLookedIsLateWithThatCause() {
        var verdict = judge(arrival("profile.upsert", 900, 999, 1_001));

        assertThat(verdict.late()).singleElement().asString().contains("waiting in the sink");
        assertThat(verdict.unexplained()).isZero();
    }

    @Test
    void whatCameAfterTheSinkHadLookedAgainHasNoPermittedCause() {
        var verdict = judge(arrival("event.track", 900, 1_200, 1_201));

        assertThat(verdict.late()).hasSize(1);
        assertThat(verdict.unexplained()).isEqualTo(1);
    }

    @Test
    void aStopBetweenCheckAndArrivalIsACauseAndOneElsewhereIsNot() {
        var late = arrival("profile.upsert", 900, 1_200, 1_201);

        assertThat(judge(List.of(new Stopped(0, 950, 1_150)), Map.of(), late).unexplained())
                .isZero();
        assertThat(judge(List.of(new Stopped(0, 100, 800)), Map.of(), late).unexplained())
                .isEqualTo(1);
        assertThat(judge(List.of(new Stopped(1, 950, 1_150)), Map.of(), late).unexplained())
                .as("another node's stop explains nothing")
                .isEqualTo(1);
    }

    @Test
    void aLedgerThatSaysOtherwiseIsFound() {
        var arrival = arrival("profile.upsert", 900, 980, 999);

        var agreed = judge(List.of(), Map.of("a/1/r", new LedgerChecks.Check(0, 900, 7, 41)), arrival);
        var other = judge(List.of(), Map.of("a/1/r", new LedgerChecks.Check(0, 900, 7, 42)), arrival);

        assertThat(agreed.compared()).isEqualTo(1);
        assertThat(agreed.contradicted()).isZero();
        assertThat(other.contradicted()).isEqualTo(1);
    }

    @Test
    void aRequestThatDoesNotSayWhenItWasCheckedIsCounted() {
        var verdict = judge(new Arrival(1, 2, "", 0, 0, 0, "profile.upsert", Set.of(1)));

        assertThat(verdict.nameless()).isEqualTo(1);
    }

    @Test
    void anOptOutNeedsNoCheck() {
        var verdict = judge(new Arrival(1, 2, "", 0, 0, 0, "profile.suppress", Set.of(1)));

        assertThat(verdict.nameless()).isZero();
        assertThat(verdict.optOuts()).isEqualTo(1);
    }

    private static Arrival arrival(String type, long checkedAt, long lookedAt, long firstByteAt) {
        return new Arrival(lookedAt, firstByteAt, "a/1/r", checkedAt, 7, 41, type, Set.of(1));
    }

    private static WithdrawalVerdict judge(Arrival arrival) {
        return judge(List.of(), Map.of(), arrival);
    }

    private static WithdrawalVerdict judge(
            List<Stopped> stops, Map<String, LedgerChecks.Check> checks, Arrival arrival) {
        var subject = new Subject(1);
        subject.withdrawalAsked();
        subject.withdrawalAcknowledged(0, 1_000);
        var all = checks.isEmpty() ? Map.of("a/1/r", new LedgerChecks.Check(0, arrival.checkedAt(), 7, 41)) : checks;
        return WithdrawalVerdict.of(List.of(arrival), Map.of(1, subject), stops, all);
    }
}
