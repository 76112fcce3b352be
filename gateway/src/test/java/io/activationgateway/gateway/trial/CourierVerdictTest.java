package io.activationgateway.gateway.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.gateway.trial.Posted.Act;
import io.activationgateway.gateway.trial.Posted.Batch;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The crash trial of the courier sees what it looks for. */
class CourierVerdictTest {

    private static final String HOOK = "webhook-gb";
    private static final String EVENTS = "braze-eu";

    @Test
    void aRecordWithoutAnEndIsSeen() {
        var batch = batch("A", HOOK, Act.ADD, true, 1);
        var lost = new Posted(batch, Map.of("received", 1, "forwarded", 0), Map.of());

        assertThat(judge(List.of(lost), Map.of()).violations())
                .containsExactly("A to webhook-gb: 1 rows, received 1, its outcomes sum to 0");
    }

    @Test
    void countsThatSayOtherwiseThanTheResultsAreSeen() {
        var batch = batch("A", HOOK, Act.ADD, true, 1);
        var other = new Posted(batch, Map.of("received", 1, "failed", 1), Map.of(0, "withheld"));

        assertThat(judge(List.of(other), Map.of()).violations())
                .containsExactly("A to webhook-gb: its counts are {failed=1}, its results {withheld=1}");
    }

    @Test
    void aForwardedRecordThatNoVendorHadIsSeen() {
        var verdict = judge(List.of(ended("A", HOOK, Act.ADD, 1, "forwarded")), Map.of(HOOK, List.of()));

        assertThat(verdict.violations())
                .containsExactly("add A-0 to webhook-gb (queued) is forwarded, and the vendor never had it");
        assertThat(verdict.outcomes()).isEqualTo(Map.of("forwarded", 1));
    }

    @Test
    void anOlderAdditionAsTheLastWordIsSeen() {
        var added = ended("A", HOOK, Act.ADD, 1, "forwarded");
        var removed = removedAtOnce("B", 2);
        var addedAgain = ended("C", HOOK, Act.ADD, 3, "forwarded");
        var posted = List.of(added, removed);

        assertThat(judge(posted, Map.of(HOOK, List.of(remove("B-0"), add("A-0"))))
                        .violations())
                .containsExactly(
                        "add A-0 to webhook-gb (queued) undid the later remove B-0 to webhook-gb (answered at once)");
        assertThat(judge(posted, Map.of(HOOK, List.of(add("A-0"), remove("B-0"))))
                        .violations())
                .isEmpty();
        var all = List.of(added, removed, addedAgain);
        assertThat(judge(all, Map.of(HOOK, List.of(add("A-0"), remove("B-0"), add("C-0"))))
                        .violations())
                .isEmpty();
    }

    @Test
    void aRecordThatIsDeniedAlthoughTheVendorHasItIsSeen() {
        var denied = ended("A", HOOK, Act.ADD, 1, "failed");

        assertThat(judge(List.of(denied), Map.of(HOOK, List.of(add("A-0")))).violations())
                .containsExactly("add A-0 to webhook-gb (queued) is failed, and the vendor has it");
        assertThat(judge(List.of(denied), Map.of(HOOK, List.of())).violations()).isEmpty();
    }

    @Test
    void anEarlierQueuedRecordThatIsHeardAfterALaterOneIsSeen() {
        var posted =
                List.of(ended("A", EVENTS, Act.TRACK, 1, "forwarded"), ended("B", EVENTS, Act.TRACK, 2, "forwarded"));
        var first = new Word("events", "A-0", "u-7");
        var second = new Word("events", "B-0", "u-7");

        assertThat(judge(posted, Map.of(EVENTS, List.of(second, first))).violations())
                .containsExactly(
                        "track A-0 to braze-eu (queued) was heard after the later track B-0 to braze-eu (queued)");
        assertThat(judge(posted, Map.of(EVENTS, List.of(first, first, second))).violations())
                .isEmpty();
    }

