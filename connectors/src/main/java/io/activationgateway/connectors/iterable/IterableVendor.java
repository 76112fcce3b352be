package io.activationgateway.connectors.iterable;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Iterable. Its settings are described by {@link #guide}. */
public final class IterableVendor implements Vendor {

    private static final DataRegion EU = new DataRegion("eu", Set.of("IE"), URI.create("https://api.eu.iterable.com"));
    private static final List<DataRegion> REGIONS =
            List.of(new DataRegion("us", Set.of("US"), URI.create("https://api.iterable.com")), EU);

    private static final int MAX_RECORDS = 1_000;
    private static final int MAX_BYTES = 4_000_000;
    private static final int UPDATES_PER_SECOND = 5;
    private static final int TRACKS_PER_SECOND = 10;
    private static final int LIST_CALLS_PER_SECOND = 5;
    private static final int SUBSCRIPTION_CALLS_PER_SECOND = 5;
    private static final int ERASURES_PER_SECOND = 3;
    private static final int ERASURES_PER_DAY = 1_000;

    @Override
    public String name() {
        return "iterable";
    }

    @Override
    public List<DataRegion> dataRegions() {
        return REGIONS;
    }

    @Override
    public Guide guide() {
        return new Guide(
                "Iterable",
                "A project in Iterable's US or European data centre; keys of one are unknown to the other.",
                settingsGuide(),
                acts(),
                List.of(
                        "User id and e-mail become userId and email, a phone number becomes phoneNumber, in E.164 where"
                                + " it is one.",
                        "An e-mail project goes by e-mail, a user-id project by user id, a hybrid one by user id and else by"
                                + " e-mail: a record without it is refused, and so is one with a user id that is not up to 52"
                                + " printable ASCII characters without a blank at the end.",
                        "Times become the vendor's own form of text; all else goes into dataFields under its own name.",
                        "Columns named as the vendor's identifiers, lists or opt-outs are refused."),
                List.of(
                        "The vendor names failures by identifier: two records of one person in a request share their end.",
                        "A field's type is fixed by its first value; one clash refuses the whole request, which is halved"
                                + " until the record stands alone.",
                        "Fields that the project does not know are left out by the vendor, and nobody told of it, unless"
                                + " create_new_fields is true.",
                        "People are opted in to every opt-out channel until somebody says otherwise.",
                        "What is said of a person's channels and message types replaces what was stored, so each profile is"
                                + " read first and only the one channel or type changes; the additive calls change it alone,"
                                + " where Iterable has enabled them for the project (they answer 404 until then).",
                        "Subscribing to a message type leaves an opt-out of its whole channel as it is.",
                        "Suppress unsubscribes from every channel that channels names.",
                        "Bulk updates take up to a minute to show: an opt-out of somebody who is not there yet finds nobody.",
                        "Erase is the vendor's forget: it deletes and refuses data about the person from then on, up to"
                                + " erasures_per_day people within 24 hours: each node counts its own and, while others erase"
                                + " too, keeps to its part. Others wait, and what is refused all the same is asked again every"
                                + " hour."));
    }

    private static List<Guide.Setting> settingsGuide() {
        return List.of(
                new Guide.Setting("region", "us or eu", "required", "The data centre of the project."),
                new Guide.Setting("api_key", "text, secret", "required", "A server-side key."),
                new Guide.Setting(
                        "project",
                        "user-id, hybrid or email",
                        "user-id in the EU, email in the US",
                        "How the project knows people."),
                new Guide.Setting("lists", "map", "empty", "Audience name to list id; a number is the id itself."),
                new Guide.Setting(
                        "channels", "map", "empty", "Channel (email, sms, push, ...) to the id of a message channel."),
                new Guide.Setting(
                        "message_types",
                        "map",
                        "empty",
                        "Purpose to the id of an opt-out message type, which is then changed instead of the channel."),
                new Guide.Setting(
                        "opt_in_message_types",
                        "map",
                        "empty",
                        "The same for opt-in message types, where Iterable has enabled them for the project."),
                new Guide.Setting(
                        "subscription_calls",
                        "merging or additive",
                        "merging",
                        "Whether subscriptions change by reading and writing a profile, or by the calls that Iterable"
                                + " enables on request."),
                new Guide.Setting(
                        "create_new_fields",
                        "true or false",
                        "false",
                        "Whether fields that the project does not know are created."),
                new Guide.Setting("max_records", "1 to 10,000", "1,000", "Records in one request."),
                new Guide.Setting("list_requests_per_second", "1 to 100", "5", "The pace of list calls."),
                new Guide.Setting(
                        "subscription_requests_per_second",
                        "1 to 100",
                        "5",
                        "The pace of subscription calls; not documented."),
                new Guide.Setting(
                        "erasures_per_day", "1 to 100,000", "1,000", "Erasures within any 24 hours, at 3 a second."));
    }

    private static List<Guide.Act> acts() {
        var subscribe = "GET /api/users/byUserId/{userId}, then POST /api/users/updateSubscriptions; or PUT"
                + " /api/subscriptions/{messageChannel or messageType}/{id}";
        return List.of(
                act(Operation.UPSERT, "POST /api/users/bulkUpdate", of(MAX_RECORDS, UPDATES_PER_SECOND)),
                act(Operation.ADD, "POST /api/lists/subscribe", of(MAX_RECORDS, LIST_CALLS_PER_SECOND)),
                act(Operation.REMOVE, "POST /api/lists/unsubscribe", of(MAX_RECORDS, LIST_CALLS_PER_SECOND)),
                act(Operation.TRACK, "POST /api/events/trackBulk", of(MAX_RECORDS, TRACKS_PER_SECOND)),
                act(Operation.SUBSCRIBE, subscribe, of(1, SUBSCRIPTION_CALLS_PER_SECOND)),
                act(Operation.UNSUBSCRIBE, subscribe, of(1, SUBSCRIPTION_CALLS_PER_SECOND)),
                act(Operation.SUPPRESS, subscribe, of(1, SUBSCRIPTION_CALLS_PER_SECOND)),
                act(Operation.ERASE, "POST /api/users/forget", erasures(ERASURES_PER_DAY)));
    }

    private static Guide.Act act(Operation operation, String request, Limits limits) {
        return new Guide.Act(
                operation,
                request,
                limits,
                List.of(IdentifierType.USER_ID, IdentifierType.EMAIL),
                operation == Operation.TRACK ? "id of the event" : "",
                "accepted");
    }

    @Override
    public Connector connect(Settings settings) {
        var region = settings.region(REGIONS);
        var endpoint = settings.endpoint(region);
        var apiKey = settings.text("api_key");
        var project = project(settings, region);
        var lists = settings.numbers("lists");
        boolean createNewFields = settings.flag("create_new_fields", false);
        var channels = settings.numbers("channels");
        var types = types(settings);
        boolean additive = settings.choice("subscription_calls", "merging", Set.of("merging", "additive"))
                .equals("additive");
        var limits = limits(settings, additive);
        settings.refuseOthers();
        return new IterableConnector(
                endpoint, apiKey, new Setup(project, lists, channels, types, createNewFields, additive), limits);
    }

    private static Map<String, Preference> types(Settings settings) {
        var types = new HashMap<String, Preference>();
        settings.numbers("message_types").forEach((purpose, id) -> types.put(purpose, Preference.optOutType(id)));
        settings.numbers("opt_in_message_types").forEach((purpose, id) -> {
            if (types.put(purpose, Preference.optInType(id)) != null) {
                throw settings.wrong(
                        "opt_in_message_types." + purpose,
                        "names a purpose that message_types names too",
                        "leave the purpose in one of them");
            }
        });
        return types;
    }

    private static Project project(Settings settings, DataRegion region) {
        boolean eu = region.equals(EU);
        var project = settings.choice("project", eu ? "user-id" : "email", Set.of("user-id", "hybrid", "email"));
        if (eu && project.equals("email")) {
            throw settings.wrong("project", "does not exist in the EU data centre", "use user-id or hybrid");
        }
        return switch (project) {
            case "user-id" -> Project.USER_ID;
            case "hybrid" -> Project.HYBRID;
            default -> Project.EMAIL;
        };
    }

    private static Map<Operation, Limits> limits(Settings settings, boolean additive) {
        int maxRecords = settings.number("max_records", MAX_RECORDS, 1, 10_000);
        int listCalls = settings.number("list_requests_per_second", LIST_CALLS_PER_SECOND, 1, 100);
        int erasuresPerDay = settings.number("erasures_per_day", ERASURES_PER_DAY, 1, 100_000);
        int subscriptionCalls =
                settings.number("subscription_requests_per_second", SUBSCRIPTION_CALLS_PER_SECOND, 1, 100);
        var limits = new EnumMap<Operation, Limits>(Operation.class);
        for (var operation : Operation.values()) {
            limits.put(
                    operation,
                    switch (operation) {
                        case UPSERT -> of(maxRecords, UPDATES_PER_SECOND);
                        case TRACK -> of(maxRecords, TRACKS_PER_SECOND);
                        case ADD, REMOVE -> of(maxRecords, listCalls);
                        case SUBSCRIBE, UNSUBSCRIBE, SUPPRESS -> of(additive ? maxRecords : 1, subscriptionCalls);
                        case ERASE -> erasures(erasuresPerDay);
                    });
        }
        return limits;
    }

    private static Limits of(int records, int perSecond) {
        return new Limits(records, MAX_BYTES, MAX_BYTES, perSecond);
    }

    private static Limits erasures(int perDay) {
        return new Limits(1, MAX_BYTES, MAX_BYTES, ERASURES_PER_SECOND, perDay);
    }
}
