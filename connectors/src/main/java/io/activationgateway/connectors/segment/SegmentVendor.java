package io.activationgateway.connectors.segment;

import io.activationgateway.connectors.AccessToken;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.DataRegion;
import io.activationgateway.connectors.Guide;
import io.activationgateway.connectors.Guide.Setting;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.SigningKey;
import io.activationgateway.connectors.Vendor;
import io.activationgateway.consent.identity.IdentifierType;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Segment. Settings: {@code region} ({@code us}, {@code eu}), {@code write_key}, {@code requests_per_second},
 * {@code confirmed_success}, {@code oauth_app_id} with
 * {@code oauth_key_id} and {@code oauth_private_key}, {@code consents}, {@code audience_as}, {@code group_id_field}, {@code public_api_token},
 * {@code erasure}, {@code endpoint} with {@code sandbox}.
 */
public final class SegmentVendor implements Vendor {

    private static final List<DataRegion> REGIONS = List.of(
            new DataRegion("us", Set.of("US"), URI.create("https://api.segment.io")),
            new DataRegion("eu", Set.of("IE"), URI.create("https://events.eu1.segmentapis.com")));

    private static final List<DataRegion> PUBLIC_API = List.of(
            new DataRegion("us", Set.of("US"), URI.create("https://api.segmentapis.com")),
            new DataRegion("eu", Set.of("IE"), URI.create("https://eu1.api.segmentapis.com")));

    private static final List<DataRegion> TOKENS = List.of(
            new DataRegion("us", Set.of("US"), URI.create("https://oauth2.segment.io")),
            new DataRegion("eu", Set.of("IE"), URI.create("https://oauth2.eu1.segmentapis.com")));

    private static final int MAX_RECORDS = 2_500;
    private static final int MAX_BYTES = 500_000;
    private static final int MAX_RECORD_BYTES = 32_000;
    private static final int REQUESTS_PER_SECOND = 1_000;
    private static final Limits REGULATIONS = new Limits(5_000, MAX_BYTES, MAX_RECORD_BYTES, 10);

    @Override
    public String name() {
        return "segment";
    }

    @Override
    public List<DataRegion> dataRegions() {
        return REGIONS;
    }

    @Override
    public Guide guide() {
        var usual = new Limits(MAX_RECORDS, MAX_BYTES, MAX_RECORD_BYTES, REQUESTS_PER_SECOND);
        var keys = List.of(IdentifierType.USER_ID, IdentifierType.ANONYMOUS_ID);
        var calls = Stream.of(Operation.UPSERT, Operation.ADD, Operation.REMOVE, Operation.TRACK)
                .map(operation -> new Guide.Act(operation, "POST /v1/batch", usual, keys, "messageId", "accepted"));
        var regulations = Stream.of(Operation.SUPPRESS, Operation.ERASE)
                .map(operation -> new Guide.Act(
                        operation,
                        "POST /regulations of the Public API",
                        REGULATIONS,
                        List.of(IdentifierType.USER_ID),
                        "a repetition changes nothing",
                        "the end of a job, within 30 days"));
        return new Guide(
                "Segment",
                "A source of a Segment workspace, in the region that the workspace stores its data in.",
                settingsGuide(),
                Stream.concat(calls, regulations).toList(),
                List.of(
                        "User id and anonymous id become userId and anonymousId.",
                        "E-mail and phone become the traits email and phone; of an event or an organisation they go into"
                                + " context.traits.",
                        "An audience becomes the trait aud_<audience>, true or false, or a group that is joined.",
                        "All else becomes a trait, or a property of an event, under its own name.",
                        "A row's own id column is left out of the traits when it is called id, because tools behind would"
                                + " take it for the person's."),
                List.of(
                        "Segment answers before it looks at a message: what it drops later it does not tell.",
                        "With consents each message tells every category: true for the purpose it is sent for where the"
                                + " record leaves on consent, false for all others. A removal tells none, so that it"
                                + " reaches every tool behind.",
                        "An event named Segment Consent Preference Updated is refused: it would change the profile's"
                                + " consent.",
                        "Whoever is suppressed stays so: Segment drops later messages of the user id without a word.",
                        "With an OAuth application a token is lent by oauth2.segment.io or oauth2.eu1.segmentapis.com, kept until"
                                + " shortly before its end, and fetched anew once after a refusal.",
                        "Regulations go to api.segmentapis.com, or eu1.api.segmentapis.com of a European workspace, and"
                                + " know people by user id only; 110,000 users a month are allowed.",
                        "An erasure that some tool behind cannot follow stays accepted; it is not called applied.",
                        "A group cannot be left: with audience_as group there is no remove."));
    }

