package io.activationgateway.residency.document;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Any YAML file held against a schema, with the strictness and the errors that policy documents have: no anchors, no
 * duplicate keys, limited size and depth; each error names file, line, column and remedy. Any thread.
 */
public final class CheckedYaml {

    private CheckedYaml() {}

    /** What came of reading a file. */
    public sealed interface Result {}

    /** The file fits its schema: mappings, lists, texts, whole numbers and flags as plain values. */
    public record Fits(Map<String, Object> values) implements Result {
        public Fits {
            requireNonNull(values, "values");
        }

        /** The values may be secrets. */
        @Override
        public String toString() {
            return "Fits[redacted]";
        }
    }

    /** All that is wrong with the file. */
    public record Misfits(List<DocumentError> errors) implements Result {
        public Misfits {
            errors = List.copyOf(errors);
        }
    }

    /**
     * Reads a file's bytes.
     *
     * @param file as errors name it
     * @param owner a class of the module that holds the schema
     * @param schemaResource the JSON Schema on the class path
     */
    public static Result read(String file, byte[] bytes, Class<?> owner, String schemaResource) {
        var errors = new ArrayList<DocumentError>();
        var tree = YamlReader.read(file, bytes, errors);
        if (tree.isEmpty() || !errors.isEmpty()) {
            return new Misfits(errors);
        }
        if (!(tree.get() instanceof Tree.Mapping mapping)) {
            return new Misfits(
                    List.of(tree.get().place().error(tree.get().kind() + " stands here", "a mapping of settings")));
        }
        errors.addAll(SchemaCheck.check(SchemaCheck.schema(owner, schemaResource), mapping));
        return errors.isEmpty() ? new Fits(values(mapping)) : new Misfits(errors);
    }

    private static Map<String, Object> values(Tree.Mapping mapping) {
        var values = new LinkedHashMap<String, Object>();
        mapping.entries().forEach((key, tree) -> {
            var value = value(tree);
            if (value != null) {
                values.put(key, value);
            }
        });
        return values;
    }

    private static @Nullable Object value(Tree tree) {
        return switch (tree) {
            case Tree.Mapping mapping -> values(mapping);
            case Tree.Sequence sequence ->
                sequence.items().stream().map(CheckedYaml::value).toList();
            case Tree.Text text -> text.value();
            case Tree.Whole whole -> whole.value();
            case Tree.Flag flag -> flag.value();
            case Tree.Nothing _ -> null;
        };
    }
}
