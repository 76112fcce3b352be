package io.activationgateway.residency.policy;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a field.
 *
 * @param inner the names inside a structured value, classified too; empty for a plain value
 * @param place how exactly it says where somebody is; null where it does not
 */
public record FieldValue(
        ValueType type, List<FieldClass> inner, @Nullable PlaceLevel place) {

    /** A text. */
    public static final FieldValue TEXT = of(ValueType.STRING);

    public FieldValue {
        requireNonNull(type, "type");
        inner = List.copyOf(inner);
    }

    /** A plain value. */
    public static FieldValue of(ValueType type) {
        return new FieldValue(type, List.of(), null);
    }
}
