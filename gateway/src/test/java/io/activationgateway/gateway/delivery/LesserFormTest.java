package io.activationgateway.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.residency.verdict.FieldAction.Level;
import java.time.LocalDate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LesserFormTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);

    @Test
    void aCutNeverTearsACharacterApart() {
        assertThat(LesserForm.truncated("10115", 2)).isEqualTo("10");
        assertThat(LesserForm.truncated("ab", 5)).isEqualTo("ab");
        assertThat(LesserForm.truncated("😀😀😀", 2)).isEqualTo("😀😀");
        assertThat(LesserForm.truncated("e\u0301a\u0308x", 1)).isEqualTo("e\u0301");
        assertThat(LesserForm.truncated("👨‍👩‍👧x", 1)).isEqualTo("👨‍👩‍👧");
        assertThat(LesserForm.truncated("🇹🇷🇩🇪", 1)).isEqualTo("🇹🇷");
    }

    @Property
    void aCutIsABeginningAndNeverEndsInHalfAPair(@ForAll String text, @ForAll @IntRange(min = 1, max = 20) int most) {
        var cut = LesserForm.truncated(text, most);

        assertThat(text).startsWith(cut);
        boolean torn = cut.length() < text.length()
                && !cut.isEmpty()
                && Character.isHighSurrogate(cut.charAt(cut.length() - 1))
                && Character.isLowSurrogate(text.charAt(cut.length()));
        assertThat(torn).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "1990-05-17, DAY, 1990-05-17",
                "1990-05-17, MONTH, 1990-05",
                "1990-05-17, YEAR, 1990",
                "2026-11-20T23:59:59.5+03:00, DAY, 2026-11-20",
                "2026-11-20 23:59:59, DAY, 2026-11-20",
                "1990-05-17, CITY, -",
                "1990-02-30, YEAR, -",
                "1990-05-171, DAY, -",
                "17.05.1990, YEAR, -",
                "1700000000, DAY, -",
                "2008-11-21, AGE_BAND, 0-17",
                "2008-11-20, AGE_BAND, 18-24",
                "1991-11-20, AGE_BAND, 35-44",
                "1961-11-20, AGE_BAND, 65+",
                "2027-01-01, AGE_BAND, 0-17"
            })
    void aTimeIsToldLessExactly(String written, Level level, String form) {
        assertThat(LesserForm.time(written, level, TODAY)).isEqualTo(form);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "52.520008|CITY|52.5",
                "-0.049|CITY|0.0",
                "13.404954|REGION|13",
                "52.520008,13.404954|CITY|52.5,13.4",
                "52.520008, 13.404954|REGION|53,13",
                "52.520008|COUNTRY|-",
                "181|CITY|-",
                "52.5e0|CITY|-",
                "1e-999999999|CITY|-",
                "Berlin|CITY|-"
            })
    void aCoordinateIsRounded(String written, Level level, String form) {
        assertThat(LesserForm.coordinates(written, level)).isEqualTo(form);
    }
}
