package io.activationgateway.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTimeTest {

    @ParameterizedTest
    @CsvSource({
        "2026-03-01T12:15:00+03:00, 2026-03-01T09:15:00Z",
        "2026-03-01 09:15:00Z, 2026-03-01T09:15:00Z",
        "2026-03-01T09:15Z, 2026-03-01T09:15:00Z",
        "2026-03-01T09:15:00.123456Z, 2026-03-01T09:15:00.123456Z",
        "2026-03-01T09:15:00,",
        "2026-03-01,",
        "yesterday at ten,",
        "2026-02-30T09:15:00Z,",
        "2026-03-01T24:00:00Z,",
        "2026-03-01T09:15:60Z,",
        "'',"
    })
    void readsIsoTimesWithZoneAndNothingElse(String text, @Nullable Instant instant) {
        assertThat(EventTime.parse(text)).isEqualTo(instant);
    }

    /** The short way for the usual form answers as the long one does. */
    @Property
    void readsAnyTimeAsTheIsoFormatSays(
            @ForAll @LongRange(min = -62_135_596_800L, max = 253_402_300_799L) long second) {
        var instant = Instant.ofEpochSecond(second).truncatedTo(ChronoUnit.SECONDS);
        assertThat(EventTime.parse(instant.toString())).isEqualTo(instant);
    }

    @Property
    void refusesWhatTheIsoFormatRefuses(
            @ForAll @IntRange(max = 99) int month,
            @ForAll @IntRange(max = 99) int day,
            @ForAll @IntRange(max = 99) int hour,
            @ForAll @IntRange(max = 99) int minute) {
        var text = String.format(Locale.ROOT, "2024-%02d-%02dT%02d:%02d:59Z", month, day, hour, minute);
        assertThat(EventTime.parse(text)).isEqualTo(iso(text));
    }

    private static @Nullable Instant iso(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException refused) {
            return null;
        }
    }
}
