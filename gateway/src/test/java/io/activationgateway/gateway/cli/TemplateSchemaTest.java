package io.activationgateway.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.SettingsException;
import io.activationgateway.connectors.catalogue.Vendors;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schema and the connector take the same templates. */
class TemplateSchemaTest {

    private static final Path FIXTURES = Path.of("../connectors/src/test/resources/fixtures/template");

    private final Schema schema = schema();

    @Test
    void takesTheTemplatesOfTheFixtures() throws IOException {
        try (var folders = Files.list(FIXTURES)) {
            var templates = folders.map(TemplateSchemaTest::settings)
                    .filter(settings -> settings.containsKey("template"))
                    .map(settings -> settings.getJsonObject("template").encode())
                    .toList();
            assertThat(templates)
                    .hasSizeGreaterThan(3)
                    .allSatisfy(template ->
                            assertThat(errors(template)).as(template).isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'operations': {}}",
                "{'operations': {'dance': {'path': '/x', 'body': '{{identifiers}}'}}}",
                "{'operations': {'upsert': {'path': 'x', 'body': '{{identifiers}}'}}}",
                "{'operations': {'upsert': {'body': '{{identifiers}}'}}}",
                "{'operations': {'upsert': {'path': '/x', 'body': ['{{identifiers}}', {'a': 'b {{oops}}'}]}}}",
                "{'operations': {'upsert': {'path': '/x', 'body': '{{identifiers}}', 'method': 'GET'}}}",
                "{'operations': {'upsert': {'path': '/x', 'record': '{{identifiers}}'}}}",
                "{'operations': {'upsert': {'path': '/x', 'body': '{{identifiers}}', 'answers': {'retry': [99]}}}}",
                "{'operations': {'upsert': {'path': '/x', 'body': '{{identifiers}}'}}, 'answers': {'failed_at': '/a'}}",
                "{'operations': {'upsert': {'path': '/x', 'body': '{{identifiers}}'}}, 'answers': {'success_at': 'a'}}",
                "{'operations': {'upsert': {'path': '/x', 'body': '{{identifiers}}'}}, 'colour': 'blue'}"
            })
    void refusesWhatTheConnectorRefuses(String quoted) {
        var template = quoted.replace('\'', '"');
        assertThat(errors(template)).isNotEmpty();
        assertThatThrownBy(() -> connect(template)).isInstanceOf(SettingsException.class);
    }

    private static void connect(String template) {
        Map<String, Object> settings =
                Map.of("url", "https://x.example.org", "country", "DE", "template", new JsonObject(template).getMap());
        Vendors.all().find("template").connect(new Settings("destinations.x", settings));
    }

    private List<?> errors(String template) {
        return schema.validate(template, InputFormat.JSON);
    }

    private static JsonObject settings(Path folder) {
        try {
            return new JsonObject(Files.readString(folder.resolve("records.json")))
                    .getJsonObject("settings", new JsonObject());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Schema schema() {
        var registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        return registry.getSchema(
                Vendors.class.getClassLoader().getResourceAsStream("schemas/template.schema.json"), InputFormat.JSON);
    }
}
