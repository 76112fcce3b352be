package io.activationgateway.residency.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Holds a document against the published schema of its kind. Immutable after construction; safe on any thread. */
final class SchemaCheck {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Map<DocumentKind, Schema> schemas = new EnumMap<>(DocumentKind.class);

    /** Reads all schemas from the class path. */
    SchemaCheck() {
        for (DocumentKind kind : DocumentKind.values()) {
            schemas.put(kind, schema(SchemaCheck.class, kind.schemaResource()));
        }
    }

    /** A schema on the class path of {@code owner}. */
    static Schema schema(Class<?> owner, String resource) {
        // formats assert: a date that is none must not pass as a mere annotation
        var config = SchemaRegistryConfig.builder()
                .formatAssertionsEnabled(true)
                .locale(Locale.ROOT)
                .build();
        var registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemaRegistryConfig(config));
        try (InputStream in = owner.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(
                        "class path: " + resource + " is missing (expected: the module packaged with its resources)");
            }
            Schema schema = registry.getSchema(in, InputFormat.JSON);
            schema.initializeValidators();
            return schema;
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }

    /** What the schema has against the document; empty if it fits. */
    List<DocumentError> check(DocumentKind kind, Tree.Mapping document) {
        Schema schema = schemas.get(kind);
        if (schema == null) {
            throw new IllegalStateException("no schema for " + kind);
        }
        return check(schema, document);
    }

    /** What a schema has against a document; empty if it fits. */
    static List<DocumentError> check(Schema schema, Tree.Mapping document) {
        return schema.validate(json(document)).stream()
                .map(error -> explain(schema, document, error))
                .distinct()
                .sorted()
                .toList();
    }

    private static DocumentError explain(Schema schema, Tree.Mapping document, Error error) {
        Tree found = follow(document, error.getInstanceLocation());
        Place place = found.place();
        String property = error.getProperty();
        return switch (SchemaProblem.of(found, error, rules(schema, error))) {
            case SchemaProblem(String problem, String remedy, boolean atProperty) ->
                (atProperty && property != null && found instanceof Tree.Mapping mapping
                                ? mapping.placeOf(property)
                                : place)
                        .error(problem, remedy);
        };
    }

    /** The node at a location of the validator, or the deepest one on the way there. */
    private static Tree follow(Tree document, @Nullable NodePath location) {
        Tree tree = document;
        for (int i = 0; location != null && i < location.getNameCount(); i++) {
            Tree inner = step(tree, location.getElement(i));
            if (inner == null) {
                return tree;
            }
            tree = inner;
        }
        return tree;
    }

    /** The part of the schema that the violated keyword stands in. */
    private static JsonNode rules(Schema schema, Error error) {
        JsonNode rules = schema.getSchemaNode();
        NodePath keyword = error.getSchemaLocation().getFragment();
        for (int i = 0; i < keyword.getNameCount() - 1; i++) {
            rules = keyword.getElement(i) instanceof Integer index
                    ? rules.path(index)
                    : rules.path(keyword.getElement(i).toString());
        }
        return rules;
    }

    private static @Nullable Tree step(Tree tree, Object element) {
        return switch (tree) {
            case Tree.Mapping mapping -> mapping.get(element.toString());
            case Tree.Sequence sequence
            when element instanceof Integer index && index < sequence.items().size() ->
                sequence.items().get(index);
            default -> null;
        };
    }

    private static JsonNode json(Tree tree) {
        return switch (tree) {
            case Tree.Mapping mapping -> {
                var object = JSON.objectNode();
                mapping.entries().forEach((key, value) -> object.set(key, json(value)));
                yield object;
            }
            case Tree.Sequence sequence -> {
                var array = JSON.arrayNode();
                sequence.items().forEach(item -> array.add(json(item)));
                yield array;
            }
            case Tree.Text text -> JSON.textNode(text.value());
            case Tree.Whole whole -> JSON.numberNode(whole.value());
            case Tree.Flag flag -> JSON.booleanNode(flag.value());
            case Tree.Nothing _ -> JSON.nullNode();
        };
    }
}
