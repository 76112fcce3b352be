package io.activationgateway.residency.policy;

import static java.util.Objects.requireNonNull;

import io.activationgateway.residency.verdict.FieldAction;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Which fields a destination needs, and in what form.
 *
 * @param otherwise for a field that neither map names
 * @param fields per field name or pattern, as the catalogue writes it; it wins over the category
 * @param categories per category; of a structured field the strictest of all that is inside it counts
 */
public record FieldPlanning(
        FieldAction otherwise, Map<String, FieldAction> fields, Map<DataCategory, FieldAction> categories) {

    public FieldPlanning {
        requireNonNull(otherwise, "otherwise");
        fields = Map.copyOf(fields);
        categories = Map.copyOf(categories);
    }

    /** What this destination needs of a field; {@code DROP} where its values do not bear the action. */
    public FieldAction action(FieldClass field) {
        FieldAction asked = Stream.concat(
                        field.names().stream(), field.patterns().stream().map(NamePattern::text))
                .map(fields::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(() -> field.categories().stream()
                        .map(category -> categories.getOrDefault(category, otherwise))
                        .reduce(FieldAction.PASS, FieldAction::stricter));
        return field.bearing(asked);
    }
}
