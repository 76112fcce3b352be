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
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Iterable. Settings: {@code region} ({@code us}, {@code eu}), {@code api_key}, {@code project} ({@code user-id},
 * {@code hybrid}, {@code email}; the default is {@code user-id} in the EU and {@code email} in the US), {@code lists}
 * (audience name to list id; an audience that is a number is the id itself), {@code create_new_fields} (false),
 * {@code max_records} (1,000), {@code list_requests_per_second} (5), {@code endpoint} with {@code sandbox}.
 */
public final class IterableVendor implements Vendor {

    private static final DataRegion EU = new DataRegion("eu", Set.of("IE"), URI.create("https://api.eu.iterable.com"));
    private static final List<DataRegion> REGIONS =
            List.of(new DataRegion("us", Set.of("US"), URI.create("https://api.iterable.com")), EU);

    private static final int MAX_RECORDS = 1_000;
    private static final int MAX_BYTES = 4_000_000;
    private static final int UPDATES_PER_SECOND = 5;
    private static final int TRACKS_PER_SECOND = 10;
    private static final int LIST_CALLS_PER_SECOND = 5;

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
        var keys = List.of(IdentifierType.USER_ID, IdentifierType.EMAIL);
        return new Guide(
                "Iterable",
                "A project in Iterable's US or European data centre; keys of one are unknown to the other.",
                List.of(
                        new Guide.Setting("region", "us or eu", "required", "The data centre of the project."),
                        new Guide.Setting("api_key", "text, secret", "required", "A server-side key."),
                        new Guide.Setting(
                                "project",
                                "user-id, hybrid or email",
                                "user-id in the EU, email in the US",
                                "How the project knows people."),
                        new Guide.Setting(
                                "lists", "map", "empty", "Audience name to list id; a number is the id itself."),
                        new Guide.Setting(
                                "create_new_fields",
                                "true or false",
                                "false",
                                "Whether fields that the project does not know are created."),
                        new Guide.Setting("max_records", "1 to 10,000", "1,000", "Records in one request."),
                        new Guide.Setting("list_requests_per_second", "1 to 100", "5", "The pace of list calls.")),
                List.of(
                        act(Operation.UPSERT, "POST /api/users/bulkUpdate", UPDATES_PER_SECOND, keys, ""),
                        act(Operation.ADD, "POST /api/lists/subscribe", LIST_CALLS_PER_SECOND, keys, ""),
                        act(Operation.REMOVE, "POST /api/lists/unsubscribe", LIST_CALLS_PER_SECOND, keys, ""),
                        act(Operation.TRACK, "POST /api/events/trackBulk", TRACKS_PER_SECOND, keys, "id of the event")),
                List.of(
                        "User id and e-mail become userId and email, a phone number becomes phoneNumber.",
                        "Times become the vendor's own form of text; all else goes into dataFields under its own name."),
                List.of(
                        "The vendor names failures by identifier: two records of one person in a request share their end.",
                        "A field's type is fixed by its first value; one clash refuses the whole request, which is halved"
                                + " until the record stands alone."));
    }

    private static Guide.Act act(
            Operation operation, String request, int perSecond, List<IdentifierType> keys, String key) {
        var limits = new Limits(MAX_RECORDS, MAX_BYTES, MAX_BYTES, perSecond);
        return new Guide.Act(operation, request, limits, keys, key, "accepted");
    }

    @Override
    public Connector connect(Settings settings) {
        var region = settings.region(REGIONS);
        var endpoint = settings.endpoint(region);
        var apiKey = settings.text("api_key");
        var project = project(settings, region);
        var lists = settings.numbers("lists");
        boolean createNewFields = settings.flag("create_new_fields", false);
        var limits = limits(settings);
        settings.refuseOthers();
        return new IterableConnector(endpoint, apiKey, project, lists, createNewFields, limits);
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

    private static Map<Operation, Limits> limits(Settings settings) {
        int maxRecords = settings.number("max_records", MAX_RECORDS, 1, 10_000);
        int listCalls = settings.number("list_requests_per_second", LIST_CALLS_PER_SECOND, 1, 100);
        var lists = new Limits(maxRecords, MAX_BYTES, MAX_BYTES, listCalls);
        return Map.of(
                Operation.UPSERT,
                new Limits(maxRecords, MAX_BYTES, MAX_BYTES, UPDATES_PER_SECOND),
                Operation.TRACK,
                new Limits(maxRecords, MAX_BYTES, MAX_BYTES, TRACKS_PER_SECOND),
                Operation.ADD,
                lists,
                Operation.REMOVE,
                lists);
    }
}
