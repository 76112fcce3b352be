package io.activationgateway.connectors.braze;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.DataRegion;
import io.activationgateway.connectors.Guide;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.Vendor;
import io.activationgateway.connectors.braze.Workspace.Permit;
import io.activationgateway.consent.identity.IdentifierType;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Braze. Its settings are described by {@link #guide}. */
public final class BrazeVendor implements Vendor {

    private static final List<DataRegion> REGIONS = regions();

    private static final int MAX_OBJECTS = 75;
    private static final int MAX_PEOPLE = 50;
    private static final int MAX_BYTES = 4_000_000;
    private static final int MAX_OBJECT_BYTES = 100_000;
    /** 50,000 a minute, which is within the 3,000 in three seconds of other contracts. */
    private static final int TRACKS_PER_SECOND = 833;
    /** 5,000 a minute. */
    private static final int STATES_PER_SECOND = 83;
    /** 20,000 a minute, shared with calls that the gateway does not make. */
    private static final int DELETIONS_PER_SECOND = 333;

    @Override
    public String name() {
        return "braze";
    }

    @Override
    public List<DataRegion> dataRegions() {
        return REGIONS;
    }

    @Override
    public Connector connect(Settings settings) {
        var endpoint = settings.endpoint(settings.region(REGIONS));
        var apiKey = settings.text("api_key");
        var label = settings.optionalText("alias_label");
        var permits = EnumSet.noneOf(Permit.class);
        permit(settings, "events_create_people", Permit.EVENTS_CREATE_PEOPLE, permits);
        permit(settings, "consent_with_profiles", Permit.CONSENT_WITH_PROFILES, permits);
        permit(settings, "repeat_uncertain_events", Permit.REPEAT_UNCERTAIN_EVENTS, permits);
        var workspace = new Workspace(
                label == null ? null : new AliasLabel(label),
                settings.textMap("audiences"),
                settings.textMap("subscription_groups"),
                settings.optionalText("purchase_event"),
                permits);
        var limits = limits(settings.number("track_requests_per_second", TRACKS_PER_SECOND, 1, 100_000));
        settings.refuseOthers();
        return new BrazeConnector(endpoint, apiKey, workspace, limits);
    }

    private static void permit(Settings settings, String name, Permit permit, Set<Permit> permits) {
        if (settings.flag(name, false)) {
            permits.add(permit);
        }
    }

    private static Map<Operation, Limits> limits(int tracksPerSecond) {
        var track = new Limits(MAX_OBJECTS, MAX_BYTES, MAX_OBJECT_BYTES, tracksPerSecond);
        // A channel with a subscription group takes the narrower call.
        var state = new Limits(MAX_PEOPLE, MAX_BYTES, MAX_OBJECT_BYTES, STATES_PER_SECOND);
        var limits = new EnumMap<Operation, Limits>(Operation.class);
        for (var operation : Operation.values()) {
            limits.put(
                    operation,
                    switch (operation) {
                        case UPSERT, ADD, REMOVE, TRACK, SUPPRESS -> track;
                        case SUBSCRIBE, UNSUBSCRIBE -> state;
                        case ERASE -> new Limits(MAX_PEOPLE, MAX_BYTES, MAX_OBJECT_BYTES, DELETIONS_PER_SECOND);
                    });
        }
        return limits;
    }

    @Override
    public Guide guide() {
        return new Guide(
                "Braze",
                "A workspace on one of Braze's instances, each of which keeps its data in one country; keys of one are"
                        + " unknown to the others.",
                settingsGuide(),
                acts(),
                List.of(
                        "User id becomes external_id, e-mail and phone become email and phone; without a user id, a person"
                                + " is named by alias, e-mail or phone.",
                        "Addresses lose spaces around them, phone numbers become E.164; by what is neither nobody is named.",
                        "With alias_label an anonymous id is a user alias under that label.",
                        "All else of a profile is an attribute under its own name, arrays and nested objects as they come;"
                                + " null removes it.",
                        "An audience is a boolean attribute, aud_ and the audience's name unless audiences says otherwise.",
                        "Event name and time go to name and time (the activation's time where the row has none), all else"
                                + " but identifiers to properties.",
                        "An event's name and its properties have up to 255 characters and do not begin with $; time and"
                                + " event_name are no properties: any other ends its record.",
                        "Of a purchase, product_id, currency, price and quantity stand beside the properties, the first two as"
                                + " texts; it is refused without one of the first three, or where price or quantity is no number.",
                        "Columns named as Braze's own members (external_id, email_subscribe, subscription_groups, ...) are"
                                + " refused."),
                List.of(
                        "A new profile is contactable by e-mail unless the same or an earlier request says otherwise.",
                        "subscribed is no grant: who consented is opted_in.",
                        "Where subscription_groups names a group for the channel, subscribe and unsubscribe change that"
                                + " group and leave the global state; else e-mail and push change the global state, and"
                                + " other channels are refused.",
                        "By e-mail or phone a group changes for every profile that shares it.",
                        "Suppress unsubscribes from e-mail, push and every configured group.",
                        "Nothing blocks the profile of an erased person from being created again; counts of past events stay"
                                + " in aggregates. An e-mail address that several profiles share erases one of them.",
                        "A value such as {\"inc\": 1} counts anew with every repetition.",
                        "Of a text among an event's properties Braze keeps 255 characters.",
                        "A repeated event is a second event, so one whose end is unknown ends as uncertain."));
    }

    private static List<Guide.Setting> settingsGuide() {
        return List.of(
                new Guide.Setting(
                        "region",
                        "us-01 to us-08, us-10, eu-01, eu-02, au-01, id-01, jp-01 or kr-01",
                        "required",
                        "The instance of the workspace."),
                new Guide.Setting(
                        "api_key",
                        "text, secret",
                        "required",
                        "A REST key that permits users.track, users.delete and subscription.status.set."),
                new Guide.Setting(
                        "alias_label", "text", "no aliases", "The label of the aliases that anonymous ids are."),
                new Guide.Setting("audiences", "map", "empty", "Audience name to attribute name."),
                new Guide.Setting(
                        "subscription_groups",
                        "map",
                        "empty",
                        "Channel (email, sms, messenger, ...) to subscription group id; other names are for suppress only."),
                new Guide.Setting("purchase_event", "text", "none", "The name of the events that are purchases."),
                new Guide.Setting(
                        "events_create_people",
                        "true or false",
                        "false",
                        "Whether events of unknown people create them."),
                new Guide.Setting(
                        "consent_with_profiles",
                        "true or false",
                        "false",
                        "Whether profiles and additions of people who consented say so; it takes back an unsubscription"
                                + " made at the vendor."),
                new Guide.Setting(
                        "repeat_uncertain_events",
                        "true or false",
                        "false",
                        "Whether events whose end is unknown are sent again and may count twice."),
                new Guide.Setting(
                        "track_requests_per_second",
                        "1 to 100,000",
                        "833",
                        "The pace of /users/track, by default 50,000 a minute; contracts differ (3,000 in three seconds is"
                                + " one), and accounts priced by monthly active users have limits of their own."));
    }

    private static List<Guide.Act> acts() {
        var keys = List.of(
                IdentifierType.USER_ID, IdentifierType.ANONYMOUS_ID, IdentifierType.EMAIL, IdentifierType.PHONE);
        var limits = limits(TRACKS_PER_SECOND);
        var acts = new ArrayList<Guide.Act>();
        for (var operation : Operation.values()) {
            var request = switch (operation) {
                case UPSERT, ADD, REMOVE, SUPPRESS -> "POST /users/track (attributes)";
                case TRACK -> "POST /users/track (events or purchases)";
                case SUBSCRIBE, UNSUBSCRIBE ->
                    "POST /v2/subscription/status/set, or POST /users/track (attributes) without a group";
                case ERASE -> "POST /users/delete";
            };
            acts.add(new Guide.Act(operation, request, requireNonNull(limits.get(operation)), keys, "", "accepted"));
        }
        return acts;
    }

    private static List<DataRegion> regions() {
        var regions = new ArrayList<DataRegion>();
        for (int instance = 1; instance <= 8; instance++) {
            regions.add(region("us-0" + instance, "US", "rest.iad-0" + instance + ".braze.com"));
        }
        regions.add(region("us-10", "US", "rest.us-10.braze.com"));
        regions.add(region("eu-01", "DE", "rest.fra-01.braze.eu"));
        regions.add(region("eu-02", "DE", "rest.fra-02.braze.eu"));
        regions.add(region("au-01", "AU", "rest.au-01.braze.com"));
        regions.add(region("id-01", "ID", "rest.id-01.braze.com"));
        regions.add(region("jp-01", "JP", "rest.jp-01.braze.com"));
        regions.add(region("kr-01", "KR", "rest.kr-01.braze.com"));
        return List.copyOf(regions);
    }

    private static DataRegion region(String name, String country, String host) {
        return new DataRegion(name, Set.of(country), URI.create("https://" + host));
    }
}
