package io.activationgateway.connectors.mparticle;

import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.DataRegion;
import io.activationgateway.connectors.Guide;
import io.activationgateway.connectors.Guide.Setting;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.Vendor;
import io.activationgateway.consent.identity.IdentifierType;
import java.net.URI;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * mParticle. Settings: {@code region} ({@code us1}, {@code us2}, {@code eu1}, {@code au1}), {@code api_key} and
 * {@code api_secret} of the input, {@code workspace_key} and {@code workspace_secret} (without them nobody can be erased),
 * {@code environment}, {@code event_type}, {@code identities}, {@code consents} and {@code data_sale_purposes} with
 * {@code consented_at_field}, {@code users_per_second}, {@code regulation}, {@code skip_waiting_period}, {@code erasures_per_day}, {@code endpoint}
 * with {@code sandbox}.
 */
public final class MparticleVendor implements Vendor {

    private static final List<DataRegion> REGIONS =
            List.of(pod("us1", "US"), pod("us2", "US"), pod("eu1", "DE"), pod("au1", "AU"));

    /** One host worldwide; the vendor does not say where it ends the connection. */
    private static final URI OPENDSR = URI.create("https://opendsr.mparticle.com");

    private static final Set<String> EVENT_TYPES = Set.of(
            "navigation",
            "location",
            "search",
            "transaction",
            "user_content",
            "user_preference",
            "social",
            "media",
            "attribution",
            "other");

    private static final int MAX_USERS = 100;

    /** A request stays below 256 KB. */
    private static final int MAX_BYTES = 255_999;

    private static final int MAX_USER_BYTES = 128_000;
    private static final int USERS_PER_SECOND = 270;
    private static final int ERASURES_PER_DAY = 79_998;
    private static final double SECONDS_PER_DAY = 86_400;

    @Override
    public String name() {
        return "mparticle";
    }

    @Override
    public List<DataRegion> dataRegions() {
        return REGIONS;
    }

    @Override
    public Guide guide() {
        var keys = List.of(IdentifierType.USER_ID, IdentifierType.EMAIL);
        var bulk = Stream.of(
                        Operation.UPSERT,
                        Operation.ADD,
                        Operation.REMOVE,
                        Operation.TRACK,
                        Operation.SUBSCRIBE,
                        Operation.UNSUBSCRIBE)
                .map(operation -> new Guide.Act(
                        operation,
                        "POST /v2/bulkevents",
                        bulkLimits(USERS_PER_SECOND),
                        keys,
                        "source_request_id",
                        "accepted"));
        var erasure = new Guide.Act(
                Operation.ERASE,
                "POST /v3/requests at opendsr.mparticle.com",
                erasureLimits(ERASURES_PER_DAY),
                keys,
                "subject_request_id",
                "the end of a job, after one to three weeks");
        return new Guide(
                "mParticle",
                "A platform input of an mParticle workspace, in the pod that the workspace lives in.",
                settingsGuide(),
                Stream.concat(bulk, Stream.of(erasure)).toList(),
                List.of(
                        "User id and e-mail become the identities customer_id and email; identities names others.",
                        "An identifier that identities names mpid is mParticle's own id of the user, a whole number; an erasure"
                                + " by it names nothing else.",
                        "A phone number that is not an identity becomes the attribute $mobile.",
                        "An identifier that is neither stays here.",
                        "An audience becomes the attribute aud_<audience>, true or false.",
                        "All else becomes an attribute under its own name; a null deletes it.",
                        "Of an event all else becomes a custom attribute, numbers and booleans as text, nulls not at all.",
                        "Objects, and lists within lists or events, cannot be said, nor names of more than 256 characters;"
                                + " such a record is refused.",
                        "So is one with more than 100 attributes, with a text of more than 4,096 characters, or with a list"
                                + " of more than 1,000 entries or with entries of more than 512 characters."),
                List.of(
                        "mParticle answers before it looks at a user: what it drops later it does not tell; events of more"
                                + " than 1,000 different names in a workspace are among it.",
                        "A consent is told where the record leaves on one, its purpose stands in consents or data_sale_purposes"
                                + " and its time can be read; an unsubscription is told with the time at which the gateway"
                                + " took it.",
                        "A device key that is to be a UUID and is none is refused; by facebook, twitter, google, microsoft, yahoo"
                                + " or alias nobody can be erased.",
                        "An erasure does not keep new data of the person away.",
                        "Erasures go to one host for all pods, which counts as lying in the pod's country and in the US.",
                        "Events older than 30 days go to POST /v2/bulkevents/historical: mParticle stores them and forwards"
                                + " them to nobody."));
    }