    @Test
    void aRequestUnderAnOlderClaimIsSeen() {
        var third = new Claims.Check(3, 1_000);
        var fourth = new Claims.Check(4, 2_000);
        var stray = new Claims.Check(3, 1_502_000);

        assertThat(Claims.violations(HOOK, List.of(third, fourth))).isEmpty();
        assertThat(Claims.violations(HOOK, List.of(stray, fourth, third)))
                .containsExactly("webhook-gb was sent to under claim 3, 0.002 s after it had been under claim 4");
    }

    @Test
    void aQueuedRequestTellsItsClaim() {
        var id = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
        var queued = "attempt=%s/2/%s-1c-1a-7-0; checked=-12; consent_epoch=5; consent_seq=9".formatted(id, id);
        var atOnce = "attempt=%s/1/%s-0; checked=12; consent_epoch=5; consent_seq=9".formatted(id, id);

        assertThat(Claims.Check.of(queued)).contains(new Claims.Check(46, -12));
        assertThat(Claims.Check.of(atOnce)).isEmpty();
    }

    @Test
    void anOlderAdditionOfUnknownEndIsCounted() {
        var posted = List.of(ended("A", HOOK, Act.ADD, 1, "uncertain"), removedAtOnce("B", 2));

        var verdict = judge(posted, Map.of(HOOK, List.of(remove("B-0"), add("A-0"))));

        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.unsettled()).isEqualTo(1);
    }

    @Test
    void aRepetitionUnderItsKeyChangesNothing() {
        var posted = List.of(ended("A", HOOK, Act.ADD, 1, "forwarded"), removedAtOnce("B", 2));

        var verdict = judge(posted, Map.of(HOOK, List.of(add("A-0"), remove("B-0"), add("A-0"))));

        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.prevented()).isEqualTo(1);
        assertThat(verdict.twice()).isZero();
    }

    @Test
    void aRepetitionWithoutAKeyIsCounted() {
        var posted = List.of(ended("A", EVENTS, Act.TRACK, 1, "forwarded"));
        var event = new Word("events", "A-0", "u-7");

        var verdict = judge(posted, Map.of(EVENTS, List.of(event, event)));

        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.twice()).isEqualTo(1);
    }

    @Test
    void whatTheGatewaySaysAgainIsAnsweredForAndWhatNobodyPostedIsSeen() {
        var added = ended("A", HOOK, Act.ADD, 1, "forwarded");
        var atOnce = removedAtOnce("B", 2);
        var words = List.of(remove("B-0"), add("A-0"), remove("Z-0"));

        var verdict = judge(List.of(added, atOnce), Map.of(HOOK, words));
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.again()).isEqualTo(1);

        var queued = ended("B", HOOK, Act.REMOVE, 2, "forwarded");
        assertThat(judge(List.of(added, queued), Map.of(HOOK, words)).violations())
                .contains("webhook-gb heard remove Z-0, which nobody posted");
    }

    private static CourierVerdict judge(List<Posted> posted, Map<String, List<Word>> heard) {
        return CourierVerdict.of(posted, heard, Set.of(HOOK));
    }

    private static Posted removedAtOnce(String id, int turn) {
        return new Posted(
                batch(id, HOOK, Act.REMOVE, false, turn),
                Map.of("received", 1, "forwarded", 1),
                Map.of(0, "forwarded"));
    }

    private static Posted ended(String id, String destination, Act act, int turn, String outcome) {
        return new Posted(
                batch(id, destination, act, true, turn), Map.of("received", 1, outcome, 1), Map.of(0, outcome));
    }

    private static Batch batch(String id, String destination, Act act, boolean queued, int turn) {
        return new Batch(id, destination, act, queued, turn, List.of(7));
    }

    private static Word add(String key) {
        return new Word("add", key, "p7@example.com");
    }

    private static Word remove(String key) {
        return new Word("remove", key, "p7@example.com");
    }
}
