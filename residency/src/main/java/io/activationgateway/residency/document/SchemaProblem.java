package io.activationgateway.residency.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the validator found, in words for somebody who edits policies.
 *
 * @param atProperty whether the key that the error names is the place, rather than the mapping around it
 */
record SchemaProblem(String problem, String remedy, boolean atProperty) {

    /** @param rules the part of the schema that the violated keyword stands in */
    static SchemaProblem of(Tree found, Error error, JsonNode rules) {
        String property = String.valueOf(error.getProperty());
        JsonNode rule = error.getSchemaNode();
        return switch (error.getKeyword()) {
            case "required" ->
                new SchemaProblem(
                        "\"" + property + "\" is missing",
                        "Add \"" + property + ":\""
                                + describedBy(rules.path("properties").path(property)),
                        false);
            case "additionalProperties", "unevaluatedProperties", "propertyNames" ->
                new SchemaProblem(
                        "\"" + property + "\" is not known here",
                        NearestName.suggestion(property, siblings(rules)),
                        true);
            case "enum" -> {
                List<String> known = texts(rule);
                yield new SchemaProblem(
                        shown(found) + " is not one of the values that may stand here",
                        NearestName.suggestion(written(found), known),
                        false);
            }
            case "const" -> new SchemaProblem(shown(found) + " may not stand here", "Write " + rule + ".", false);
            case "type" ->
                new SchemaProblem(
                        found.kind() + " stands where " + expected(rule) + " belongs",
                        "Write " + expected(rule) + quoting(found, rule) + describedBy(rules),
                        false);
            case "pattern" ->
                new SchemaProblem(
                        shown(found) + " does not have the form that is needed here", wanted(rule, rules), false);
            case "format" ->
                new SchemaProblem(shown(found) + " is not " + format(rule), "Write " + format(rule) + ".", false);
            case "minItems" ->
                new SchemaProblem(
                        "the list is too short",
                        "Write at least " + (rule.asInt() == 1 ? "one entry." : rule + " entries."),
                        false);
            case "maxItems" -> new SchemaProblem("the list is too long", "Write at most " + rule + " entries.", false);
            case "uniqueItems" -> new SchemaProblem("the list names something twice", "Name each entry once.", false);
            case "minLength" ->
                new SchemaProblem("the text is too short", "Write at least " + rule + " letters.", false);
            case "maxLength" -> new SchemaProblem("the text is too long", "Write at most " + rule + " letters.", false);
            case "minimum" -> new SchemaProblem(shown(found) + " is too small", "Write at least " + rule + ".", false);
            case "maximum" -> new SchemaProblem(shown(found) + " is too large", "Write at most " + rule + ".", false);
            case "maxProperties" ->
                new SchemaProblem(
                        "the mapping is too large",
                        "Write at most " + rule + (rule.asInt() == 1 ? " key." : " keys."),
                        false);
            case "minProperties" ->
                new SchemaProblem(
                        "the mapping is too small",
                        "Write at least " + rule + (rule.asInt() == 1 ? " key." : " keys."),
                        false);
            default ->
                new SchemaProblem(
                        String.valueOf(error.getMessage()), "See the schema of this kind of document.", false);
        };
    }

    /** The keys that the schema around the error knows. */
    private static List<String> siblings(JsonNode rules) {
        var names = new ArrayList<String>();
        rules.path("properties").fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The form of a text in words where the schema has some, else as the pattern itself. */
    private static String wanted(JsonNode pattern, JsonNode rules) {
        String description = rules.path("description").asText();
        return description.isEmpty()
                ? "Write a text of the form " + pattern.asText() + "."
                : "Write this: " + description;
    }

    private static String describedBy(JsonNode rules) {
        String description = rules.path("description").asText();
        return description.isEmpty() ? "." : ": " + description;
    }

    private static List<String> texts(@Nullable JsonNode array) {
        var texts = new ArrayList<String>();
        if (array != null) {
            array.forEach(item -> texts.add(item.asText()));
        }
        return texts;
    }

    private static String expected(@Nullable JsonNode type) {
        return switch (type == null ? "" : type.asText()) {
            case "object" -> "a mapping";
            case "array" -> "a list";
            case "string" -> "a text";
            case "integer" -> "a whole number";
            case "boolean" -> "true or false";
            default -> "another value";
        };
    }

    private static String quoting(Tree found, @Nullable JsonNode type) {
        boolean plainText = type != null && "string".equals(type.asText());
        return plainText && (found instanceof Tree.Whole || found instanceof Tree.Flag) ? " (put it in quotes)" : "";
    }

    private static String format(@Nullable JsonNode rule) {
        return switch (rule == null ? "" : rule.asText()) {
            case "date" -> "a date such as 2026-11-20";
            case "date-time" -> "a time such as 2026-11-20T10:00:00+03:00";
            default -> "a text of the format " + rule;
        };
    }

    private static String written(Tree found) {
        return found instanceof Tree.Text text ? text.value() : "";
    }

    private static String shown(Tree found) {
        return switch (found) {
            case Tree.Text text -> "\"" + text.value() + "\"";
            case Tree.Whole whole -> Long.toString(whole.value());
            default -> found.kind();
        };
    }
}
