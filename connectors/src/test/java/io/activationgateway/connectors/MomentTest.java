package io.activationgateway.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.Moment.Told;
import io.activationgateway.connectors.OutgoingRecord.Role;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentTest {

    private final Moment moment = new Moment();
    private final JsonBytes out = new JsonBytes(16);

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'\"2026-03-01T12:15:00+03:00\"', TIME, 2026-03-01T09:15:00Z",
                "'\"2026-03-01T12:15:00.5-00:30\"', TIME, 2026-03-01T12:45:00.500Z",
                "'\"2026-03-01 09:15:00Z\"', TIME, 2026-03-01T09:15:00Z",
                "'\"2026-03-01T09:15Z\"', TIME, 2026-03-01T09:15:00Z",
                "'\"2026-03-01T09:15:00+18:00\"', TIME, 2026-02-28T15:15:00Z",
                "'\"2026-03-01t09:15:00z\"', TIME, 2026-03-01T09:15:00Z",
                "'\"2026\\u002d03-01T09:15:00Z\"', TIME, 2026-03-01T09:15:00Z",
                "'\"0000-03-01T09:15:00Z\"', TIME, 0000-03-01T09:15:00Z",
                "'\"9999-12-31T23:59:59-12:00\"', TIME, +10000-01-01T11:59:59Z",
                "'\"2026-03-01T09:15:00\"', NONSENSE,",
                "'\"2026-02-29T09:15:00Z\"', NONSENSE,",
                "'\"2026-03-01T09:15:60Z\"', NONSENSE,",
                "'\"2026-03-01T09:15:00.Z0\"', NONSENSE,",
                "'\"2026-03-01T09:15:00.1234567890Z\"', NONSENSE,",
                "'\"2026-03-01T09:15:00+03:00Z\"', NONSENSE,",
                "'\"yesterday\"', NONSENSE,",
                "1772356500, NONSENSE,",
                "true, NONSENSE,",
                "'\"\"', NOTHING,",
                "null, NOTHING,",
                "{}, NOTHING,"
            })
    void readsWhatAFieldTells(String json, Told told, @Nullable String instant) {
        var record = JsonRecord.of(0, "{\"occurred_at\":" + json + "}");
        assertThat(moment.read(record, record.role(Role.EVENT_TIME), out)).isEqualTo(told);
        assertThat(out.length()).isZero();
        if (instant != null) {
            assertThat(written()).isEqualTo("\"" + instant + "\"");
        }
    }

    @Test
    void tellsNothingWhereThereIsNoField() {
        assertThat(moment.read(JsonRecord.of(0, "{}"), -1, out)).isEqualTo(Told.NOTHING);
    }

    /** Whatever the way it is written, it is read and printed as the platform does. */
    @Property
    void readsAndWritesAsThePlatformDoes(
            @ForAll @LongRange(min = -62_135_596_800L + 64_800, max = 253_402_300_799L - 64_800) long second,
            @ForAll @IntRange(max = 999_999_999) int nano,
            @ForAll @IntRange(max = 9) int digits,
            @ForAll @IntRange(min = -1_079, max = 1_079) int offsetMinutes) {
        int rounded = digits == 0 ? 0 : nano / power(9 - digits) * power(9 - digits);
        var instant = Instant.ofEpochSecond(second, rounded);
        var zone = ZoneOffset.ofTotalSeconds(offsetMinutes * 60);
        var text = OffsetDateTime.ofInstant(instant, zone).toString();
        for (var spelling :
                new String[] {text, instant.toString(), instant.toString().replace('T', ' ')}) {
            var record = JsonRecord.of(0, "{\"occurred_at\":\"" + spelling + "\"}");
            assertThat(moment.read(record, 0, out)).isEqualTo(Told.TIME);
            assertThat(written()).isEqualTo("\"" + instant + "\"");
            assertThat(moment.epochSecond()).isEqualTo(instant.getEpochSecond());
            assertThat(moment.epochMilli()).isEqualTo(instant.toEpochMilli());
            assertThat(moment.isRfc3339()).isEqualTo(EventTime.isRfc3339(spelling));
        }
    }

    @Property
    void refusesWhatThePlatformRefuses(
            @ForAll @IntRange(min = 1_890, max = 2_110) int year,
            @ForAll @IntRange(max = 14) int month,
            @ForAll @IntRange(max = 33) int day,
            @ForAll @IntRange(max = 26) int hour,
            @ForAll @IntRange(max = 62) int minute) {
        var text = String.format(Locale.ROOT, "%04d-%02d-%02dT%02d:%02d:59Z", year, month, day, hour, minute);
        var record = JsonRecord.of(0, "{\"occurred_at\":\"" + text + "\"}");
        var instant = EventTime.parse(text);
        assertThat(moment.read(record, 0, out)).isEqualTo(instant == null ? Told.NONSENSE : Told.TIME);
        if (instant != null) {
            assertThat(written()).isEqualTo("\"" + instant + "\"");
        }
    }

    @Test
    void comparesToTheNanosecond() {
        var instant = Instant.parse("2026-03-01T09:15:00.000000001Z");
        moment.set(instant);
        assertThat(moment.isBefore(instant)).isFalse();
        assertThat(moment.isAfter(instant)).isFalse();
        assertThat(moment.isBefore(instant.plusNanos(1))).isTrue();
        assertThat(moment.isAfter(instant.minusNanos(1))).isTrue();
        assertThat(moment.isBefore(instant.plusSeconds(1))).isTrue();
        assertThat(moment.isAfter(instant.minusSeconds(1))).isTrue();
    }

    private String written() {
        moment.write(out);
        var text = new String(out.toByteArray(), StandardCharsets.UTF_8);
        out.truncate(0);
        return text;
    }

    private static int power(int exponent) {
        int power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }
}
