package io.activationgateway.residency.document;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name somebody probably meant, for the remedy of an error. */
final class NearestName {

    private static final int FARTHEST = 2;
    private static final int SHORT_LIST = 16;

    private NearestName() {}

    /** "Did you mean X?" where something is near, and the full list where it is short or nothing is near. */
    static String suggestion(String written, Collection<String> known) {
        String all = known.isEmpty() ? "None is defined yet." : "Known: " + String.join(", ", known) + ".";
        return find(written, known)
                .map(meant -> "Did you mean \"" + meant + "\"?" + (known.size() <= SHORT_LIST ? " " + all : ""))
                .orElse(all);
    }

    static Optional<String> find(String written, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(name -> distance(written, name)))
                .filter(name -> distance(written, name) <= Math.min(FARTHEST, Math.max(1, written.length() / 3)));
    }

    /** Levenshtein's distance, blind to case. */
    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
