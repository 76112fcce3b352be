package io.activationgateway.residency.document;

import static java.util.Objects.requireNonNull;

/**
 * What is told about documents that fit their schemas and each other.
 *
 * @param level whether they may be published nevertheless
 * @param what the place, what is wrong and what would be right
 */
public record Remark(Level level, DocumentError what) implements Comparable<Remark> {

    public Remark {
        requireNonNull(level, "level");
        requireNonNull(what, "what");
    }

    /** How much a remark weighs. */
    public enum Level {
        /** The documents contradict themselves; they are not published. */
        ERROR,
        /** Somebody should look; they may mean it. */
        WARNING
    }

    static Remark error(Place place, String problem, String remedy) {
        return new Remark(Level.ERROR, place.error(problem, remedy));
    }

    static Remark warning(Place place, String problem, String remedy) {
        return new Remark(Level.WARNING, place.error(problem, remedy));
    }

    @Override
    public int compareTo(Remark other) {
        int byPlace = what.compareTo(other.what);
        return byPlace != 0 ? byPlace : level.compareTo(other.level);
    }
}
