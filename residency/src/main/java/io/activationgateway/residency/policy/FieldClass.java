package io.activationgateway.residency.policy;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.identity.IdentifierType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one column of the senders' rows means.
 *
 * @param names the column names, the first being the one used in answers
 * @param identifier which identifier it holds, null for none
 * @param inner the names inside a structured field, classified too; empty for a plain value
 * @param tags what makes it special; a field of category {@code SPECIAL} without a tag counts as special in every way
 * @param secrets secrecy beside privacy law
 * @param inferred whether it was concluded rather than told (CJEU C-184/20: it counts all the same)
 */
public record FieldClass(
        List<String> names,
        DataCategory category,
        @Nullable IdentifierType identifier,
        ValueType type,
        List<FieldClass> inner,
        List<SpecialTag> tags,
        List<Secret> secrets,
        boolean inferred) {

    public FieldClass {
        names = List.copyOf(names);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("field without a name (expected: at least one column name)");
        }
        requireNonNull(category, "category");
        requireNonNull(type, "type");
        inner = List.copyOf(inner);
        if (inner.stream().anyMatch(FieldClass::identifies)) {
            // Screening looks people up by the columns of a row; an address inside an object would leave unjudged.
            throw new IllegalArgumentException("field " + names.getFirst()
                    + ": an identifier inside a structured field (expected: a column of its own)");
        }
        tags = List.copyOf(tags);
        secrets = List.copyOf(secrets);
    }

    /** The name used in answers. */
    public String name() {
        return names.getFirst();
    }

    private boolean identifies() {
        return identifier != null || inner.stream().anyMatch(FieldClass::identifies);
    }

    /** Whether an object or array may stand here. */
    public boolean structured() {
        return !inner.isEmpty();
    }

    /** The categories of the field and of all that is inside it; what a tag makes special is special. */
    public Set<DataCategory> categories() {
        var all = EnumSet.of(category);
        for (SpecialTag tag : tags) {
            all.add(tag == SpecialTag.CRIMINAL ? DataCategory.CRIMINAL : DataCategory.SPECIAL);
        }
        inner.forEach(field -> all.addAll(field.categories()));
        return all;
    }

    /** The tags of the field and of all that is inside it; every one but {@code CRIMINAL} where something special has none. */
    public Set<SpecialTag> specialTags() {
        var all = EnumSet.noneOf(SpecialTag.class);
        all.addAll(tags);
        if (category == DataCategory.SPECIAL && tags.isEmpty()) {
            all.addAll(EnumSet.complementOf(EnumSet.of(SpecialTag.CRIMINAL)));
        } else if (category == DataCategory.CRIMINAL) {
            all.add(SpecialTag.CRIMINAL);
        }
        inner.forEach(field -> all.addAll(field.specialTags()));
        return all;
    }

    /** The secrets of the field and of all that is inside it. */
    public Set<Secret> allSecrets() {
        var all = EnumSet.noneOf(Secret.class);
        all.addAll(secrets);
        inner.forEach(field -> all.addAll(field.allSecrets()));
        return all;
    }
}
