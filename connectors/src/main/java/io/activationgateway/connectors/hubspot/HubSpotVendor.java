package io.activationgateway.connectors.hubspot;

import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.DataRegion;
import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.Guide;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.Vendor;
import io.activationgateway.consent.identity.IdentifierType;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * HubSpot. Settings: {@code region} ({@code na1}, {@code eu1}), {@code access_token}, {@code id_property},
 * {@code properties} (column to property), {@code lists} (audience to list id), {@code subscriptions} (purpose to id of a
 * subscription type), {@code legal_basis_explanation}, {@code events} (event name to the account's), {@code event_keys} (identifier type to key of an event),
 * {@code event_look_up} (true),
 * {@code requests_per_second} (10), {@code max_bytes} (1,000,000), {@code endpoint} with {@code sandbox}.
 */
public final class HubSpotVendor implements Vendor {

    private static final URI HOST = URI.create("https://api.hubapi.com");

    private static final List<DataRegion> REGIONS =
            List.of(new DataRegion("na1", Set.of("US"), HOST), new DataRegion("eu1", Set.of("DE"), HOST));

    private static final String EXPLANATION = "as recorded by the activation gateway";
    private static final int REQUESTS = 10;
    private static final int MAX_BYTES = 1_000_000;
    private static final int MAX_RECORD_BYTES = 100_000;

    @Override
    public String name() {
        return "hubspot";
    }

    @Override
    public List<DataRegion> dataRegions() {
        return REGIONS;
    }

    @Override
    public Guide guide() {
        var own = List.of(IdentifierType.USER_ID, IdentifierType.EMAIL);
        var email = List.of(IdentifierType.EMAIL);
        var either = List.of(IdentifierType.EMAIL, IdentifierType.USER_ID);
        var read = ", after POST /crm/v3/objects/contacts/batch/read";
        var statuses = "POST /communication-preferences/v4/statuses/batch/";
        return new Guide(
                "HubSpot",
                "An account in HubSpot's North American or European data centre. One host serves both: where the data"
                        + " lies is told by the token, which is held against the region at start.",
                settingsOf(),
                List.of(
                        act(Operation.UPSERT, "POST /crm/v3/objects/contacts/batch/upsert", own, "", "applied"),
                        act(Operation.ADD, "PUT /crm/v3/lists/{id}/memberships/add" + read, own, "", "applied"),
                        act(Operation.REMOVE, "PUT /crm/v3/lists/{id}/memberships/remove" + read, own, "", "applied"),
                        act(Operation.TRACK, "POST /events/v3/send/batch", either, "uuid", "accepted"),
                        act(Operation.SUBSCRIBE, statuses + "write", email, "", "applied"),
                        act(Operation.UNSUBSCRIBE, statuses + "write", either, "", "applied"),
                        act(Operation.SUPPRESS, statuses + "unsubscribe-all", either, "", "applied"),
                        act(Operation.ERASE, "POST /crm/v3/objects/contacts/gdpr-delete", either, "", "accepted")),
                FIELDS,
                NOTES);
    }

    private static List<Guide.Setting> settingsOf() {
        return List.of(
                new Guide.Setting("region", "na1 or eu1", "required", "The data centre of the account."),
                new Guide.Setting(
                        "access_token",
                        "text, secret",
                        "required",
                        "The token of a private app; it must name the region, as pat-eu1-... does."),
                new Guide.Setting(
                        "id_property",
                        "text",
                        "required",
                        "The unique property that holds the user id, or email; by email the vendor takes no partial"
                                + " updates."),
                new Guide.Setting("properties", "map", "empty", "Column name to property, where they differ."),
                new Guide.Setting("lists", "map", "empty", "Audience name to the id of a manual or snapshot list."),
                new Guide.Setting(
                        "subscriptions",
                        "map",
                        "empty",
                        "Purpose to the id of a subscription type; without any, nobody is subscribed or unsubscribed."),
                new Guide.Setting(
                        "legal_basis_explanation", "text", EXPLANATION, "What is noted beside a changed subscription."),
                new Guide.Setting("events", "map", "empty", "Event name to the account's own, pe<account>_<name>."),
                new Guide.Setting(
                        "event_keys",
                        "map",
                        "by e-mail only",
                        "Identifier type to objectId (the contact's record id) or utk (the visitor's token): what an event"
                                + " goes by that has no address."),
                new Guide.Setting(
                        "event_look_up",
                        "true or false",
                        "true",
                        "Whether the contact of an event that has none of those keys is looked up by the user id; then every"
                                + " request of events counts as two."),
                new Guide.Setting(
                        "requests_per_second",
                        "1 to 25",
                        "10",
                        "What the account's edition and other apps leave, for all calls together."),
                new Guide.Setting(
                        "max_bytes",
                        "10,000 to 10,000,000",
                        "1,000,000",
                        "Bytes of one request; the vendor does not say how many it takes."));
    }

    private static final List<String> FIELDS = List.of(
            "The user id becomes the id property, e-mail and phone become email and phone; a contact without the id property"
                    + " is refused.",
            "All else becomes the property of its own name or of the configured one; the record's own id and other"
                    + " identifiers only where one is configured.",
            "Values are texts: numbers and flags as they are written, a null clears, a list of plain values becomes a"
                    + " choice of several, other lists and objects become their JSON.");

    private static final List<String> NOTES = List.of(
            "A column whose name no property can bear, or that stands for a property which is said already, ends its"
                    + " record; a property that the account lacks spoils the request, which is halved.",
            "Joining or leaving a list changes no subscription; who is not a contact is not made one by it.",
            "Subscriptions exist for e-mail only. Who opted out is not always subscribed again: such a record fails.",
            "Suppressing unsubscribes from every subscription type; nothing here ever takes that back.",
            "Events go by address, or without one by event_keys, objectId before utk, or else by the record id of the contact"
                    + " who has the user id, which is looked up first (100 people a request); an event of nobody fails."
                    + " They are accepted only: the vendor reports no failed event. One with more than 50 properties, or a name"
                    + " that is none of the account's, is refused.",
            "What is looked up may lag behind what was written a moment before: a contact who was just created may not be"
                    + " found.",
            "Erasing puts an address that the vendor does not know on its block list.",
            "The European data centre counts as Germany here, which the vendor does not confirm, nor whether TLS for its"
                    + " accounts ends in the Union: points for the transfer assessment.",
            "While an account moves between data centres everything waits.");

    private static Guide.Act act(
            Operation operation, String request, List<IdentifierType> identifiers, String key, String outcome) {
        return new Guide.Act(operation, request, limits(operation, MAX_BYTES, REQUESTS), identifiers, key, outcome);
    }

    private static Limits limits(Operation operation, int maxBytes, int requestsPerSecond) {
        int records = switch (operation) {
            case UPSERT, ADD, REMOVE, SUBSCRIBE, UNSUBSCRIBE, SUPPRESS -> 100;
            case TRACK -> 500;
            case ERASE -> 1;
        };
        return new Limits(records, maxBytes, Math.min(MAX_RECORD_BYTES, maxBytes), requestsPerSecond);
    }

    @Override
    public Connector connect(Settings settings) {
        var region = settings.region(REGIONS);
        var endpoint = settings.endpoint(region);
        var requests = new Requests(endpoint, token(settings, region, endpoint));
        var properties = properties(settings);
        var account = new Account(
                properties,
                settings.numbers("lists"),
                settings.numbers("subscriptions"),
                explanation(settings),
                Events.of(
                        events(settings),
                        eventKeys(settings),
                        properties.naming(),
                        settings.flag("event_look_up", true)));
        int requestsPerSecond = settings.number("requests_per_second", REQUESTS, 1, 25);
        int maxBytes = settings.number("max_bytes", MAX_BYTES, 10_000, 10_000_000);
        settings.refuseOthers();
        var limits = new EnumMap<Operation, Limits>(Operation.class);
        for (var operation : Operation.values()) {
            limits.put(operation, limits(operation, maxBytes, requestsPerSecond));
        }
        return new HubSpotConnector(requests, account, limits);
    }

    /** The token decides where the data goes: one that does not say so is only taken for a stand-in of the vendor. */
    private static String token(Settings settings, DataRegion region, Endpoint endpoint) {
        var token = settings.text("access_token");
        boolean says = token.startsWith("pat-");
        if (says ? !token.startsWith("pat-" + region.name() + "-") : !endpoint.sandbox()) {
            throw settings.wrong(
                    "access_token",
                    "does not belong to the region",
                    "give the token of a private app in " + region.name() + ", or name the account's region");
        }
        return token;
    }

    private static Properties properties(Settings settings) {
        var idProperty = settings.text("id_property");
        if (!Properties.isName(idProperty)) {
            throw settings.wrong("id_property", "is not a property", "give its internal name, such as external_ref");
        }
        var named = settings.textMap("properties");
        var taken = new HashSet<>(List.of("email", "phone", idProperty));
        named.forEach((column, property) -> {
            if (!Properties.isName(property) || !taken.add(property)) {
                throw settings.wrong(
                        "properties." + column,
                        "is not a property of its own",
                        "give the internal name of a property that no other column fills");
            }
        });
        return new Properties(named, Naming.by(idProperty));
    }

    private static String explanation(Settings settings) {
        var explanation = settings.optionalText("legal_basis_explanation");
        return explanation == null ? EXPLANATION : explanation;
    }

    private static Map<String, String> events(Settings settings) {
        var events = settings.textMap("events");
        events.forEach((event, name) -> {
            if (!EventEncoder.isInternal(name)) {
                throw settings.wrong(
                        "events." + event, "is not the account's name of an event", "give it as pe1234567_bought");
            }
        });
        return events;
    }

    private static List<EventKey> eventKeys(Settings settings) {
        var named = new TreeMap<>(settings.textMap("event_keys"));
        var keys = new ArrayList<>(List.of(EventKey.EMAIL));
        for (var member : List.of(EventKey.OBJECT_ID, EventKey.TOKEN)) {
            var types = named.keySet().stream()
                    .filter(type -> member.equals(named.get(type)))
                    .toList();
            for (var type : types) {
                keys.add(new EventKey(member, eventIdentifier(settings, type)));
                named.remove(type);
            }
        }
        if (!named.isEmpty()) {
            throw settings.wrong(
                    "event_keys." + named.firstKey(),
                    "is not a key of an event",
                    "use " + EventKey.OBJECT_ID + " or " + EventKey.TOKEN);
        }
        return keys;
    }

    private static IdentifierType eventIdentifier(Settings settings, String name) {
        return Arrays.stream(IdentifierType.values())
                .filter(type -> type != IdentifierType.EMAIL && type.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> settings.wrong(
                        "event_keys." + name,
                        "is not an identifier type other than email",
                        "use a type such as user_id, anonymous_id or custom"));
    }
}
