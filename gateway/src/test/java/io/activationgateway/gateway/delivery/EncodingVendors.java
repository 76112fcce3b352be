package io.activationgateway.gateway.delivery;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.catalogue.Vendors;
import io.activationgateway.consent.profile.Channel;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Every vendor that speaks JSON, set up so that it takes the rows of {@link Encoding}. */
public final class EncodingVendors {

    private static final Map<String, Object> HOOK =
            Map.of("url", "https://example.com/hook", "country", "DE", "max_records", 10_000, "max_bytes", 1 << 24);

    private static final Map<String, Map<String, Object>> SETTINGS = Map.ofEntries(
            Map.entry("iterable", Map.of("region", "eu", "api_key", "bench", "project", "hybrid")),
            Map.entry("klaviyo", Map.of("region", "us", "api_key", "bench", "lists", Map.of("runners", "Y6nRLr"))),
            Map.entry("customerio", Map.of("region", "eu", "site_id", "bench", "api_key", "bench")),
            Map.entry("customerio-pipelines", Map.of("region", "eu", "write_key", "bench")),
            Map.entry(
                    "hubspot",
                    Map.of(
                            "region",
                            "eu1",
                            "access_token",
                            "pat-eu1-bench",
                            "id_property",
                            "external_ref",
                            "events",
                            Map.of("Order Completed", "pe1234_order_completed"),
                            "lists",
                            Map.of("runners", 42),
                            "subscriptions",
                            Map.of("newsletter", 7_654_321))),
            Map.entry("braze", Map.of("region", "eu-01", "api_key", "bench")),
            Map.entry("segment", Map.of("region", "eu", "write_key", "bench")),
            Map.entry("mparticle", Map.of("region", "eu1", "api_key", "bench", "api_secret", "bench")),
            Map.entry(
                    "rudderstack",
                    Map.of(
                            "region", "eu",
                            "url", "https://bench.dataplane.example.com",
                            "country", "DE",
                            "write_key", "bench")),
            Map.entry("webhook", with(HOOK, Map.of("secret", "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz"))),
            Map.entry("n8n", with(HOOK, Map.of("header_name", "x-gateway-key", "header_value", "bench"))),
            Map.entry(
                    "make",
                    with(HOOK, Map.of("url", "https://hook.eu1.make.com/bench", "country", "IE", "api_key", "bench"))),
            Map.entry("zapier", Map.of("url", "https://hooks.zapier.com/hooks/catch/1234567/bench/")),
            Map.entry("template", with(HOOK, Map.of("template", Map.of("operations", operations())))),
            Map.entry(
                    "google-sheets",
                    Map.of(
                            "country", "US",
                            "spreadsheet_id", "bench-of-rows-that-are-encoded",
                            "columns", columns(),
                            "client_email", "gateway@acme.example",
                            "private_key", key())));

    private EncodingVendors() {}

    /** The vendors whose requests are JSON. */
    public static List<String> names() {
        return SETTINGS.keySet().stream().sorted().toList();
    }

    static Connector connect(String vendor) {
        var settings = requireNonNull(SETTINGS.get(vendor), vendor);
        return requireNonNull(Vendors.all().find(vendor), vendor)
                .connect(new Settings("destinations." + vendor, settings));
    }

    static Operation operation(String what) {
        return Operation.valueOf(what.substring(what.indexOf('/') + 1).toUpperCase(Locale.ROOT));
    }

    /** What the vendors can be asked to do with rows, for example {@code iterable/upsert}. */
    public static List<String> all() {
        var all = new ArrayList<String>();
        for (var vendor : names()) {
            var connector = connect(vendor);
            for (var operation : Operation.values()) {
                if (connector.operations().contains(operation)
                        && connector.refusal(operation, "runners", Channel.EMAIL) == null) {
                    all.add(vendor + "/" + operation.wireName());
                }
            }
        }
        return all;
    }

    /** Those of {@link #all} that say many rows in one request. */
    static List<String> batches() {
        return all().stream().filter(EncodingVendors::isBatch).toList();
    }

    private static boolean isBatch(String what) {
        // A question about people names them in its path, which is text.
        return new Encoding(what, 1).run() > 0
                && connect(what.substring(0, what.indexOf('/')))
                                .limits(operation(what))
                                .maxRecords()
                        > 1;
    }

    private static Map<String, Object> with(Map<String, Object> settings, Map<String, Object> others) {
        var all = new HashMap<>(settings);
        all.putAll(others);
        return Map.copyOf(all);
    }

    /** A channel that somebody described: batches of people and of events. */
    private static Map<String, Object> operations() {
        return Map.of(
                "upsert",
                batch(Map.of("key", "{{key}}", "who", "{{identifiers!}}", "fields", "{{fields}}")),
                "track",
                batch(Map.of(
                        "key", "{{key}}",
                        "user", "{{identifier.user_id!}}",
                        "name", "{{event.name!}}",
                        "at", "{{event.time?}}",
                        "label", "{{event.name}} of {{identifier.user_id}}",
                        "properties", "{{fields}}")));
    }

    private static Map<String, Object> batch(Map<String, Object> record) {
        return Map.of(
                "method",
                "POST",
                "path",
                "/people",
                "body",
                Map.of("purpose", "{{purpose}}", "people", "{{records}}"),
                "record",
                record);
    }

    private static List<String> columns() {
        return List.of(
                "id",
                "user_id",
                "email",
                "phone",
                "event",
                "occurred_at",
                "first_name",
                "last_name",
                "city",
                "region",
                "postal_code",
                "language",
                "segment",
                "tier",
                "orders",
                "revenue",
                "last_order",
                "newsletter",
                "score",
                "note");
    }

    private static String key() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            var encoded = generator.generateKeyPair().getPrivate().getEncoded();
            return "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder().encodeToString(encoded)
                    + "\n-----END PRIVATE KEY-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
    }
}
