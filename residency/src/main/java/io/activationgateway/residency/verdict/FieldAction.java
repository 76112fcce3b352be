package io.activationgateway.residency.verdict;

import java.util.Locale;

/**
 * What happens to one field of a forwarded record. Of two actions the stricter one lets less leave; where neither does,
 * nothing leaves, because a value that satisfied one of them would say more than the other allows:
 *
 * <ul>
 *   <li>everything is stricter than {@link #PASS}, {@link #DROP} is stricter than everything;
 *   <li>{@code TRUNCATE} to fewer characters is stricter than to more;
 *   <li>{@code GENERALISE} is stricter the coarser its level, among times and among places;
 *   <li>{@link #PSEUDONYMISE} is stricter than {@link #HASH};
 *   <li>any other two make a {@link #DROP}: the hash of a birth date can be guessed, though its year was all that may go.
 * </ul>
 */
public sealed interface FieldAction {

    FieldAction PASS = Plain.PASS;

    /** Lower-case hex SHA-256 of the value's normal form, for matching; what is such a hash already is not hashed again. */
    FieldAction HASH = Plain.HASH;

    /** A keyed pseudonym that only this region can reverse. */
    FieldAction PSEUDONYMISE = Plain.PSEUDONYMISE;

    FieldAction DROP = Plain.DROP;

    /** The actions that need no argument. */
    enum Plain implements FieldAction {
        PASS,
        HASH,
        PSEUDONYMISE,
        DROP;

        @Override
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        @Override
        public FieldAction stricter(FieldAction other) {
            return FieldAction.stricter(this, other);
        }
    }

    /**
     * The first characters of a text.
     *
     * @param characters as people count them (extended grapheme clusters), from 1
     */
    record Truncate(int characters) implements FieldAction {

        /** More than this leaves a text as it is. */
        public static final int MOST = 1000;

        public Truncate {
            if (characters < 1 || characters > MOST) {
                throw new IllegalArgumentException(
                        "truncate to " + characters + " characters (expected: 1 to " + MOST + ")");
            }
        }

        @Override
        public String code() {
            return "truncate(" + characters + ")";
        }

        @Override
        public FieldAction stricter(FieldAction other) {
            return FieldAction.stricter(this, other);
        }
    }

    /** A less exact value. */
    record Generalise(Level level) implements FieldAction {
        @Override
        public String code() {
            return "generalise(" + level.name().toLowerCase(Locale.ROOT).replace('_', '-') + ")";
        }

        @Override
        public FieldAction stricter(FieldAction other) {
            return FieldAction.stricter(this, other);
        }
    }

    /** How exact a generalised value still is; of times and of places, each later one is coarser. */
    enum Level {
        /** The day of a date or time, as its writer's calendar shows it. */
        DAY,
        MONTH,
        YEAR,
        /** The age in years, within bands that begin at 0, 18, 25, 35, 45, 55 and 65. */
        AGE_BAND,
        /** A city: coordinates to one decimal, about 11 kilometres. */
        CITY,
        /** A region: coordinates to whole degrees, about 111 kilometres. */
        REGION,
        COUNTRY;

        /** Whether it says how exact a place is, rather than a time. */
        public boolean isPlace() {
            return compareTo(CITY) >= 0;
        }
    }

    /** The name in answers and in the ledger: {@code pass}, {@code truncate(3)}, {@code generalise(year)}. */
    String code();

    /**
     * The action that lets less leave: commutative, associative, and of two equal ones either. (No default method: with
     * one, the constants above would be made before those of {@link Plain} that they name.)
     */
    FieldAction stricter(FieldAction other);

    private static FieldAction stricter(FieldAction one, FieldAction other) {
        if (one.equals(other) || other == Plain.PASS || one == Plain.DROP) {
            return one;
        }
        if (one == Plain.PASS || other == Plain.DROP) {
            return other;
        }
        return switch (one) {
            case Truncate(int mine) when other instanceof Truncate(int others) -> mine <= others ? one : other;
            case Generalise(Level mine)
            when other instanceof Generalise(Level others) && mine.isPlace() == others.isPlace() ->
                mine.compareTo(others) >= 0 ? one : other;
            case Plain _ when other instanceof Plain -> Plain.PSEUDONYMISE;
            case Truncate _, Generalise _, Plain _ -> Plain.DROP;
        };
    }
}
