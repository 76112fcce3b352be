package io.activationgateway.connectors.klaviyo;

import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.DataRegion;
import io.activationgateway.connectors.Guide;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.Vendor;
import io.activationgateway.consent.identity.IdentifierType;
import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Klaviyo. Settings: {@code region} ({@code us}), {@code api_key}, {@code lists} (audience name to list id),
 * {@code subscription_list}, {@code custom_source}, {@code consented_at_field}, {@code max_records} (10,000),
 * {@code endpoint} with {@code sandbox}.
 */
public final class KlaviyoVendor implements Vendor {

    private static final List<DataRegion> REGIONS =
            List.of(new DataRegion("us", Set.of("US"), URI.create("https://a.klaviyo.com")));

    private static final Pattern LIST_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private static final int MAX_PROFILES = 10_000;
    private static final int MAX_BYTES = 5_000_000;
    private static final int MAX_PROFILE_BYTES = 100_000;

    /** 150, 750 and 60 a minute. */
    private static final double JOBS_PER_SECOND = 2.5;

    private static final double CONSENTS_PER_SECOND = 12.5;
    private static final double DELETIONS_PER_SECOND = 1;

    @Override
    public String name() {
        return "klaviyo";
    }

    @Override
    public List<DataRegion> dataRegions() {
        return REGIONS;
    }

    @Override
    public Guide guide() {
        var lasting = List.of(IdentifierType.USER_ID, IdentifierType.EMAIL, IdentifierType.PHONE);
        var contacts = List.of(IdentifierType.EMAIL, IdentifierType.PHONE);
        var members = "relationships/profiles, after GET /api/profiles";
        return new Guide(
                "Klaviyo",
                "An account at Klaviyo, which keeps data in the United States only: a route to it is always an export"
                        + " there.",
                settingsOf(),
                List.of(
                        act(Operation.UPSERT, "POST /api/profile-bulk-import-jobs", lasting, "", "end of a job"),
                        act(Operation.ADD, "POST /api/lists/{id}/" + members, lasting, "", "applied"),
                        act(Operation.REMOVE, "DELETE /api/lists/{id}/" + members, lasting, "", "applied"),
                        act(
                                Operation.TRACK,
                                "POST /api/event-bulk-create-jobs",
                                List.of(
                                        IdentifierType.USER_ID,
                                        IdentifierType.EMAIL,
                                        IdentifierType.PHONE,
                                        IdentifierType.ANONYMOUS_ID),
                                "unique_id",
                                "accepted"),
                        act(
                                Operation.SUBSCRIBE,
                                "POST /api/profile-subscription-bulk-create-jobs",
                                contacts,
                                "",
                                "accepted"),
                        act(
                                Operation.UNSUBSCRIBE,
                                "POST /api/profile-subscription-bulk-delete-jobs",
                                List.of(IdentifierType.EMAIL, IdentifierType.PHONE, IdentifierType.USER_ID),
                                "",
                                "accepted"),
                        act(
                                Operation.SUPPRESS,
                                "POST /api/profile-suppression-bulk-create-jobs",
                                List.of(IdentifierType.EMAIL, IdentifierType.USER_ID, IdentifierType.PHONE),
                                "",
                                "end of a job"),
                        act(
                                Operation.ERASE,
                                "POST /api/data-privacy-deletion-jobs",
                                List.of(IdentifierType.EMAIL, IdentifierType.PHONE, IdentifierType.USER_ID),
                                "",
                                "accepted")),
                FIELDS,
                NOTES);
    }

    private static List<Guide.Setting> settingsOf() {
        return List.of(
                new Guide.Setting("region", "us", "required", "Where the vendor keeps data."),
                new Guide.Setting(
                        "api_key",
                        "text, secret",
                        "required",
                        "A private key with profiles, lists, events and subscriptions to read and write, and"
                                + " data-privacy:write."),
                new Guide.Setting("lists", "map", "empty", "Audience name to list id."),
                new Guide.Setting(
                        "subscription_list",
                        "text",
                        "the account's opt-in process",
                        "The id of the list whose opt-in process a subscription follows."),
                new Guide.Setting("custom_source", "text", "none", "The source of a consent as the vendor notes it."),
                new Guide.Setting(
                        "consented_at_field",
                        "text",
                        "the vendor may ask the person to confirm",
                        "The column with the time of a consent that was given before; without that time a record is not"
                                + " subscribed."),
                new Guide.Setting(
                        "push_token_field",
                        "text",
                        "nobody is subscribed to push",
                        "The column with the push token of a device."),
                new Guide.Setting(
                        "push_platform_field",
                        "text",
                        "nobody is subscribed to push",
                        "The column with its platform, ios (then of APNs) or android (FCM)."),
                new Guide.Setting("max_records", "1 to 10,000", "10,000", "Profiles in one import."));
    }

