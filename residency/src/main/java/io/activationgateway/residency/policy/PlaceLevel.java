package io.activationgateway.residency.policy;

import io.activationgateway.residency.verdict.FieldAction.Level;

/** How exactly a part of a structured location says where somebody is; each later one says less. */
public enum PlaceLevel {
    /** A coordinate. */
    POINT,
    /** A street, a house, a postal code. */
    ADDRESS,
    CITY,
    REGION,
    COUNTRY;

    /** Whether it says no more than a level of places allows. */
    public boolean isWithin(Level level) {
        return switch (level) {
            case CITY -> compareTo(CITY) >= 0;
            case REGION -> compareTo(REGION) >= 0;
            case COUNTRY -> this == COUNTRY;
            case DAY, MONTH, YEAR, AGE_BAND -> false;
        };
    }
}
