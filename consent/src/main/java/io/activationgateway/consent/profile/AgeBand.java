package io.activationgateway.consent.profile;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The ages that law draws lines between (GDPR Art 8: 13 to 16; majority: 18), youngest first, unknown last. */
public enum AgeBand {
    UNDER_13(0),
    AGE_13(13),
    AGE_14(14),
    AGE_15(15),
    AGE_16_17(16),
    ADULT(18),
    UNKNOWN(0);

    /** Where a day begins last on Earth, so that nobody is taken for older than at home. */
    private static final ZoneOffset LAST = ZoneOffset.ofHours(-12);

    private static final AgeBand[] BANDS = values();

    private final int youngest;

    AgeBand(int youngest) {
        this.youngest = youngest;
    }

    /** Whether a person of this band is surely at least {@code years} old; {@code UNKNOWN} never is. */
    public boolean isAtLeast(int years) {
        return this != UNKNOWN && youngest >= years;
    }

    /** The younger of two known bands; a known band beside an unknown one. */
    public AgeBand younger(AgeBand other) {
        return compareTo(other) <= 0 ? this : other;
    }

    /** The date by which ages are counted at {@code instant}: a day has begun once it has everywhere on Earth. */
    public static LocalDate today(Instant instant) {
        return LocalDate.ofInstant(instant, LAST);
    }

    /**
     * The next instant after {@code instant} at which a person born on {@code birthDate} is of another band, null for an
     * adult.
     */
    public static @Nullable Instant nextAfter(LocalDate birthDate, Instant instant) {
        for (var band : BANDS) {
            // 29 February: a person is a year older on 1 March, which is the later day.
            var birthday = birthDate.plusYears(band.youngest);
            var turns = (birthday.getDayOfMonth() < birthDate.getDayOfMonth() ? birthday.plusDays(1) : birthday)
                    .atStartOfDay(LAST)
                    .toInstant();
            if (band != UNKNOWN && turns.isAfter(instant)) {
                return turns;
            }
        }
        return null;
    }

    /** The band of a person born on {@code birthDate}, seen on {@code today}. A future birth date is unknown. */
    public static AgeBand of(LocalDate birthDate, LocalDate today) {
        if (birthDate.isAfter(today)) {
            return UNKNOWN;
        }
        int years = Period.between(birthDate, today).getYears();
        AgeBand found = UNDER_13;
        for (AgeBand band : BANDS) {
            if (band.isAtLeast(found.youngest) && years >= band.youngest) {
                found = band;
            }
        }
        return found;
    }
}
