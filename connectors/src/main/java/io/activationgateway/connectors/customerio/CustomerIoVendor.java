package io.activationgateway.connectors.customerio;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.BasicCredentials;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.DataRegion;
import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.Guide;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.Vendor;
import io.activationgateway.connectors.VendorRequest;
import io.activationgateway.connectors.customerio.Workspace.Trait;
import io.activationgateway.consent.identity.IdentifierType;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Customer.io through the Track API. Its settings are described by {@link #guide}. */
public final class CustomerIoVendor implements Vendor {

    private static final List<DataRegion> REGIONS = List.of(
            new DataRegion("us", Set.of("US"), URI.create("https://track.customer.io")),
            new DataRegion("eu", Set.of("DE"), URI.create("https://track-eu.customer.io")));

    /** Both must stay below 500 and 32 KB. */
    private static final int MAX_BYTES = 499_999;

    private static final int MAX_ITEM_BYTES = 31_999;
    private static final int MAX_ITEMS = 100;
    private static final int MAX_MEMBERS = 1_000;
    private static final int REQUESTS_PER_SECOND = 100;

    @Override
    public String name() {
        return "customerio";
    }

    @Override
    public List<DataRegion> dataRegions() {
        return REGIONS;
    }

    @Override
    public Connector connect(Settings settings) {
        var region = settings.region(REGIONS);
        var endpoint = settings.endpoint(region);
        var siteId = settings.text("site_id");
        var authorization = BasicCredentials.header(siteId, settings.text("api_key"));
        var workspace = new Workspace(
                siteId, keys(settings), settings.numbers("segments"), settings.numbers("topics"), traits(settings));
        var check = new RegionCheck(
                region.name(), regionQuestion(endpoint, authorization), !settings.flag("check_region", true));
        var limits = limits(
                settings.number("max_records", MAX_ITEMS, 1, 10_000),
                settings.number("requests_per_second", REQUESTS_PER_SECOND, 1, 10_000));
        settings.refuseOthers();
        return new CustomerIoConnector(endpoint, authorization, workspace, check, limits);
    }

    private static VendorRequest regionQuestion(Endpoint endpoint, String authorization) {
        return new VendorRequest(
                HttpMethod.GET,
                endpoint.path("/api/v1/accounts/region"),
                Map.of("Authorization", authorization),
                Buffer.buffer());
    }

    private static List<PersonKey> keys(Settings settings) {
        if (!settings.isSet("identifiers")) {
            return List.of(PersonKey.ID, PersonKey.EMAIL);
        }
        var names = settings.texts("identifiers");
        var keys = Arrays.stream(PersonKey.values())
                .filter(key -> names.contains(key.member()))
                .toList();
        if (keys.size() != names.size()) {
            throw settings.wrong("identifiers", "are not known", "use some of id, email and phone");
        }
        return keys;
    }

    private static Set<Trait> traits(Settings settings) {
        var traits = EnumSet.noneOf(Trait.class);
        if (settings.flag("convert_times", true)) {
            traits.add(Trait.CONVERTS_TIMES);
        }
        traits.addAll(consentTraits(settings));
        return traits;
    }

    /** What the settings of both APIs say about consent and erasure. */
    static Set<Trait> consentTraits(Settings settings) {
        var traits = EnumSet.noneOf(Trait.class);
        if (settings.flag("consent_with_profiles", false)) {
            traits.add(Trait.SAYS_CONSENT_WITH_PROFILES);
        }
        if (settings.choice("erasure", "suppress", Set.of("suppress", "delete")).equals("suppress")) {
            traits.add(Trait.SUPPRESSES_THE_ERASED);
        }
        return traits;
    }

    private static Map<Operation, Limits> limits(int maxItems, int perSecond) {
        var limits = new EnumMap<Operation, Limits>(Operation.class);
        for (var operation : Operation.values()) {
            int records = operation.needsAudience() ? MAX_MEMBERS : maxItems;
            limits.put(operation, new Limits(records, MAX_BYTES, MAX_ITEM_BYTES, perSecond));
        }
        return limits;
    }

    @Override
    public Guide guide() {
        return new Guide(
                "Customer.io",
                "A workspace in Customer.io's American or European region, through the Track API. Data sent to the other"
                        + " region's host crosses the border although the vendor answers well, so the gateway asks for the"
                        + " account's region before it sends anything.",
                settingsGuide(),
                acts(),
                List.of(
                        "User id, e-mail or phone becomes the one identifier, in this order of those that the workspace"
                                + " takes; the others become the attributes email and phone, a number in E.164 where it can be"
                                + " read.",
                        "All else becomes attributes under their own names; a time with zone becomes Unix seconds.",
                        "A row's own id column is left out when it is called id, because it would become the person's.",
                        "Event name and time go to name and timestamp, the dedupe key to id as a ULID, all else but"
                                + " identifiers to attributes.",
                        "Columns that rewrite identities or opt-outs (id, cio_id, unsubscribed,"
                                + " cio_subscription_preferences) or redirect messages (recipient, from_address, reply_to)"
                                + " are refused."),
                List.of(
                        "A 200 is an acceptance: conflicts of identifiers show up later in the vendor's activity log only.",
                        "People are contactable unless an attribute says otherwise.",
                        "Subscribe and unsubscribe set the channel's preference, and the topic's where topics names one for"
                                + " the purpose; suppress sets unsubscribed, which is global.",
                        "Erase uses the vendor's suppress: data sent for such a person later vanishes without an error,"
                                + " until somebody lifts it at the vendor. With erasure: delete the next update creates the"
                                + " person again.",
                        "Only manual segments can be changed; people whom the workspace does not know are left out in"
                                + " silence.",
                        "The vendor names no country for its European region; DE stands for it here.",
                        "Attribute values of more than 1,000 bytes, and more than 300 attributes of a person, are refused by the"
                                + " vendor."));
    }

    private static List<Guide.Setting> settingsGuide() {
        return List.of(
                new Guide.Setting("region", "us or eu", "required", "The region of the account."),
                new Guide.Setting("site_id", "text", "required", "The site id of the Track credentials."),
                new Guide.Setting("api_key", "text, secret", "required", "The key of the Track credentials."),
                new Guide.Setting(
                        "check_region",
                        "true or false",
                        "true",
                        "Whether the account's region is asked for before the first request."),
                new Guide.Setting(
                        "identifiers", "list of id, email, phone", "id and email", "How the workspace knows people."),
                new Guide.Setting(
                        "segments", "map", "empty", "Audience name to segment id; a number is the id itself."),
                new Guide.Setting("topics", "map", "empty", "Purpose to the number of its subscription topic."),
                new Guide.Setting(
                        "erasure",
                        "suppress or delete",
                        "suppress",
                        "Whether an erased person is kept from coming back."),
                new Guide.Setting(
                        "consent_with_profiles",
                        "true or false",
                        "false",
                        "Whether profiles of people who consented switch the channel's preference on; it takes back an"
                                + " unsubscription made at the vendor."),
                new Guide.Setting(
                        "convert_times", "true or false", "true", "Whether times with zone become Unix seconds."),
                new Guide.Setting("max_records", "1 to 10,000", "100", "Items in one batch; not documented."),
                new Guide.Setting(
                        "requests_per_second",
                        "1 to 10,000",
                        "100",
                        "The pace of all calls together; the vendor names 1,000 a second too."));
    }

    private static List<Guide.Act> acts() {
        var limits = limits(MAX_ITEMS, REQUESTS_PER_SECOND);
        var acts = new ArrayList<Guide.Act>();
        for (var operation : Operation.values()) {
            var request = switch (operation) {
                case UPSERT, SUBSCRIBE, UNSUBSCRIBE, SUPPRESS -> "POST /api/v2/batch (identify)";
                case TRACK -> "POST /api/v2/batch (event)";
                case ERASE -> "POST /api/v2/batch (suppress or delete)";
                case ADD -> "POST /api/v1/segments/{id}/add_customers";
                case REMOVE -> "POST /api/v1/segments/{id}/remove_customers";
            };
            var keys = operation.needsAudience()
                    ? List.of(IdentifierType.USER_ID, IdentifierType.EMAIL)
                    : List.of(IdentifierType.USER_ID, IdentifierType.EMAIL, IdentifierType.PHONE);
            var key = operation == Operation.TRACK ? "id of the event, a ULID" : "";
            acts.add(new Guide.Act(operation, request, requireNonNull(limits.get(operation)), keys, key, "accepted"));
        }
        return acts;
    }
}
