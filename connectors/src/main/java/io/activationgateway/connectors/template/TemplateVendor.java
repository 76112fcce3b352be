package io.activationgateway.connectors.template;

import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.DataRegion;
import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.Guide;
import io.activationgateway.connectors.Guide.Setting;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.Vendor;
import io.activationgateway.consent.identity.IdentifierType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A receiver described by a template. Settings: {@code url}, {@code country}, {@code headers}, {@code idempotency_header},
 * {@code template}, {@code max_records}, {@code max_bytes}, {@code requests_per_second}, {@code sandbox}.
 */
public final class TemplateVendor implements Vendor {

    private static final Limits USUAL = new Limits(100, 1_000_000, 1_000_000, 10);

    @Override
    public String name() {
        return "template";
    }

    @Override
    public List<DataRegion> dataRegions() {
        return List.of();
    }

    @Override
    public Guide guide() {
        return new Guide(
                "Template",
                "Any receiver of JSON over HTTP, described in the configuration: a new channel without code.",
                List.of(
                        new Setting("url", "https URL", "required", "What the template's paths begin with."),
                        new Setting("country", "country code", "required", "Where the receiver keeps the data."),
                        new Setting("headers", "map, secrets", "none", "Headers of every request."),
                        new Setting(
                                "idempotency_header",
                                "text",
                                "none",
                                "The header that names a request, the same at every attempt."),
                        new Setting(
                                "template", "map", "required", "See below, and template.schema.json beside this page."),
                        new Setting("max_records", "1 to 100,000", "100", "Records in one request of a batch."),
                        new Setting("max_bytes", "1,024 to 67,108,864", "1,000,000", "Bytes of one request."),
                        new Setting("requests_per_second", "1 to 100,000", "10", "The pace.")),
                Arrays.stream(Operation.values())
                        .map(operation -> new Guide.Act(
                                operation,
                                "as the template says",
                                USUAL,
                                List.of(IdentifierType.values()),
                                "idempotency_header, where the receiver knows it",
                                "as the template says: accepted or applied"))
                        .toList(),
                List.of(
                        "template.operations has an entry for each operation that the receiver can do: method (POST),"
                                + " path, body, record and answers.",
                        "body is any JSON. With record beside it a request carries many: body has \"{{records}}\" where they"
                                + " stand, and record is one of them. Without it a request carries one record.",
                        "A text that is one placeholder becomes the value itself, whatever its type; within a longer text,"
                                + " and in path, it becomes text, escaped as JSON or percent-encoded.",
                        "Of a record: {{field.<name>}}, {{fields}} (an object of all that stands nowhere else by its nature),"
                                + " {{identifier.<type>}}, {{identifiers}}, {{key}}, {{record_id}}, {{consented}},"
                                + " {{event.name}}, {{event.time}}.",
                        "Of the activation: {{audience}}, {{purpose}}, {{channel}} (in small letters), {{operation}}, {{request}},"
                                + " {{taken_at}}, {{sent_at}}.",
                        "Without a value {{x}} becomes null, {{x?}} leaves its member out, {{x!}} refuses the record; in a"
                                + " path each must have one."),
                List.of(
                        "answers, for one operation or for all: proves (accepted, or applied), success, rejected, retry and"
                                + " stop with statuses; success_at with success_value (true) for what the body must say at a"
                                + " JSON pointer; failed_at with failed_index for an array that names failed records by their"
                                + " position.",
                        "What is said with a success that the body does not confirm is uncertain.",
                        "An event is not repeated after an uncertain attempt unless idempotency_header is set.",
                        "A map with nothing but file or env in it is read as a secret, also within a template.",
                        "activation-gateway connector dry-run shows the request that rows would become, and sends nothing."));
    }

    @Override
    public Connector connect(Settings settings) {
        var url = settings.uri("url");
        boolean sandbox = settings.flag("sandbox", false);
        if (!sandbox && !"https".equals(url.getScheme())) {
            throw settings.wrong("url", "is not https", "use https, or set sandbox: true for a simulator");
        }
        if (url.getRawQuery() != null) {
            throw settings.wrong("url", "has a query", "put it into the template's paths");
        }
        var endpoint = new Endpoint(url, Set.of(settings.country("country")), sandbox);
        var headers = headers(settings);
        var idempotencyHeader = settings.optionalText("idempotency_header");
        var acts = new TemplateReader(settings).read();
        int bytes = settings.number("max_bytes", USUAL.maxBytes(), 1024, 64 << 20);
        var limits = new Limits(
                settings.number("max_records", USUAL.maxRecords(), 1, 100_000),
                bytes,
                bytes,
                settings.number("requests_per_second", (int) USUAL.requestsPerSecond(), 1, 100_000));
        settings.refuseOthers();
        return new TemplateConnector(endpoint, headers, idempotencyHeader, acts, limits);
    }

    private static Map<String, String> headers(Settings settings) {
        var headers = settings.textMap("headers");
        headers.forEach((name, value) -> {
            if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+") || !value.matches("[\\x20-\\x7e]+")) {
                throw settings.wrong("headers." + name, "is not a header", "use visible ASCII in name and value");
            }
        });
        return headers;
    }
}