    private static final List<String> FIELDS = List.of(
            "User id, e-mail and phone become external_id, email and phone_number (E.164).",
            "first_name, last_name, organization, locale, title and image become attributes of the profile; address1,"
                    + " address2, city, country, region, zip, timezone, ip, latitude and longitude those of its location.",
            "Of an event, value (a number) and value_currency become attributes; its person is named by one identifier"
                    + " only. One with more than 400 properties, a name of 128 characters or more, or a time before 1990 or"
                    + " more than a year ahead is refused.",
            "All else becomes a property under its own name; a null changes nothing in an import.");

    private static final List<String> NOTES = List.of(
            "Joining or leaving a list changes no consent; people whom the vendor does not know are not created by it.",
            "Subscribing lifts suppressions, so only records that go on consent are sent; nothing here ever unsuppresses.",
            "Unsubscribing names no list: with one, the vendor unsubscribes whoever is not on it from everything.",
            "Suppressing stops e-mail marketing only.",
            "Unsubscribing from push takes all devices off that the vendor knows of the person, one person a request: it is"
                    + " asked for their tokens first, which needs push-tokens:read.",
            "A user id is looked up where the vendor wants an address or its own id; those identifiers then stand in the"
                    + " query of a request.",
            "Imports promise no order: of two rows of one person in one activation either may win.",
            "Deleting is not confirmed and does not keep a profile from being created again: the gateway's own block does.",
            "Errors of an import name records by their identifiers; after a restart, when those are gone, what cannot be"
                    + " told apart is uncertain.");

    private static Guide.Act act(
            Operation operation, String request, List<IdentifierType> identifiers, String key, String outcome) {
        return new Guide.Act(operation, request, limits(operation, MAX_PROFILES), identifiers, key, outcome);
    }

    private static Limits limits(Operation operation, int maxProfiles) {
        return switch (operation) {
            case UPSERT -> new Limits(maxProfiles, MAX_BYTES, MAX_PROFILE_BYTES, JOBS_PER_SECOND);
            case TRACK -> new Limits(1_000, MAX_BYTES, MAX_BYTES, JOBS_PER_SECOND);
            case SUBSCRIBE -> new Limits(1_000, MAX_BYTES, MAX_PROFILE_BYTES, CONSENTS_PER_SECOND);
            case ADD, REMOVE -> new Limits(LookUp.MAX_PEOPLE, LookUp.MAX_BYTES, LookUp.MAX_BYTES, JOBS_PER_SECOND);
            case UNSUBSCRIBE, SUPPRESS -> new Limits(100, MAX_BYTES, MAX_PROFILE_BYTES, CONSENTS_PER_SECOND);
            case ERASE -> new Limits(1, MAX_BYTES, MAX_PROFILE_BYTES, DELETIONS_PER_SECOND);
        };
    }

    @Override
    public Connector connect(Settings settings) {
        var requests = new Requests(settings.endpoint(settings.region(REGIONS)), settings.text("api_key"));
        var lists = settings.textMap("lists");
        lists.forEach((audience, id) -> checkListId(settings, "lists." + audience, id));
        var subscriptionList = settings.optionalText("subscription_list");
        checkListId(settings, "subscription_list", subscriptionList);
        var subscribing = new Subscribing(
                subscriptionList,
                settings.optionalText("custom_source"),
                push(settings),
                settings.optionalText("consented_at_field"));
        int maxRecords = settings.number("max_records", MAX_PROFILES, 1, MAX_PROFILES);
        var limits = new EnumMap<Operation, Limits>(Operation.class);
        for (var operation : Operation.values()) {
            limits.put(operation, limits(operation, maxRecords));
        }
        settings.refuseOthers();
        return new KlaviyoConnector(requests, lists, subscribing, limits);
    }

    private static Subscribing.@Nullable Push push(Settings settings) {
        var token = settings.optionalText("push_token_field");
        var platform = settings.optionalText("push_platform_field");
        if (token != null && platform != null) {
            return new Subscribing.Push(token, platform);
        }
        if (token != null || platform != null) {
            throw settings.wrong(
                    token == null ? "push_token_field" : "push_platform_field",
                    "is missing beside the other",
                    "name the columns of both, the push token and the platform");
        }
        return null;
    }

    private static void checkListId(Settings settings, String name, @Nullable String id) {
        if (id != null && !LIST_ID.matcher(id).matches()) {
            throw settings.wrong(name, "is not the id of a list", "give the id that the vendor shows, such as Y6nRLr");
        }
    }
}
