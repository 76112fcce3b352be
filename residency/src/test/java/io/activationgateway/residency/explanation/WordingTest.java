package io.activationgateway.residency.explanation;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.consent.profile.ObjectionScope;
import io.activationgateway.consent.profile.RecipientType;
import io.activationgateway.residency.evaluation.Step.Speaker;
import io.activationgateway.residency.policy.Stage;
import io.activationgateway.residency.policy.TransferRule.Outcome;
import io.activationgateway.residency.verdict.Reason;
import io.activationgateway.residency.verdict.Remedy;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The texts are complete in every language. */
class WordingTest {

    private static final Map<String, Class<? extends Enum<?>>> VOCABULARIES = Map.of(
            "stage", Stage.class,
            "outcome", Outcome.class,
            "state", ConsentState.class,
            "basis", LegalBasis.class,
            "objection", ObjectionScope.class,
            "age", AgeBand.class,
            "recipient", RecipientType.class,
            "remedy", Remedy.class,
            "step", Speaker.class);

    private static final Pattern ARGUMENT = Pattern.compile("\\{[0-9]}");

    @ParameterizedTest
    @EnumSource
    void everyWordOfEveryVocabularyHasAText(Language language) {
        var wording = Wording.of(language);

        VOCABULARIES.forEach((vocabulary, words) -> {
            for (var word : words.getEnumConstants()) {
                assertThat(wording.word(vocabulary, word)).isNotBlank();
            }
        });
        for (var reason : Reason.values()) {
            assertThat(wording.reason(reason)).isNotBlank();
        }
    }

    @Test
    void everyLanguageSaysTheSameThings() {
        var english = Wording.of(Language.ENGLISH);
        var turkish = Wording.of(Language.TURKISH);

        assertThat(new TreeSet<>(turkish.keys())).isEqualTo(new TreeSet<>(english.keys()));
        for (var key : english.keys()) {
            assertThat(arguments(turkish.text(key))).as(key).isEqualTo(arguments(english.text(key)));
            assertThat(turkish.text(key).isBlank()).as(key).isFalse();
        }
    }

    /** A text of a word that no vocabulary has would never be shown. */
    @Test
    void noTextIsLeftOver() {
        for (var key : Wording.of(Language.ENGLISH).keys()) {
            var words = VOCABULARIES.get(key.substring(0, Math.max(0, key.indexOf('.'))));
            if (words != null && !key.equals("step.border.open")) {
                assertThat(words.getEnumConstants())
                        .extracting(word -> Wording.key(key.substring(0, key.indexOf('.')), word))
                        .contains(key);
            }
        }
    }

    private static Set<String> arguments(String text) {
        return ARGUMENT.matcher(text).results().map(result -> result.group()).collect(Collectors.toSet());
    }
}
