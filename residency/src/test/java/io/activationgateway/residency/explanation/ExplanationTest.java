package io.activationgateway.residency.explanation;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.residency.document.ExampleRunner;
import io.activationgateway.residency.document.PolicyDocuments;
import io.activationgateway.residency.evaluation.Step.Speaker;
import io.activationgateway.residency.policy.Example;
import io.activationgateway.residency.policy.PolicySet;
import io.activationgateway.residency.policy.TransferRule.Outcome;
import io.activationgateway.residency.verdict.Verdict;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Explanations of the sample's examples: whatever the packs say of them must be said in words too. */
class ExplanationTest {

    private static final PolicySet SAMPLE =
            ((PolicyDocuments.Loaded) PolicyDocuments.load(Path.of("..", "deploy", "policies"))).policies();

    static Stream<String> examples() {
        return SAMPLE.examples().stream().map(Example::name);
    }

    /** The findings of the verdict and what was said in the chain are the same reasons, no more and no fewer. */
    @ParameterizedTest
    @MethodSource("examples")
    void theChainSaysWhatTheVerdictSays(String name) {
        var given = given(name);
        var verdict = ExampleRunner.decide(SAMPLE, given);

        for (var language : Language.values()) {
            var explanation = ExampleRunner.explain(SAMPLE, given, language);

            assertThat(explanation.answer()).isNotBlank().doesNotContain("{");
            assertThat(explanation.facts()).allSatisfy(fact -> assertThat(fact).doesNotContain("{"));
            assertThat(explanation.chain())
                    .extracting(Explanation.Link::text)
                    .allSatisfy(text -> assertThat(text).doesNotContain("{"));
            switch (verdict) {
                case Verdict.Forward forward -> {
                    assertThat(explanation.remedies()).isEmpty();
                    assertThat(explanation.chain())
                            .noneMatch(link -> link.step().reason() != null);
                    assertThat(explanation.chain().stream()
                                    .flatMap(link -> link.step().articles().stream())
                                    .toList())
                            .containsAll(given.removal() ? List.of() : forward.law());
                }
                case Verdict.Withhold withhold -> {
                    var reasons = new HashSet<>(List.of(withhold.reason().reason()));
                    withhold.also().forEach(also -> reasons.add(also.reason()));
                    var said = new HashSet<>();
                    explanation.chain().stream()
                            .map(link -> link.step().reason())
                            .filter(reason -> reason != null)
                            .forEach(said::add);
                    assertThat(said.isEmpty() ? reasons : said).isEqualTo(reasons);
                    assertThat(explanation.remedies()).isNotEmpty();
                }
                case Verdict.Misdirected misdirected -> {
                    assertThat(explanation.answer()).contains(misdirected.home());
                    assertThat(explanation.chain()).isEmpty();
                }
            }
        }
    }

    @Test
    void aWithdrawalIsExplainedInBothLanguages() {
        var english = ExampleRunner.explain(SAMPLE, given("newsletter-withdrawn"), Language.ENGLISH);
        var turkish = ExampleRunner.explain(SAMPLE, given("newsletter-withdrawn"), Language.TURKISH);

        assertThat(english.answer())
                .isEqualTo("Nothing of the record goes. Consent was withdrawn. A consent of the person would lift it.");
        assertThat(english.facts())
                .contains("These laws apply: gdpr.", "Use of data for this purpose and channel: withdrawn.");
        assertThat(english.chain())
                .extracting(Explanation.Link::text)
                .contains("gdpr, objection and withdrawal, rule gdpr-withdrawn: Consent was withdrawn [GDPR:7(3)]");
        assertThat(english.remedies())
                .first()
                .isEqualTo("Consent was withdrawn: ask the person for a new consent to this purpose and channel.");
        assertThat(turkish.chain())
                .extracting(Explanation.Link::text)
                .contains("gdpr, itiraz ve geri alma, gdpr-withdrawn kuralı: Onay geri alındı [GDPR:7(3)]");
        assertThat(turkish.chain())
                .extracting(Explanation.Link::step)
                .isEqualTo(english.chain().stream().map(Explanation.Link::step).toList());
    }

    @Test
    void aBorderIsNamedWithTheToolThatOpensIt() {
        var explanation = ExampleRunner.explain(SAMPLE, given("clauses-carry-on"), Language.ENGLISH);

        assertThat(explanation.chain()).anySatisfy(link -> {
            assertThat(link.step().speaker()).isEqualTo(Speaker.BORDER);
            assertThat(link.step().outcome()).isEqualTo(Outcome.ALLOW);
            assertThat(link.text()).startsWith("gdpr, transfer, border to US: open by EU_SCC_M2 [GDPR:46");
        });
    }

    private static Example.Given given(String name) {
        return SAMPLE.examples().stream()
                .filter(example -> example.name().equals(name))
                .findFirst()
                .orElseThrow()
                .given();
    }
}
