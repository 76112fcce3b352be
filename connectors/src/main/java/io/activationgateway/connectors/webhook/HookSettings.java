package io.activationgateway.connectors.webhook;

import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.Guide;
import io.activationgateway.connectors.Guide.Setting;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Settings;
import io.activationgateway.consent.identity.IdentifierType;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The settings that all receivers of webhooks share. */
final class HookSettings {

    private static final int MOST_BYTES = 64 << 20;
    private static final int LEAST_BYTES = 1024;
    private static final int MOST_RECORDS = 100_000;

    private HookSettings() {}

    /** The receiver's URL without its query, and the country where it keeps the data. */
    static Endpoint endpoint(Settings settings, URI url, String country) {
        boolean sandbox = settings.flag("sandbox", false);
        if (!sandbox && !"https".equals(url.getScheme())) {
            throw settings.wrong("url", "is not https", "use https, or set sandbox: true for a simulator");
        }
        var text = url.toString();
        int query = text.indexOf('?');
        return new Endpoint(query < 0 ? url : URI.create(text.substring(0, query)), Set.of(country), sandbox);
    }

    static String pathAndQuery(URI url) {
        var path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    static Signer signer(Settings settings) {
        try {
            return new Signer(settings.texts("secret"));
        } catch (IllegalArgumentException notASecret) {
            throw settings.wrong(
                    "secret",
                    "is not a Standard Webhooks secret",
                    "use whsec_ and the base64 of 24 to 64 random bytes");
        }
    }

    static @Nullable IdentifierType sharedKey(Settings settings) {
        var names = Arrays.stream(IdentifierType.values())
                .map(IdentifierType::wireName)
                .collect(Collectors.toCollection(TreeSet::new));
        var name = settings.choice("shared_key", "", names);
        return Arrays.stream(IdentifierType.values())
                .filter(type -> type.wireName().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** {@code usual} is what holds where the settings say nothing; its pace is a whole number. */
    static Limits limits(Settings settings, Limits usual) {
        int bytes = settings.number("max_bytes", usual.maxBytes(), LEAST_BYTES, MOST_BYTES);
        return new Limits(
                usual.maxRecords() == 1 ? 1 : settings.number("max_records", usual.maxRecords(), 1, MOST_RECORDS),
                bytes,
                bytes,
                settings.number("requests_per_second", (int) usual.requestsPerSecond(), 1, MOST_RECORDS));
    }

    /** How the settings that are read here are described, after those of the receiver's own. */
    static List<Setting> described(Limits usual, Setting... own) {
        var described = new ArrayList<>(List.of(own));
        described.add(new Setting(
                "shared_key",
                "identifier type",
                "the first that a record has",
                "The identifier by which both sides know people."));
        if (usual.maxRecords() > 1) {
            described.add(new Setting(
                    "max_records",
                    "1 to 100,000",
                    String.format(Locale.ROOT, "%,d", usual.maxRecords()),
                    "Records in one request."));
        }
        described.add(new Setting(
                "max_bytes",
                "1,024 to 67,108,864",
                String.format(Locale.ROOT, "%,d", usual.maxBytes()),
                "Bytes of one request."));
        described.add(new Setting(
                "requests_per_second",
                "1 to 100,000",
                String.format(Locale.ROOT, "%.0f", usual.requestsPerSecond()),
                "The pace."));
        return described;
    }

    /** Every operation, said in the same way. */
    static List<Guide.Act> acts(String request, Limits usual, String key, String outcome) {
        return Arrays.stream(Operation.values())
                .map(operation ->
                        new Guide.Act(operation, request, usual, List.of(IdentifierType.values()), key, outcome))
                .toList();
    }
}
