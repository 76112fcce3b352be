package io.activationgateway.residency.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.residency.verdict.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The compiled table decides as the oracle does, on random policies, persons and records. */
class OracleTest {

    /** How many questions are asked; the policies share them. */
    private static final int QUESTIONS = 100_000;

    private static final int POLICIES = 25;
    private static final long FIRST_SEED = 20_261_120;

    /** So often at least each reason must have been the first. */
    private static final int EACH_REASON = 20;

    /**
     * What no table of a sound policy says: the reader refuses a destination whose key no catalogue knows, and the address
     * of a channel is looked up by screening. What rows, nodes and vendors are at fault for has other first words.
     */
    private static final Set<Reason> SAID_ELSEWHERE = Set.of(Reason.GAP_UNCLASSIFIED_FIELD, Reason.GAP_UNKNOWN_CONTACT);

    private static final List<String> WORDS_OF_TABLES = List.of(
            "consent.",
            "objection.",
            "restriction.",
            "erasure.",
            "child.",
            "special.",
            "secret.",
            "channel.",
            "transfer.",
            "residency.",
            "minimisation.",
            "gap.");

    private static final Comparison COMPARISON = new Comparison();

    @BeforeAll
    static void ask() {
        COMPARISON.run(FIRST_SEED, POLICIES, QUESTIONS / POLICIES);
    }

    @Test
    void decidesAsTheOracle() {
        assertThat(COMPARISON.disagreements()).isEmpty();
        assertThat(COMPARISON.questions()).isEqualTo(QUESTIONS);
    }

    @Test
    void hasSaidAllThatATableCanSay() {
        var seldom = Arrays.stream(Reason.values())
                .filter(reason -> WORDS_OF_TABLES.stream().anyMatch(reason.code()::startsWith))
                .filter(reason -> !SAID_ELSEWHERE.contains(reason))
                .filter(reason -> COMPARISON.reasons().getOrDefault(reason, 0) < EACH_REASON)
                .toList();

        assertThat(seldom).isEmpty();
        assertThat(COMPARISON.reasons()).doesNotContainKeys(SAID_ELSEWHERE.toArray(Reason[]::new));
        assertThat(COMPARISON.forwarded()).isGreaterThan(QUESTIONS / 20);
    }
}
