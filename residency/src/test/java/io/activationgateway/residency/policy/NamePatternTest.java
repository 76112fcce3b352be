package io.activationgateway.residency.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamePatternTest {

    /** Every word up to this length of two letters and one that no pattern knows decides overlap and inclusion here. */
    private static final List<String> WORDS =
            IntStream.rangeClosed(0, 7).boxed().flatMap(length -> words(length)).toList();

    @ParameterizedTest
    @CsvSource({
        "score_*, score_churn, true",
        "score_*, score_, true",
        "score_*, Score_churn, false",
        "score_*, my_score_churn, false",
        "*_score, churn_score, true",
        "*_score, churn_score_2, false",
        "p*_at_*, purchased_at_shop, true",
        "p*_at_*, purchased_shop, false",
        "aab*b, aabb, true",
        "aab*b, aab, false"
    })
    void aStarStandsForAnything(String pattern, String column, boolean matches) {
        assertThat(new NamePattern(pattern).matches(column)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "ab*", "score", "**a*b*"})
    void aFamilyHasAStarAndEnoughBesideIt(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NamePattern(text))
                .withMessageContaining("is no family of columns")
                .withMessageContaining("score_*");
    }

    @Test
    void theNarrowerFamilyLiesWithinTheWiderOne() {
        assertThat(new NamePattern("score_health_*").isWithin(new NamePattern("score_*")))
                .isTrue();
        assertThat(new NamePattern("score_*").isWithin(new NamePattern("score_health_*")))
                .isFalse();
        assertThat(new NamePattern("score_*").overlaps(new NamePattern("*_total")))
                .isTrue();
        assertThat(new NamePattern("score_*").overlaps(new NamePattern("rank_*")))
                .isFalse();
    }

    @Property(tries = 500)
    void inclusionAndOverlapAreThoseOfTheColumns(
            @ForAll("patterns") NamePattern one, @ForAll("patterns") NamePattern other) {
        assertThat(one.isWithin(other))
                .isEqualTo(WORDS.stream().filter(one::matches).allMatch(other::matches));
        assertThat(one.overlaps(other))
                .isEqualTo(WORDS.stream().anyMatch(word -> one.matches(word) && other.matches(word)));
    }

    @Provide
    Arbitrary<NamePattern> patterns() {
        // One star each: then the words above are long enough to tell any two of them apart.
        return Arbitraries.of("a", "b")
                .list()
                .ofSize(3)
                .flatMap(letters -> Arbitraries.integers()
                        .between(0, 3)
                        .map(star -> String.join("", letters.subList(0, star)) + "*"
                                + String.join("", letters.subList(star, 3))))
                .map(NamePattern::new);
    }

    private static Stream<String> words(int length) {
        return length == 0
                ? Stream.of("")
                : words(length - 1).flatMap(word -> Stream.of("a", "b", "x").map(letter -> word + letter));
    }
}
