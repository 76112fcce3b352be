package io.activationgateway.consent.profile;

import java.time.LocalDate;
import java.time.Period;

/** The ages that law draws lines between (GDPR Art 8: 13 to 16; majority: 18), youngest first, unknown last. */
public enum AgeBand {
    UNDER_13(0),
    AGE_13(13),
    AGE_14(14),
    AGE_15(15),
    AGE_16_17(16),
    ADULT(18),
    UNKNOWN(0);

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

    /** The band of a person born on {@code birthDate}, seen on {@code today}. A future birth date is unknown. */
    public static AgeBand of(LocalDate birthDate, LocalDate today) {
        if (birthDate.isAfter(today)) {
            return UNKNOWN;
        }
        int years = Period.between(birthDate, today).getYears();
        AgeBand found = UNDER_13;
        for (AgeBand band : values()) {
            if (band.isAtLeast(found.youngest) && years >= band.youngest) {
                found = band;
            }
        }
        return found;
    }
}
