package io.activationgateway.residency.policy;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which columns there are. A column it does not know is unclassified and never leaves. Immutable; names are compared
 * as they stand. Safe on any thread.
 */
public final class FieldCatalogue implements PolicyDocument {

    /** The number of a column that is not in the catalogue. */
    public static final int UNCLASSIFIED = -1;

    private final String name;
    private final List<FieldClass> fields;
    private final Map<String, Integer> numbers;

    /** @throws IllegalArgumentException when two fields share a name */
    public FieldCatalogue(String name, List<FieldClass> fields) {
        this.name = requireNonNull(name, "name");
        this.fields = List.copyOf(fields);
        var byName = new HashMap<String, Integer>();
        for (int number = 0; number < this.fields.size(); number++) {
            for (String column : this.fields.get(number).names()) {
                if (byName.put(column, number) != null) {
                    throw new IllegalArgumentException(
                            "field catalogue " + name + ": column \"" + column + "\" twice (expected: once)");
                }
            }
        }
        this.numbers = Map.copyOf(byName);
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
        return numbers.getOrDefault(column, UNCLASSIFIED);
    }

    /** The field of a number from 0 up to {@link #size()}. */
    public FieldClass field(int number) {
        return fields.get(number);
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
