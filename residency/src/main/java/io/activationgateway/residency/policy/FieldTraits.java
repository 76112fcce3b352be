package io.activationgateway.residency.policy;

import java.util.Collections;
import java.util.Set;

/**
 * What rules ask of a field, and of all that is inside it, worked out once.
 *
 * @param categories as {@link FieldClass#categories()}
 * @param tags as {@link FieldClass#specialTags()}
 * @param secrets as {@link FieldClass#allSecrets()}
 * @param inferred as {@link FieldClass#inferred()}
 */
public record FieldTraits(Set<DataCategory> categories, Set<SpecialTag> tags, Set<Secret> secrets, boolean inferred) {

    static FieldTraits of(FieldClass field) {
        return new FieldTraits(
                Collections.unmodifiableSet(field.categories()),
                Collections.unmodifiableSet(field.specialTags()),
                Collections.unmodifiableSet(field.allSecrets()),
                field.inferred());
    }
}
