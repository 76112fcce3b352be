package io.activationgateway.connectors.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.connectors.ConnectorContract;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.SettingsException;
import io.activationgateway.connectors.Vendor;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.consent.profile.Channel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest extends ConnectorContract {

    private static final Map<String, Object> RECORD =
            Map.of("who", "{{identifiers!}}", "attributes", "{{fields}}", "key", "{{key}}");

    @Override
    protected Vendor vendor() {
        return new TemplateVendor();
    }

    @Override
    protected Map<String, Object> settings() {
        var operations = Stream.of(Operation.values())
                .collect(Collectors.<Operation, String, Object>toMap(
                        Operation::wireName,
                        operation -> Map.of(
                                "path",
                                "/v1/" + operation.wireName(),
                                "body",
                                Map.of("items", "{{records}}"),
                                "record",
                                RECORD)));
        return Map.of(
                "url",
                "https://api.example.org/base/",
                "country",
                "DE",
                "headers",
                Map.of("X-Api-Key", "tp-key"),
                "template",
                Map.of("operations", operations));
    }

    @Test
    void doesWhatTheTemplateDescribes() {
        var connector = vendor().connect(new Settings("destinations.x", with("path", "/x")));
        assertThat(connector.operations()).containsExactly(Operation.UPSERT);
        assertThat(connector.limits(Operation.UPSERT).maxRecords()).isEqualTo(1);
        assertThat(connector.refusal(Operation.ERASE, null, Channel.EMAIL))
                .isEqualTo(VendorCode.OPERATION_NOT_SUPPORTED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "path; x; template.operations.upsert.path; is not a path",
                "path; /a b; template.operations.upsert.path; is not a path",
                "path; /{{field.x; template.operations.upsert.path; not closed",
                "path; /{{nobody}}; template.operations.upsert.path; nothing is known of: nobody",
                "path; /{{records}}; template.operations.upsert.path; depends on a record",
                "method; GET; template.operations.upsert.method; is not a method",
                "colour; blue; template.operations.upsert.colour; is not known here",
                "body; {{records}}; template.operations.upsert.body; no record",
                "body; all of {{records}}; template.operations.upsert.body; within a text",
                "body; {{identifier.fax}}; template.operations.upsert.body; nothing is known of: identifier.fax"
            })
    void namesPlaceAndRemedy(String name, String value, String path, String problem) {
        assertThatThrownBy(() -> vendor().connect(new Settings("destinations.x", with(name, value))))
                .isInstanceOfSatisfying(SettingsException.class, e -> {
                    assertThat(e.path()).isEqualTo("destinations.x." + path);
                    assertThat(e.problem()).contains(problem);
                    assertThat(e.remedy()).isNotBlank();
                });
    }

    @Test
    void namesWhatIsWrongDeepInside() {
        refused("record", Map.of("a", "{{fields}}"), "template.operations.upsert.body.who");
        refused("body", Map.of("a", List.of(1, Map.of("b", "{{oops}}"))), "template.operations.upsert.body.a[1].b");
        refused("body", Map.of("a", "{{fields}}"), "template.operations.upsert");
        refused("answers", Map.of("success_at", "status"), "template.operations.upsert.answers.success_at");
        refused("answers", Map.of("failed_at", "/e"), "template.operations.upsert.answers.failed_index");
        refused("answers", Map.of("retry", List.of(99)), "template.operations.upsert.answers.retry");
        refused("answers", Map.of("proves", "all"), "template.operations.upsert.answers.proves");
    }

    @Test
    void refusesAPlaceholderOfARecordOutsideIt() {
        var act = Map.of("path", "/x", "body", Map.of("a", "{{key}}", "b", "{{records}}"), "record", RECORD);
        assertThatThrownBy(() -> vendor().connect(new Settings("destinations.x", upsert(act))))
                .hasMessageContaining("destinations.x.template.operations.upsert.body.a: depends on a record");
    }

    @Test
    void refusesHeadersThatAreNone() {
        var settings = new HashMap<>(settings());
        settings.put("headers", Map.of("X-Key", "line\r\nbreak"));
        assertThatThrownBy(() -> vendor().connect(new Settings("destinations.x", settings)))
                .hasMessageContaining("destinations.x.headers.X-Key")
                .hasMessageNotContaining("break");
    }

    private void refused(String name, Object value, String path) {
        assertThatThrownBy(() -> vendor().connect(new Settings("destinations.x", with(name, value))))
                .isInstanceOfSatisfying(
                        SettingsException.class, e -> assertThat(e.path()).isEqualTo("destinations.x." + path));
    }

    private Map<String, Object> with(String name, Object value) {
        var act = new HashMap<String, Object>(Map.of("path", "/x", "body", Map.of("who", "{{identifiers}}")));
        act.put(name, value);
        return upsert(act);
    }

    private Map<String, Object> upsert(Map<String, ?> act) {
        var settings = new HashMap<>(settings());
        settings.put("template", Map.of("operations", Map.of("upsert", act)));
        return settings;
    }
}
