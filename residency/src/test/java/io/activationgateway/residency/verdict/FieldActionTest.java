package io.activationgateway.residency.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.residency.verdict.FieldAction.Generalise;
import io.activationgateway.residency.verdict.FieldAction.Level;
import io.activationgateway.residency.verdict.FieldAction.Truncate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FieldActionTest {

    @Property
    void theStricterOfTwoDoesNotDependOnTheirOrder(
            @ForAll("actions") FieldAction one,
            @ForAll("actions") FieldAction other,
            @ForAll("actions") FieldAction third) {
        assertThat(one.stricter(other)).isEqualTo(other.stricter(one));
        assertThat(one.stricter(other).stricter(third)).isEqualTo(one.stricter(other.stricter(third)));
        assertThat(one.stricter(one)).isEqualTo(one);
    }

    @Property
    void theStricterOfTwoIsStricterThanEach(@ForAll("actions") FieldAction one, @ForAll("actions") FieldAction other) {
        var stricter = one.stricter(other);

        assertThat(stricter.stricter(one)).isEqualTo(stricter);
        assertThat(stricter.stricter(other)).isEqualTo(stricter);
        assertThat(FieldAction.PASS.stricter(one)).isEqualTo(one);
        assertThat(FieldAction.DROP.stricter(one)).isEqualTo(FieldAction.DROP);
    }

    @Test
    void ofWhatSaysDifferentThingsNothingIsLeft() {
        assertThat(new Truncate(5).stricter(new Truncate(2))).isEqualTo(new Truncate(2));
        assertThat(new Generalise(Level.YEAR).stricter(new Generalise(Level.AGE_BAND)))
                .isEqualTo(new Generalise(Level.AGE_BAND));
        assertThat(FieldAction.HASH.stricter(FieldAction.PSEUDONYMISE)).isEqualTo(FieldAction.PSEUDONYMISE);
        assertThat(new Generalise(Level.YEAR).stricter(FieldAction.HASH)).isEqualTo(FieldAction.DROP);
        assertThat(new Generalise(Level.CITY).stricter(new Generalise(Level.DAY)))
                .isEqualTo(FieldAction.DROP);
        assertThat(new Truncate(1).stricter(new Generalise(Level.DAY))).isEqualTo(FieldAction.DROP);
    }

    @Provide
    Arbitrary<FieldAction> actions() {
        return Arbitraries.oneOf(
                Arbitraries.of(FieldAction.Plain.class),
                Arbitraries.integers().between(1, 3).map(Truncate::new),
                Arbitraries.of(Level.class).map(Generalise::new));
    }
}
