package io.activationgateway.residency.policy;

import static java.util.Objects.requireNonNull;

/**
 * A family of column names: text in which each {@code *} stands for any characters, also none. Compared as it stands;
 * immutable.
 */
public record NamePattern(String text) {

    /** So many characters must be fixed: a shorter family would classify whatever a sender comes up with. */
    public static final int LEAST_FIXED = 3;

    private static final char ANY = '*';

    public NamePattern {
        requireNonNull(text, "text");
        long fixed = text.chars().filter(character -> character != ANY).count();
        if (fixed < LEAST_FIXED || fixed == text.length()) {
            throw new IllegalArgumentException("\"" + text + "\" is no family of columns (expected: at least "
                    + LEAST_FIXED + " characters and a *, such as score_*)");
        }
    }

    /** Whether a column belongs to the family. */
    public boolean matches(String column) {
        // A * of the column itself is an ordinary character to this side.
        return covers(column, false);
    }

    /** Whether every column of this family belongs to the other one too. */
    public boolean isWithin(NamePattern other) {
        return other.covers(text, true);
    }

    /** Whether some column belongs to both families. */
    public boolean overlaps(NamePattern other) {
        boolean[] meets = new boolean[other.text.length() + 1];
        for (int mine = text.length(); mine >= 0; mine--) {
            boolean[] next = meets;
            meets = new boolean[other.text.length() + 1];
            for (int others = other.text.length(); others >= 0; others--) {
                meets[others] = meets(mine, other.text, others, meets, next);
            }
        }
        return meets[0];
    }

    /** Whether the rests of both texts from here on have a name in common; {@code row} is filled beyond {@code others}. */
    private boolean meets(int mine, String its, int others, boolean[] row, boolean[] next) {
        boolean ended = mine == text.length();
        boolean otherEnded = others == its.length();
        if (ended && otherEnded) {
            return true;
        }
        if (!ended && text.charAt(mine) == ANY) {
            return next[others] || (!otherEnded && row[others + 1]);
        }
        if (!otherEnded && its.charAt(others) == ANY) {
            return row[others + 1] || (!ended && next[others]);
        }
        return !ended && !otherEnded && text.charAt(mine) == its.charAt(others) && next[others + 1];
    }

    /** Matches greedily from the left; where {@code families} a {@code *} of the other text is matched by a {@code *} only. */
    private boolean covers(String other, boolean families) {
        int mine = 0;
        int its = 0;
        int star = -1;
        int mark = 0;
        while (its < other.length()) {
            if (mine < text.length() && text.charAt(mine) == ANY) {
                star = mine++;
                mark = its;
            } else if (mine < text.length()
                    && text.charAt(mine) == other.charAt(its)
                    && !(families && other.charAt(its) == ANY)) {
                mine++;
                its++;
            } else if (star >= 0) {
                mine = star + 1;
                its = ++mark;
            } else {
                return false;
            }
        }
        while (mine < text.length() && text.charAt(mine) == ANY) {
            mine++;
        }
        return mine == text.length();
    }

    @Override
    public String toString() {
        return text;
    }
}
