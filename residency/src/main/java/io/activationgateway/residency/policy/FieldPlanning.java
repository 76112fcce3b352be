package io.activationgateway.residency.policy;

import static java.util.Objects.requireNonNull;

import io.activationgateway.residency.verdict.FieldAction;
import java.util.Map;

/**
 * Which fields a destination needs, and in what form.
 *
 * @param otherwise for a field that neither map names
 * @param fields per field name; it wins over the category
 * @param categories per category; of a structured field the strictest of all that is inside it counts
 */
public record FieldPlanning(
        FieldAction otherwise, Map<String, FieldAction> fields, Map<DataCategory, FieldAction> categories) {

    public FieldPlanning {
        requireNonNull(otherwise, "otherwise");
        fields = Map.copyOf(fields);
        categories = Map.copyOf(categories);
    }

    /** What this destination needs of a field. */
    public FieldAction action(FieldClass field) {
        for (String name : field.names()) {
            FieldAction named = fields.get(name);
            if (named != null) {
                return named;
            }
        }
        return field.categories().stream()
                .map(category -> categories.getOrDefault(category, otherwise))
                .reduce(FieldAction.PASS, FieldAction::stricter);
    }
}
