package io.activationgateway.connectors.rudderstack;

import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.DataRegion;
import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.Guide;
import io.activationgateway.connectors.Guide.Setting;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.Vendor;
import io.activationgateway.connectors.segment.CallShape;
import io.activationgateway.consent.identity.IdentifierType;
import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * RudderStack. Settings: {@code region} of the control plane ({@code us}, {@code eu}), {@code url} and {@code country} of the
 * data plane, {@code write_key}, {@code consents}, {@code audience_as} with {@code list_fields}, {@code group_id_field},
 * {@code access_token} with {@code source_ids} and {@code destination_ids}, {@code max_records}, {@code events_per_minute},
 * {@code endpoint} with {@code sandbox}.
 */
public final class RudderstackVendor implements Vendor {

    private static final List<DataRegion> REGIONS = List.of(
            new DataRegion("us", Set.of("US"), URI.create("https://api.rudderstack.com")),
            new DataRegion("eu", Set.of("DE"), URI.create("https://api.eu.rudderstack.com")));

    private static final int MAX_RECORDS = 500;
    private static final int MAX_BYTES = 4_000_000;
    private static final int MAX_RECORD_BYTES = 32_000;
    private static final int EVENTS_PER_MINUTE = 1_000;
    private static final int MAX_USERS = 100;
    private static final int SUPPRESSIONS_PER_HOUR = 4_000;
    private static final int DELETIONS_PER_HOUR = 200_000;
    private static final double SECONDS_PER_HOUR = 3_600;
    private static final double SECONDS_PER_MINUTE = 60;

    @Override
    public String name() {
        return "rudderstack";
    }

    @Override
    public List<DataRegion> dataRegions() {
        return REGIONS;
    }

    @Override
    public Guide guide() {
        var usual = callLimits(MAX_RECORDS, EVENTS_PER_MINUTE);
        var keys = List.of(IdentifierType.USER_ID, IdentifierType.ANONYMOUS_ID);
        var calls = Stream.of(Operation.UPSERT, Operation.ADD, Operation.REMOVE, Operation.TRACK)
                .map(operation -> new Guide.Act(operation, "POST /v1/batch", usual, keys, "messageId", "accepted"));
        var userId = List.of(IdentifierType.USER_ID);
        var repetition = "a repetition changes nothing";
        var request = "POST /v2/regulations of the control plane";
        return new Guide(
                "RudderStack",
                "A source of a RudderStack workspace, on its own data plane in RudderStack's cloud or elsewhere.",
                settingsGuide(),
                Stream.concat(
                                calls,
                                Stream.of(
                                        new Guide.Act(
                                                Operation.SUPPRESS,
                                                request,
                                                userLimits(SUPPRESSIONS_PER_HOUR),
                                                userId,
                                                repetition,
                                                "accepted"),
                                        new Guide.Act(
                                                Operation.ERASE,
                                                request,
                                                userLimits(DELETIONS_PER_HOUR),
                                                userId,
                                                repetition,
                                                "accepted")))
                        .toList(),
                List.of(
                        "User id and anonymous id become userId and anonymousId.",
                        "E-mail and phone become the traits email and phone; of an event or an organisation they go into"
                                + " context.traits, with a regulation they go beside the user id.",
                        "An audience becomes the trait aud_<audience>, true or false; with audience_as list each member"
                                + " becomes an audiencelist call with the fields that list_fields names.",
                        "All else becomes a trait, or a property of an event, under its own name.",
                        "A row's own id column is left out of the traits when it is called id, because tools behind would"
                                + " take it for the person's."),
                List.of(
                        "The region's endpoint is the control plane's; data goes to the url, whose country counts.",
                        "RudderStack answers before it looks at a message, and drops those of suppressed users without a"
                                + " word.",
                        "With consents each message tells every consent id: the one of the purpose it is sent for as"
                                + " allowed where the record leaves on consent, all others as denied. A removal tells none,"
                                + " so that it reaches every tool behind.",
                        "An erasure is a suppression with deletion at destination_ids; RudderStack has no other. It takes"
                                + " up to 30 days, and no call tells its end.",
                        "The pace of erasures is that for one destination; several share it."));
    }

