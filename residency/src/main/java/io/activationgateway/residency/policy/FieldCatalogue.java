package io.activationgateway.residency.policy;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which columns there are. A column it does not know is unclassified and never leaves. A name wins over every pattern;
 * of two patterns the one that lies within the other wins, and two of different fields that overlap otherwise cannot be
 * in one catalogue. Immutable; names are compared as they stand. Safe on any thread.
 */
public final class FieldCatalogue implements PolicyDocument {

    /** The number of a column that is not in the catalogue. */
    public static final int UNCLASSIFIED = -1;

    private final String name;
    private final List<FieldClass> fields;
    private final List<FieldTraits> traits;
    private final Map<String, Integer> numbers;
    private final List<Family> families;

    private record Family(NamePattern pattern, int number) {}

    /** @throws IllegalArgumentException when two fields share a name, or a column that a pattern names for both */
    public FieldCatalogue(String name, List<FieldClass> fields) {
        this.name = requireNonNull(name, "name");
        this.fields = List.copyOf(fields);
        this.traits = this.fields.stream().map(FieldTraits::of).toList();
        var byName = new HashMap<String, Integer>();
        var byPattern = new ArrayList<Family>();
        for (int number = 0; number < this.fields.size(); number++) {
            for (String column : this.fields.get(number).names()) {
                if (byName.put(column, number) != null) {
                    throw new IllegalArgumentException(
                            "field catalogue " + name + ": column \"" + column + "\" twice (expected: once)");
                }
            }
            for (NamePattern pattern : this.fields.get(number).patterns()) {
                insert(byPattern, new Family(pattern, number));
            }
        }
        this.numbers = Map.copyOf(byName);
        this.families = List.copyOf(byPattern);
    }

    /** Keeps each family before those that it lies within. */
    private void insert(List<Family> families, Family added) {
        int position = families.size();
        for (int i = families.size() - 1; i >= 0; i--) {
            Family other = families.get(i);
            if (other.number() != added.number() && ambiguous(other.pattern(), added.pattern())) {
                throw new IllegalArgumentException("field catalogue " + name + ": patterns \"" + other.pattern()
                        + "\" and \"" + added.pattern()
                        + "\" share columns, and neither lies within the other (expected: one narrower than the other,"
                        + " or the columns by name)");
            }
            if (added.pattern().isWithin(other.pattern())) {
                position = i;
            }
        }
        families.add(position, added);
    }

    /** Whether some column belongs to both families and neither is the more specific one. */
    public static boolean ambiguous(NamePattern one, NamePattern other) {
        return one.overlaps(other) && one.isWithin(other) == other.isWithin(one);
    }

    @Override
    public String name() {
        return name;
    }

    public List<FieldClass> fields() {
        return fields;
    }

    /** The number of the field that a column belongs to, or {@link #UNCLASSIFIED}. */
    public int number(String column) {
        Integer named = numbers.get(column);
        if (named != null) {
            return named;
        }
        for (Family family : families) {
            if (family.pattern().matches(column)) {
                return family.number();
            }
        }
        return UNCLASSIFIED;
    }

    /** Whether a column stands here by its own name rather than by a pattern. */
    public boolean names(String column) {
        return numbers.containsKey(column);
    }

    /** The field of a number from 0 up to {@link #size()}. */
    public FieldClass field(int number) {
        return fields.get(number);
    }

    /** What rules ask of the field of a number. */
    public FieldTraits traits(int number) {
        return traits.get(number);
    }

    public int size() {
        return fields.size();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FieldCatalogue catalogue
                && name.equals(catalogue.name)
                && fields.equals(catalogue.fields);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + fields.hashCode();
    }

    @Override
    public String toString() {
        return "FieldCatalogue[" + name + ", " + fields.size() + " fields]";
    }
}
