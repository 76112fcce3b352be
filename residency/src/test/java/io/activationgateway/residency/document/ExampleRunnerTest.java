package io.activationgateway.residency.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.residency.policy.PolicySet;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an example says of the fields that leave is held against the field plan. */
class ExampleRunnerTest {

    private static final PolicyFiles SAMPLE = PolicyFiles.below(List.of(Path.of("..", "deploy", "policies")));
    private static final String NAME = "partner-gets-less";

    @Test
    void aFieldThatLeavesInTheFormExpectedPasses() {
        assertThat(failures("")).isEmpty();
    }

    @Test
    void aFieldThatLeavesInAnotherFormIsTold() {
        assertThat(failures(
                        "birth_date: {generalise: YEAR}",
                        "birth_date: {generalise: MONTH}",
                        "email: HASH",
                        "email: DROP"))
                .containsExactly(
                        "expected field birth_date generalise(month), but the answer is generalise(year)",
                        "expected field email drop, but the answer is hash");
    }

    @Test
    void aColumnThatNobodyClassifiedIsDropped() {
        assertThat(failures("loyalty_tier]", "loyalty_tier, shoe_size]", "email: HASH", "shoe_size: PASS"))
                .containsExactly("expected field shoe_size pass, but the answer is drop");
    }

    /** What is wrong with the example after replacing texts in it, each by the one after it. */
    private static List<String> failures(String... replaced) {
        String text = SAMPLE.texts().values().stream()
                .filter(each -> each.contains("name: " + NAME))
                .findFirst()
                .orElseThrow();
        for (int i = 0; i + 1 < replaced.length; i += 2) {
            assertThat(text).contains(replaced[i]);
            text = text.replace(replaced[i], replaced[i + 1]);
        }
        return ExampleRunner.failures(policies(SAMPLE.with(text).withPacks())).getOrDefault(NAME, List.of());
    }

    private static PolicySet policies(PolicyFiles files) {
        return switch (PolicyDocuments.read(0, files)) {
            case PolicyDocuments.Loaded loaded -> loaded.policies();
            case PolicyDocuments.Rejected(var errors) -> throw new AssertionError(errors.toString());
        };
    }
}
