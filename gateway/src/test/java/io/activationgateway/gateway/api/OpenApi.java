package io.activationgateway.gateway.api;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.DialectId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;

/** The OpenAPI document that the gateway serves, as a tree whose schemas can be asked. */
final class OpenApi {

    private static final String COMPONENTS = "components";

    private final JsonNode root;
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaRegistryConfig(SchemaRegistryConfig.builder()
                    .formatAssertionsEnabled(true)
                    .locale(Locale.ROOT)
                    .build()));

    private OpenApi(JsonNode root) {
        this.root = root;
    }

    static OpenApi load() throws IOException {
        try (var in = OpenApi.class.getResourceAsStream("/openapi.yaml")) {
            return new OpenApi(new YAMLMapper().readTree(in));
        }
    }

    JsonNode root() {
        return root;
    }

    /** What a reference, or a tree that holds one, stands for. */
    JsonNode resolve(JsonNode node) {
        var reference = node.path("$ref").asText();
        return reference.isEmpty() ? node : resolve(at(reference));
    }

    /** The target of a reference, a missing node where there is none. */
    JsonNode at(String reference) {
        return reference.startsWith("#") ? root.at(JsonPointer.compile(reference.substring(1))) : root.path("");
    }

    JsonNode schema(String name) {
        return at("#/components/schemas/" + name);
    }

    List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** Operations by "METHOD path". */
    void eachOperation(BiConsumer<String, JsonNode> action) {
        for (var path : root.path("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                action.accept(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), operation.getValue());
            }
        }
    }

    /** What a schema of this document has against an instance, one line each. */
    List<String> errors(JsonNode schema, JsonNode instance) {
        var whole = JsonNodeFactory.instance.objectNode();
        whole.putArray("allOf").add(schema);
        whole.set(COMPONENTS, root.path(COMPONENTS));
        return lines(registry.getSchema(whole).validate(instance));
    }

    /** What the language of schemas has against a schema. */
    List<String> errorsOfSchema(JsonNode schema) {
        return lines(
                registry.getSchema(SchemaLocation.of(DialectId.DRAFT_2020_12)).validate(schema));
    }

    private static List<String> lines(List<Error> errors) {
        return errors.stream().map(Error::toString).toList();
    }

    /** Visits every node below the root with its place. */
    void walk(BiConsumer<String, JsonNode> visitor) {
        walk("#", root, visitor);
    }

    private static void walk(String place, JsonNode node, BiConsumer<String, JsonNode> visitor) {
        visitor.accept(place, node);
        node.properties().forEach(child -> walk(place + "/" + child.getKey(), child.getValue(), visitor));
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                walk(place + "/" + i, node.get(i), visitor);
            }
        }
    }

    /** The media types whose bodies are JSON. */
    static final Set<String> JSON_TYPES = Set.of("application/json", "application/problem+json");
}