    private static List<Setting> settingsGuide() {
        return List.of(
                new Setting("region", "us or eu", "required", "The region of the workspace."),
                new Setting("write_key", "text, secret", "required", "The write key of the source."),
                new Setting(
                        "oauth_app_id",
                        "text",
                        "the write key alone is sent",
                        "The id of the workspace's OAuth application, where the source demands one; with oauth_key_id and"
                                + " oauth_private_key."),
                new Setting("oauth_key_id", "text", "none", "The id of the application's public key."),
                new Setting("oauth_private_key", "text, secret", "none", "The RSA key in PEM (PKCS #8)."),
                new Setting(
                        "requests_per_second",
                        "1 to 1,000",
                        "1,000",
                        "The pace; what the workspace's other senders leave."),
                new Setting(
                        "confirmed_success",
                        "true or false",
                        "true",
                        "Whether only a body that says success counts as accepted."),
                new Setting(
                        "consents",
                        "map",
                        "no consent is told, and Segment lets everything through",
                        "The policy's purpose to the workspace's consent category."),
                new Setting("audience_as", "trait or group", "trait", "What joining an audience becomes."),
                new Setting(
                        "group_id_field",
                        "field name",
                        "profiles are people's",
                        "The field with the id of a person's organisation: profiles with one are said as group calls."),
                new Setting(
                        "public_api_token",
                        "text, secret",
                        "no suppression and no erasure",
                        "A token of the workspace for the Public API."),
                new Setting(
                        "erasure",
                        "suppress-with-delete or delete-only",
                        "suppress-with-delete",
                        "Whether an erasure also keeps later data of the person away."));
    }

    @Override
    public Connector connect(Settings settings) {
        var region = settings.region(REGIONS);
        var limits = new Limits(
                MAX_RECORDS,
                MAX_BYTES,
                MAX_RECORD_BYTES,
                settings.number("requests_per_second", REQUESTS_PER_SECOND, 1, REQUESTS_PER_SECOND));
        var source = new SegmentConnector.Source(
                settings.endpoint(region),
                settings.text("write_key"),
                limits,
                settings.flag("confirmed_success", true),
                token(settings, region.name()));
        var shape = new CallShape(
                settings.choice("audience_as", "trait", Set.of("trait", "group"))
                        .equals("group"),
                settings.optionalText("group_id_field"));
        var dialect = new SegmentDialect(settings.textMap("consents"));
        var regulations = regulations(settings, region.name());
        settings.refuseOthers();
        return new SegmentConnector(source, dialect, shape, regulations);
    }

    private static @Nullable Regulations regulations(Settings settings, String region) {
        var token = settings.optionalText("public_api_token");
        var erasure = settings.choice("erasure", "suppress-with-delete", Set.of("suppress-with-delete", "delete-only"));
        if (token == null) {
            return null;
        }
        var type = erasure.equals("delete-only") ? "DELETE_ONLY" : "SUPPRESS_WITH_DELETE";
        return new Regulations(settings.endpoint(host(PUBLIC_API, region)), token, type, REGULATIONS);
    }

    private static @Nullable AccessToken token(Settings settings, String region) {
        var app = settings.optionalText("oauth_app_id");
        var keyId = settings.optionalText("oauth_key_id");
        var key = settings.optionalText("oauth_private_key");
        if (app == null && keyId == null && key == null) {
            return null;
        }
        if (app == null || keyId == null || key == null) {
            var missing = app == null ? "oauth_app_id" : keyId == null ? "oauth_key_id" : "oauth_private_key";
            throw settings.wrong(
                    missing, "is missing", "set the application, the key's id and the key, or none of them");
        }
        var host = host(TOKENS, region);
        var lender = settings.endpoint(host);
        try {
            var oauth = new OauthApp(app, keyId, SigningKey.of("RS256", key), host.endpoint());
            return new AccessToken(oauth::tokenForm, lender);
        } catch (IllegalArgumentException wrong) {
            throw settings.wrong(
                    "oauth_private_key", "is not a private key", "give an RSA key in PEM (PKCS #8), from BEGIN to END");
        }
    }

    private static DataRegion host(List<DataRegion> hosts, String region) {
        return hosts.stream()
                .filter(one -> one.name().equals(region))
                .findFirst()
                .orElseThrow();
    }
}
