package io.activationgateway.residency.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FieldCatalogueTest {

    private static final FieldClass SCORES = family("score_*");
    private static final FieldClass HEALTH = family("score_health_*");
    private static final FieldClass PLAIN = new FieldClass(
            List.of("score_health_visits"),
            List.of(),
            DataCategory.BEHAVIOURAL,
            null,
            FieldValue.TEXT,
            Sensitivity.NONE);

    @Test
    void theMostSpecificClassWins() {
        for (var order : List.of(List.of(SCORES, HEALTH, PLAIN), List.of(PLAIN, HEALTH, SCORES))) {
            var catalogue = new FieldCatalogue("customers", order);

            assertThat(field(catalogue, "score_churn")).isEqualTo(SCORES);
            assertThat(field(catalogue, "score_health_risk")).isEqualTo(HEALTH);
            assertThat(field(catalogue, "score_health_visits")).isEqualTo(PLAIN);
            assertThat(catalogue.number("rank_churn")).isEqualTo(FieldCatalogue.UNCLASSIFIED);
        }
    }

    @Property
    void theOrderOfTheDocumentDoesNotMatter(@ForAll long seed) {
        var families =
                List.of(family("abc_*"), family("abc_b_*"), family("abc_b_c_*"), family("abc_x_*"), family("zzz*"));
        var usable = new ArrayList<>(families);
        Collections.shuffle(usable, new Random(seed));
        var catalogue = new FieldCatalogue("customers", usable);

        assertThat(field(catalogue, "abc_b_c_d").name()).isEqualTo("abc_b_c_*");
        assertThat(field(catalogue, "abc_b_d").name()).isEqualTo("abc_b_*");
        assertThat(field(catalogue, "abc_x_d").name()).isEqualTo("abc_x_*");
        assertThat(field(catalogue, "abc_d").name()).isEqualTo("abc_*");
    }

    @Test
    void twoFamiliesThatShareColumnsAreRefusedWhereNoneIsTheNarrower() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FieldCatalogue("customers", List.of(SCORES, family("*_total"))))
                .withMessageContaining("\"score_*\" and \"*_total\"")
                .withMessageContaining("one narrower than the other");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FieldCatalogue("customers", List.of(SCORES, family("score_*"))));
    }

    private static FieldClass field(FieldCatalogue catalogue, String column) {
        return catalogue.field(catalogue.number(column));
    }

    private static FieldClass family(String pattern) {
        return new FieldClass(
                List.of(),
                List.of(new NamePattern(pattern)),
                DataCategory.BEHAVIOURAL,
                null,
                FieldValue.of(ValueType.NUMBER),
                Sensitivity.NONE);
    }
}