    private static List<Setting> settingsGuide() {
        return List.of(
                new Setting("region", "us1, us2, eu1 or au1", "required", "The pod of the workspace."),
                new Setting("api_key", "text, secret", "required", "The key of the platform input."),
                new Setting("api_secret", "text, secret", "required", "The secret of the platform input."),
                new Setting("workspace_key", "text, secret", "no erasure", "The key of the workspace."),
                new Setting("workspace_secret", "text, secret", "no erasure", "The secret of the workspace."),
                new Setting("environment", "production or development", "production", "How mParticle marks the data."),
                new Setting("event_type", "a custom event type", "other", "The custom_event_type of events."),
                new Setting(
                        "identities",
                        "map",
                        "user_id: customer_id, email: email",
                        "Identifier type to identity, device key or mpid; what it names comes on top."),
                new Setting(
                        "consents",
                        "map",
                        "no consent is told",
                        "The policy's purpose to the consent purpose that was made in mParticle."),
                new Setting(
                        "data_sale_purposes",
                        "list",
                        "no opt-out from sale is told",
                        "The policy's purposes without whose consent data may not be sold: the CCPA's data_sale_opt_out"
                                + " tells the opposite of that consent."),
                new Setting(
                        "consented_at_field",
                        "field name",
                        "required with consents or data_sale_purposes",
                        "The field with the time of the consent, ISO 8601 with zone; it is not sent as an attribute."),
                new Setting("users_per_second", "1 to 100,000", "270", "The pace, in users."),
                new Setting("regulation", "gdpr or ccpa", "gdpr", "The law that erasure requests name."),
                new Setting(
                        "skip_waiting_period",
                        "true or false",
                        "false",
                        "Whether erasures begin without seven days of waiting."),
                new Setting("erasures_per_day", "1 to 1,000,000", "79,998", "The pace of erasure requests."));
    }

    @Override
    public Connector connect(Settings settings) {
        var region = settings.region(REGIONS);
        var endpoint = settings.endpoint(region);
        var apiKey = settings.text("api_key");
        var apiSecret = settings.text("api_secret");
        var input = input(settings);
        var limits = bulkLimits(settings.number("users_per_second", USERS_PER_SECOND, 1, 100_000));
        var erasures = erasures(settings, region);
        settings.refuseOthers();
        return new MparticleConnector(endpoint, apiKey, apiSecret, input, limits, erasures);
    }

    private static Input input(Settings settings) {
        var consents = settings.textMap("consents");
        var consentedAt = settings.optionalText("consented_at_field");
        var sales = settings.isSet("data_sale_purposes")
                ? Set.copyOf(settings.texts("data_sale_purposes"))
                : Set.<String>of();
        if (consentedAt == null && !(consents.isEmpty() && sales.isEmpty())) {
            throw settings.wrong(
                    "consented_at_field",
                    "is missing",
                    "name the field with the time of the consent, or remove consents and data_sale_purposes");
        }
        return new Input(
                settings.choice("environment", "production", Set.of("production", "development")),
                settings.choice("event_type", "other", EVENT_TYPES),
                identities(settings),
                consents,
                sales,
                consentedAt);
    }

    private static Map<IdentifierType, Identity> identities(Settings settings) {
        var identities = new EnumMap<IdentifierType, Identity>(IdentifierType.class);
        var named = settings.textMap("identities");
        var types = new TreeSet<String>();
        for (var type : IdentifierType.values()) {
            types.add(type.wireName());
            var key = named.getOrDefault(type.wireName(), usual(type));
            if (key != null) {
                var identity = Identity.find(key);
                if (identity == null) {
                    throw settings.wrong(
                            "identities." + type.wireName(),
                            "is not a key of mParticle's",
                            "use one of " + Identity.keys());
                }
                identities.put(type, identity);
            }
        }
        for (var name : named.keySet()) {
            if (!types.contains(name)) {
                throw settings.wrong("identities." + name, "is not an identifier type", "use one of " + types);
            }
        }
        if (new HashSet<>(identities.values()).size() < identities.size()) {
            throw settings.wrong("identities", "names one key twice", "give each identifier type a key of its own");
        }
        return identities;
    }

    private static @Nullable String usual(IdentifierType type) {
        return switch (type) {
            case USER_ID -> "customer_id";
            case EMAIL -> "email";
            case PHONE, ANONYMOUS_ID, DEVICE_ID, CUSTOM -> null;
        };
    }

    private static @Nullable Erasures erasures(Settings settings, DataRegion region) {
        var key = settings.optionalText("workspace_key");
        var secret = settings.optionalText("workspace_secret");
        var regulation = settings.choice("regulation", "gdpr", Set.of("gdpr", "ccpa"));
        boolean skipsWaiting = settings.flag("skip_waiting_period", false);
        int perDay = settings.number("erasures_per_day", ERASURES_PER_DAY, 1, 1_000_000);
        if (key == null && secret == null) {
            return null;
        }
        if (key == null || secret == null) {
            var missing = key == null ? "workspace_key" : "workspace_secret";
            throw settings.wrong(missing, "is missing", "set both the key and the secret of the workspace, or neither");
        }
        var countries = new HashSet<>(region.countries());
        countries.add("US");
        var endpoint = settings.endpoint(new DataRegion(region.name(), countries, OPENDSR));
        return new Erasures(endpoint, key, secret, regulation, skipsWaiting, erasureLimits(perDay));
    }

    private static DataRegion pod(String name, String country) {
        return new DataRegion(name, Set.of(country), URI.create("https://s2s." + name + ".mparticle.com"));
    }

    private static Limits bulkLimits(int usersPerSecond) {
        return new Limits(MAX_USERS, MAX_BYTES, MAX_USER_BYTES, usersPerSecond / (double) MAX_USERS);
    }

    private static Limits erasureLimits(int perDay) {
        return new Limits(1, MAX_BYTES, MAX_USER_BYTES, perDay / SECONDS_PER_DAY);
    }
}
