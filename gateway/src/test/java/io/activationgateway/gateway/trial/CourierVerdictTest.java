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
        var posted = List.of(
                ended("A", HOOK, Act.ADD, 1, "forwarded"),
                ended("B", HOOK, Act.REMOVE, 2, "forwarded"),
                ended("C", HOOK, Act.ADD, 3, "superseded"));

        assertThat(judge(posted, Map.of(HOOK, List.of(remove("B-0"), add("A-0"))))
                        .violations())
                .containsExactly("add A-0 to webhook-gb (queued) undid the later remove B-0 to webhook-gb (queued)");
        assertThat(judge(posted, Map.of(HOOK, List.of(add("A-0"), remove("B-0"))))
                        .violations())
                .isEmpty();
        assertThat(judge(posted, Map.of(HOOK, List.of(add("A-0"), remove("B-0"), add("C-0"))))
                        .violations())
                .isEmpty();
    }

    @Test
    void anOlderAdditionOfUnknownEndIsCounted() {
        var posted = List.of(ended("A", HOOK, Act.ADD, 1, "uncertain"), ended("B", HOOK, Act.REMOVE, 2, "forwarded"));

        var verdict = judge(posted, Map.of(HOOK, List.of(remove("B-0"), add("A-0"))));

        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.unsettled()).isEqualTo(1);
    }

    @Test
    void aRepetitionUnderItsKeyChangesNothing() {
        var posted = List.of(ended("A", HOOK, Act.ADD, 1, "forwarded"), ended("B", HOOK, Act.REMOVE, 2, "forwarded"));

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
        var atOnce = new Posted(
                batch("B", HOOK, Act.REMOVE, false, 2), Map.of("received", 1, "forwarded", 1), Map.of(0, "forwarded"));
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