    private static List<Setting> settingsGuide() {
        return List.of(
                new Setting("region", "us or eu", "required", "The region of the control plane."),
                new Setting("url", "https URL", "required", "The workspace's data plane."),
                new Setting("country", "country code", "required", "Where the data plane stands."),
                new Setting("write_key", "text, secret", "required", "The write key of the source."),
                new Setting(
                        "consents",
                        "map",
                        "no consent is told, and nothing is filtered",
                        "The policy's purpose to RudderStack's consent id, for the provider custom."),
                new Setting("audience_as", "trait or list", "trait", "What an audience becomes."),
                new Setting(
                        "list_fields",
                        "map",
                        "required with audience_as list",
                        "Identifier type to the name that the destination behind expects in a list."),
                new Setting(
                        "group_id_field",
                        "field name",
                        "profiles are people's",
                        "The field with the id of a person's organisation: profiles with one are said as group calls."),
                new Setting(
                        "access_token",
                        "text, secret",
                        "no suppression and no erasure",
                        "A service access token of the workspace."),
                new Setting("source_ids", "text or list", "all sources", "For which sources people are suppressed."),
                new Setting("destination_ids", "text or list", "no erasure", "Where erasures delete."),
                new Setting("max_records", "1 to 10,000", "500", "Messages in one request."),
                new Setting(
                        "events_per_minute",
                        "1 to 10,000,000",
                        "1,000",
                        "The pace; the default is what the free plan allows."));
    }

    @Override
    public Connector connect(Settings settings) {
        var region = settings.region(REGIONS);
        var dataPlane = dataPlane(settings);
        var writeKey = settings.text("write_key");
        var speech = new RudderstackConnector.Speech(
                new CallShape(false, settings.optionalText("group_id_field")),
                settings.textMap("consents"),
                listFields(settings));
        var limits = callLimits(
                settings.number("max_records", MAX_RECORDS, 1, 10_000),
                settings.number("events_per_minute", EVENTS_PER_MINUTE, 1, 10_000_000));
        var regulations = regulations(settings, region);
        settings.refuseOthers();
        return new RudderstackConnector(dataPlane, writeKey, speech, limits, regulations);
    }

    private static Endpoint dataPlane(Settings settings) {
        var url = settings.uri("url");
        if (!"https".equals(url.getScheme()) && !settings.flag("sandbox", false)) {
            throw settings.wrong("url", "is not https", "use https, or set sandbox: true for a simulator");
        }
        if (url.getRawQuery() != null) {
            throw settings.wrong("url", "has a query", "remove it");
        }
        return settings.endpoint(new DataRegion("url", Set.of(settings.country("country")), url));
    }

    private static Map<IdentifierType, String> listFields(Settings settings) {
        boolean list =
                settings.choice("audience_as", "trait", Set.of("trait", "list")).equals("list");
        var named = settings.textMap("list_fields");
        var fields = new EnumMap<IdentifierType, String>(IdentifierType.class);
        var types = new TreeSet<String>();
        for (var type : IdentifierType.values()) {
            types.add(type.wireName());
            var name = named.get(type.wireName());
            if (name != null) {
                fields.put(type, name);
            }
        }
        for (var name : named.keySet()) {
            if (!types.contains(name)) {
                throw settings.wrong("list_fields." + name, "is not an identifier type", "use one of " + types);
            }
        }
        if (list == fields.isEmpty()) {
            throw settings.wrong(
                    "list_fields",
                    list ? "is missing" : "belongs to audience_as: list",
                    list ? "name the fields that the destination expects, such as email: EMAIL" : "remove it");
        }
        return fields;
    }

    private static @Nullable Regulations regulations(Settings settings, DataRegion region) {
        var token = settings.optionalText("access_token");
        var sources = optional(settings, "source_ids");
        var destinations = optional(settings, "destination_ids");
        if (token == null) {
            return null;
        }
        var limits = new EnumMap<Operation, Limits>(Operation.class);
        limits.put(Operation.SUPPRESS, userLimits(SUPPRESSIONS_PER_HOUR));
        if (!destinations.isEmpty()) {
            // Each user costs a token per destination.
            limits.put(Operation.ERASE, userLimits(DELETIONS_PER_HOUR / destinations.size()));
        }
        return new Regulations(settings.endpoint(region), token, sources, destinations, limits);
    }

    private static List<String> optional(Settings settings, String name) {
        return settings.isSet(name) ? settings.texts(name) : List.of();
    }

    private static Limits callLimits(int maxRecords, int eventsPerMinute) {
        return new Limits(maxRecords, MAX_BYTES, MAX_RECORD_BYTES, eventsPerMinute / SECONDS_PER_MINUTE / maxRecords);
    }

    private static Limits userLimits(int usersPerHour) {
        return new Limits(MAX_USERS, MAX_BYTES, MAX_RECORD_BYTES, usersPerHour / SECONDS_PER_HOUR / MAX_USERS);
    }
}
