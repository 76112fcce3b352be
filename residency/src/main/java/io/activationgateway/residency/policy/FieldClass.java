package io.activationgateway.residency.policy;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.residency.verdict.FieldAction;
import io.activationgateway.residency.verdict.FieldAction.Generalise;
import io.activationgateway.residency.verdict.FieldAction.Level;
import io.activationgateway.residency.verdict.FieldAction.Plain;
import io.activationgateway.residency.verdict.FieldAction.Truncate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one column of the senders' rows means, or every column of a family.
 *
 * @param names the column names, the first being the one used in answers
 * @param patterns the families of columns that mean this too; a row may have several of them
 * @param identifier which identifier it holds, null for none
 */
public record FieldClass(
        List<String> names,
        List<NamePattern> patterns,
        DataCategory category,
        @Nullable IdentifierType identifier,
        FieldValue value,
        Sensitivity sensitivity) {

    public FieldClass {
        names = List.copyOf(names);
        patterns = List.copyOf(patterns);
        if (names.isEmpty() && patterns.isEmpty()) {
            throw new IllegalArgumentException("field without a name (expected: at least one column name or pattern)");
        }
        requireNonNull(category, "category");
        requireNonNull(value, "value");
        requireNonNull(sensitivity, "sensitivity");
        if (value.inner().stream().anyMatch(FieldClass::identifies)) {
            // Screening looks people up by the columns of a row; an address inside an object would leave unjudged.
            throw new IllegalArgumentException("field " + (names.isEmpty() ? patterns : names).getFirst()
                    + ": an identifier inside a structured field (expected: a column of its own)");
        }
    }

    /** The name used in answers. */
    public String name() {
        return names.isEmpty() ? patterns.getFirst().text() : names.getFirst();
    }

    /** Whether several columns of one row may be this field. */
    public boolean isFamily() {
        return !patterns.isEmpty();
    }

    /** The type of a plain value, also of a CSV cell. */
    public ValueType type() {
        return value.type();
    }

    /** Whether it was concluded rather than told, or holds something that was. */
    public boolean inferred() {
        return sensitivity.inferred() || value.inner().stream().anyMatch(FieldClass::inferred);
    }

    private boolean identifies() {
        return identifier != null || value.inner().stream().anyMatch(FieldClass::identifies);
    }

    /** Whether an object or array may stand here. */
    public boolean structured() {
        return !value.inner().isEmpty();
    }

    /** What a name inside the structured value means, at any depth. */
    public Optional<FieldClass> inside(String name) {
        return value.inner().stream().flatMap(inner -> inner.find(name)).findFirst();
    }

    private Stream<FieldClass> find(String name) {
        return goesBy(name) ? Stream.of(this) : value.inner().stream().flatMap(inner -> inner.find(name));
    }

    private boolean goesBy(String column) {
        return names.contains(column) || patterns.stream().anyMatch(pattern -> pattern.matches(column));
    }

    /** The action itself where values of this field bear it, else {@code DROP}: nothing must leave for want of a way. */
    public FieldAction bearing(FieldAction action) {
        boolean bears = switch (action) {
            case Plain plain -> plain == Plain.PASS || plain == Plain.DROP || !structured();
            case Truncate _ -> !structured() && type() == ValueType.STRING;
            case Generalise(Level level) ->
                level.isPlace()
                        ? placed(level)
                        : !structured() && (type() == ValueType.DATE || type() == ValueType.DATE_TIME);
        };
        return bears ? action : FieldAction.DROP;
    }

    /** Whether it can say where somebody is at this level: as a place that is no more exact, as a coordinate, or in parts. */
    private boolean placed(Level level) {
        PlaceLevel place = value.place();
        if (structured()) {
            return value.inner().stream().anyMatch(inner -> inner.placed(level));
        }
        return place != null && (place.isWithin(level) || (place == PlaceLevel.POINT && level != Level.COUNTRY));
    }

    /** The categories of the field and of all that is inside it; what a tag makes special is special. */
    public Set<DataCategory> categories() {
        var all = EnumSet.of(category);
        for (SpecialTag tag : sensitivity.tags()) {
            all.add(tag == SpecialTag.CRIMINAL ? DataCategory.CRIMINAL : DataCategory.SPECIAL);
        }
        value.inner().forEach(field -> all.addAll(field.categories()));
        return all;
    }

    /** The tags of the field and of all that is inside it; every one but {@code CRIMINAL} where something special has none. */
    public Set<SpecialTag> specialTags() {
        var all = EnumSet.noneOf(SpecialTag.class);
        all.addAll(sensitivity.tags());
        if (category == DataCategory.SPECIAL && sensitivity.tags().isEmpty()) {
            all.addAll(EnumSet.complementOf(EnumSet.of(SpecialTag.CRIMINAL)));
        } else if (category == DataCategory.CRIMINAL) {
            all.add(SpecialTag.CRIMINAL);
        }
        value.inner().forEach(field -> all.addAll(field.specialTags()));
        return all;
    }

    /** The secrets of the field and of all that is inside it. */
    public Set<Secret> allSecrets() {
        var all = EnumSet.noneOf(Secret.class);
        all.addAll(sensitivity.secrets());
        value.inner().forEach(field -> all.addAll(field.allSecrets()));
        return all;
    }
}
