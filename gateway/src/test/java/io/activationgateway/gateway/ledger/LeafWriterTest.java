package io.activationgateway.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.activationgateway.gateway.ledger.LedgerEntry.End;
import io.activationgateway.gateway.ledger.LedgerEntry.Outcome;
import io.activationgateway.gateway.ledger.LedgerEntry.Restart;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeafWriterTest {

    private final LeafWriter writer = new LeafWriter(7);

    @Test
    void anIntentFollowsThePlanItIsTheFirstToUse() {
        assertThat(writer.write(Samples.intent("r-0", 2))).isEqualTo(8);
        assertThat(texts()).containsExactly("""
                        {"t":"plan","at":"2026-05-01T10:00:00Z","part":0,"fields":[["email","pass"],["health_interest","drop"]],"last":true}""", """
                        {"t":"intent","at":"2026-05-01T10:00:00Z","activation":"01J0","attempt":1,"request":"r-0","source":"crm","destination":"iterable-eu","purpose":"email-newsletter","operation":"upsert","sandbox":true,"policy":12,"digest":"sha256:ab","epoch":17,"consent":8812,"part":0,"records":[[0,"0123456789abcdef0000000000000000",7],[1,"0123456789abcdef0000000000000001",7]],"last":true}""");
        assertThat(writer.write(Samples.intent("r-1", 1))).isEqualTo(9);
        assertThat(texts())
                .singleElement()
                .asString()
                .contains("\"records\":[[0,\"0123456789abcdef0000000000000000\",7]]");
    }

    @Test
    void whatIsNotSentIsEvidenceToo() {
        writer.write(Samples.decided());
        assertThat(texts()).singleElement().asString().endsWith("""
                        "consent":8812,"part":0,"records":[[1,"ffffffffffffffff0000000000000002","withheld","consent.withdrawn"],[2,null,"misdirected","residency.home-region"]],"last":true}""");
    }

    @Test
    void anOutcomeNamesWhatLeftWhereItWasLess() {
        var records = new EndedRecords(1);
        records.add(0, End.WITHHELD, "consent.withdrawn");
        records.addReduced(1, End.APPLIED, "ok", Samples.LESS);
        var attempt = Samples.intent("r-0", 2).attempt();
        assertThat(writer.write(new Outcome(attempt, Samples.NOW, null, records)))
                .isEqualTo(8);
        assertThat(texts()).last().asString().isEqualTo("""
                        {"t":"outcome","at":"2026-05-01T10:00:00Z","activation":"01J0","attempt":1,"request":"r-0","checked":null,"epoch":null,"consent":null,"part":0,"records":[[0,"withheld","consent.withdrawn"],[1,"applied","ok",7]],"last":true}""");
    }

    @Test
    void aRestartSaysWhatWasCut() {
        writer.write(new Restart(Samples.NOW, 1, 5));
        assertThat(texts())
                .containsExactly("{\"t\":\"restart\",\"at\":\"2026-05-01T10:00:00Z\",\"version\":1,\"cut\":5}");
    }

    @Test
    void aLargeEntryTakesSeveralLeavesThatLoseNothing() {
        writer.write(Samples.intent("r-0", 10_000));
        var leaves = writer.take();
        assertThat(leaves).hasSizeGreaterThan(5).allMatch(leaf -> leaf.length <= LeafWriter.LARGEST);
        var indices = new ArrayList<Integer>();
        for (byte[] leaf : leaves.subList(1, leaves.size())) {
            var read = LeafReader.read(leaf).orElseThrow();
            assertThat(read.last()).isEqualTo(leaf == leaves.getLast());
            for (int index : read.indices()) {
                indices.add(index);
            }
        }
        assertThat(indices).hasSize(10_000).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aRecordNamesAPlanThatWasAnnounced() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IntendedRecords(1).add(0, 1, 2, 0))
                .withMessageContaining("plan 0");
    }

    @Test
    void codesAndKeysTakeNoFreeText() {
        var records = new EndedRecords(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> records.add(0, End.FAILED, "anna@example.com"))
                .withMessageNotContaining("anna");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LedgerEntry.Attempt("a b", 1, "r"))
                .withMessageNotContaining("a b");
    }

    private List<String> texts() {
        return writer.take().stream()
                .map(leaf -> new String(leaf, StandardCharsets.UTF_8))
                .toList();
    }
}
