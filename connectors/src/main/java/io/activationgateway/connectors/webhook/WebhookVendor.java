package io.activationgateway.connectors.webhook;

import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.DataRegion;
import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.Guide;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.Vendor;
import io.activationgateway.consent.identity.IdentifierType;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Signed webhooks. Settings: {@code url}, {@code country} of the receiver, {@code secret} (one or several, newest first),
 * {@code shared_key} (the identifier type both sides know people by; without it a removal names the first that the record
 * has, in the order user id, email, phone, anonymous id, device id, custom), {@code max_records} (100), {@code max_bytes}
 * (20,480), {@code requests_per_second} (50), {@code sandbox} (permits http).
 */
public final class WebhookVendor implements Vendor {

    private static final int MAX_RECORDS = 100;
    private static final int MAX_BYTES = 20 * 1024;
    private static final int REQUESTS_PER_SECOND = 50;

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public List<DataRegion> dataRegions() {
        return List.of();
    }

    @Override
    public Guide guide() {
        var usual = new Limits(MAX_RECORDS, MAX_BYTES, MAX_BYTES, REQUESTS_PER_SECOND);
        var acts = WebhookConnector.OPERATIONS.stream()
                .map(operation -> new Guide.Act(
                        operation,
                        "POST to the configured URL",
                        usual,
                        List.of(IdentifierType.values()),
                        "webhook-id and each record's key",
                        "accepted"))
                .toList();
        return new Guide(
                "Webhook",
                "Any receiver that checks signatures as Standard Webhooks 1.0.0 describes.",
                List.of(
                        new Guide.Setting("url", "https URL", "required", "Where the receiver listens."),
                        new Guide.Setting("country", "country code", "required", "Where the receiver keeps the data."),
                        new Guide.Setting(
                                "secret", "text or list, secret", "required", "whsec_ secrets, the newest first."),
                        new Guide.Setting(
                                "shared_key",
                                "identifier type",
                                "the first that a record has",
                                "The identifier by which both sides know people."),
                        new Guide.Setting("max_records", "1 to 100,000", "100", "Records in one request."),
                        new Guide.Setting("max_bytes", "1,024 to 67,108,864", "20,480", "Bytes of one request."),
                        new Guide.Setting("requests_per_second", "1 to 100,000", "50", "The pace.")),
                acts,
                List.of(
                        "Identifiers stand apart from the other fields, each under its type.",
                        "All other fields become attributes, or properties of an event, under their own names.",
                        "What takes away names one identifier and nothing else: the shared key, or the first there is."),
                List.of("A receiver that answers 2xx has taken every record of the request."));
    }

    @Override
    public Connector connect(Settings settings) {
        var url = settings.uri("url");
        var country = settings.country("country");
        boolean sandbox = settings.flag("sandbox", false);
        if (!sandbox && !"https".equals(url.getScheme())) {
            throw settings.wrong("url", "is not https", "use https, or set sandbox: true for a simulator");
        }
        var signer = signer(settings);
        var sharedKey = sharedKey(settings);
        int maxBytes = settings.number("max_bytes", MAX_BYTES, 1024, 64 << 20);
        var limits = new Limits(
                settings.number("max_records", MAX_RECORDS, 1, 100_000),
                maxBytes,
                maxBytes,
                settings.number("requests_per_second", REQUESTS_PER_SECOND, 1, 100_000));
        settings.refuseOthers();
        var endpoint = new Endpoint(withoutQuery(url), Set.of(country), sandbox);
        return new WebhookConnector(endpoint, pathAndQuery(url), signer, sharedKey, limits);
    }

    private static Signer signer(Settings settings) {
        try {
            return new Signer(settings.texts("secret"));
        } catch (IllegalArgumentException notASecret) {
            throw settings.wrong(
                    "secret",
                    "is not a Standard Webhooks secret",
                    "use whsec_ and the base64 of 24 to 64 random bytes");
        }
    }

    private static @Nullable IdentifierType sharedKey(Settings settings) {
        var names = Arrays.stream(IdentifierType.values())
                .map(IdentifierType::wireName)
                .collect(Collectors.toCollection(TreeSet::new));
        var name = settings.choice("shared_key", "", names);
        return Arrays.stream(IdentifierType.values())
                .filter(type -> type.wireName().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static URI withoutQuery(URI url) {
        var text = url.toString();
        int query = text.indexOf('?');
        return query < 0 ? url : URI.create(text.substring(0, query));
    }

    private static String pathAndQuery(URI url) {
        var path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }
}
