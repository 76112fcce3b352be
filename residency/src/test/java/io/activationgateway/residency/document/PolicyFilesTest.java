package io.activationgateway.residency.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.residency.document.PolicyDiff.How;
import io.activationgateway.residency.document.PolicyDocuments.Loaded;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PolicyFilesTest {

    private static final Path SAMPLE = Path.of("../deploy/policies");
    private static final PolicyFiles FILES = PolicyFiles.below(List.of(SAMPLE)).withPacks();
    private static final Loaded LOADED = loaded(FILES);

    private static final String RULE = """
            kind: TransferRule
            name: no-coupons-abroad
            title: Coupons stay in the country
            jurisdiction: kvkk
            stage: DATA
            when:
              purpose:
                codes: [%s]
              route:
                abroad: true
            then:
              outcome: DENY
              reason: consent.missing
              articles: ["KVKK:9(1)"]
            """;

    @Test
    void foldersAndPacksReadTheSameAsFromDisk() {
        assertThat(LOADED.policies().digest())
                .isEqualTo(((Loaded) PolicyDocuments.load(SAMPLE)).policies().digest());
    }

    @Test
    void aPublishedVersionReadsBackToTheSameDigest() {
        var again = loaded(PolicyFiles.ofCanonical(LOADED.canonicalBytes()));

        assertThat(again.policies().digest()).isEqualTo(LOADED.policies().digest());
    }

    @Test
    void awkwardTextSurvives() {
        var canonical = ("[{\"kind\":\"Purpose\",\"name\":\"x\",\"a\":\"12\",\"b\":\"true\",\"c\":\" x: #y\","
                        + "\"d\":\"\\u0007\\\"\\\\\\u2028\",\"e\":[],\"f\":{},\"g\":null,\"h\":[{\"i\":[{\"j\":1}]}],"
                        + "\"k\":\"\",\"l\":\"-\",\"m\":\"ğ\uD83D\uDE00\"}]")
                .getBytes(UTF_8);
        var texts = PolicyFiles.ofCanonical(canonical).texts();
        var errors = new ArrayList<DocumentError>();
        var read = YamlReader.read("x", texts.get("Purpose/x.yaml").getBytes(UTF_8), errors)
                .orElseThrow();

        assertThat(errors).isEmpty();
        assertThat(CanonicalForm.write(List.of((Tree.Mapping) read)))
                .isEqualTo(CanonicalForm.write(CanonicalForm.read("x", canonical, errors)));
    }

    @Test
    void oneDocumentIsReplacedWhereverItsFileIs() {
        var text = FILES.text("Destination", "segment-eu-tr").orElseThrow();
        var moved = FILES.with(text.replace("2026-09-10", "2026-09-14"));

        assertThat(moved.texts().keySet()).isEqualTo(FILES.texts().keySet());
        assertThat(moved.text("Destination", "segment-eu-tr"))
                .hasValueSatisfying(now -> assertThat(now).contains("2026-09-14"));
        assertThat(FILES.without("Destination", "segment-eu-tr").text("Destination", "segment-eu-tr"))
                .isEmpty();
        assertThatThrownBy(() -> FILES.with("nonsense")).isInstanceOf(PolicyUnreadable.class);
    }

    @Test
    void aDifferenceIsToldKeyByKey() {
        var text = FILES.text("Destination", "segment-eu-tr").orElseThrow();
        var files = FILES.with(text.replace("notifiedAt: 2026-09-10", "notifiedAt: 2026-09-08"))
                .without("Example", "parcel-notice");
        var diff = PolicyDiff.of(LOADED.canonicalBytes(), loaded(files).canonicalBytes());

        assertThat(diff.changes())
                .extracting(change -> change.how() + " " + change.name())
                .containsExactly("CHANGED segment-eu-tr", "REMOVED parcel-notice");
        assertThat(diff.changes().getFirst().lines())
                .containsExactly("mechanisms[0].notifiedAt: 2026-09-10 -> 2026-09-08");
        assertThat(diff.text()).startsWith("changed  Destination segment-eu-tr\n  mechanisms[0]");
        assertThat(PolicyDiff.of(LOADED.canonicalBytes(), LOADED.canonicalBytes())
                        .text())
                .isEqualTo("no difference");
        assertThat(PolicyDiff.of("[]".getBytes(UTF_8), LOADED.canonicalBytes()).changes())
                .allMatch(change -> change.how() == How.ADDED);
    }

    @Test
    void theSampleMayBePublished() {
        var review = PolicyReview.of(LOADED);

        assertThat(review.errors()).isEmpty();
        assertThat(review.examples()).isNotEmpty().allMatch(PolicyReview.ExampleResult::passed);
        assertThat(review.ownRules()).isZero();
    }

    @Test
    void aRuleThatChangesNoAnswerMayNotBePublished() {
        var idle = PolicyReview.of(PolicyDocuments.read(0, FILES.with(RULE.formatted("ANALYTICS"))));

        assertThat(idle.ownRules()).isOne();
        assertThat(idle.untouched()).containsExactly("no-coupons-abroad");
        assertThat(idle.passed()).isFalse();
    }

    @Test
    void aRuleIsTouchedWhereItChangesAnAnswer() {
        var review = PolicyReview.of(PolicyDocuments.read(0, FILES.with(RULE.formatted("PROFILING"))));

        assertThat(review.untouched()).isEmpty();
        assertThat(review.passed())
                .as("the example expects what was right before")
                .isFalse();
    }

    private static Loaded loaded(PolicyFiles files) {
        return switch (PolicyDocuments.read(0, files)) {
            case Loaded loaded -> loaded;
            case PolicyDocuments.Rejected(var errors) -> throw new AssertionError(DocumentError.text(errors));
        };
    }

    @Test
    void filesAreKeptInOrderOfTheirNames() {
        var files = PolicyFiles.of(new TreeMap<>(Map.of("b.yaml", "x", "a.yaml", "yy")));

        assertThat(files.texts().firstKey()).isEqualTo("a.yaml");
        assertThat(files.characters()).isEqualTo(3);
    }
}
