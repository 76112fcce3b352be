package io.activationgateway.connectors.customerio;

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

/** Customer.io through the Pipelines API. Its settings are described by {@link #guide}. */
public final class CustomerIoPipelinesVendor implements Vendor {

    private static final List<DataRegion> REGIONS = List.of(
            new DataRegion("us", Set.of("US"), URI.create("https://cdp.customer.io")),
            new DataRegion("eu", Set.of("DE"), URI.create("https://cdp-eu.customer.io")));

    private static final int MAX_CALLS = 100;
    private static final int MAX_BYTES = 499_999;
    private static final int MAX_CALL_BYTES = 31_999;
    private static final int REQUESTS_PER_SECOND = 100;

    @Override
    public String name() {
        return "customerio-pipelines";
    }

    @Override
    public List<DataRegion> dataRegions() {
        return REGIONS;
    }

    @Override
    public Connector connect(Settings settings) {
        var endpoint = settings.endpoint(settings.region(REGIONS));
        var writeKey = settings.text("write_key");
        var workspace = new Workspace(
                writeKey, List.of(), Map.of(), settings.numbers("topics"), CustomerIoVendor.consentTraits(settings));
        var limits = limits(
                settings.number("max_records", MAX_CALLS, 1, 10_000),
                settings.number("requests_per_second", REQUESTS_PER_SECOND, 1, 10_000));
        settings.refuseOthers();
        return new PipelinesConnector(endpoint, writeKey, workspace, limits);
    }

    private static Limits limits(int maxCalls, int perSecond) {
        return new Limits(maxCalls, MAX_BYTES, MAX_CALL_BYTES, perSecond);
    }

    @Override
    public Guide guide() {
        return new Guide(
                "Customer.io Pipelines",
                "A source of Customer.io's Pipelines in the American or European region. In the wrong region it may answer"
                        + " well and drop the data; segments go through a destination of the Track API.",
                settingsGuide(),
                PipelinesConnector.OPERATIONS.stream()
                        .map(CustomerIoPipelinesVendor::act)
                        .toList(),
                List.of(
                        "User id and anonymous id become userId and anonymousId, e-mail and phone the traits email and"
                                + " phone, a number in E.164 where it can be read.",
                        "All else becomes traits, or properties of an event, under their own names.",
                        "A row's own id column is left out of the traits when it is called id, because it would become the"
                                + " person's.",
                        "Columns that rewrite identities or opt-outs (id, cio_id, unsubscribed,"
                                + " cio_subscription_preferences) or redirect messages (recipient, from_address, reply_to)"
                                + " are refused."),
                List.of(
                        "Without the header X-Strict-Mode the vendor answers 200 to invalid calls; the gateway always sends"
                                + " it.",
                        "A call of more than 32 KB would be answered with 200 and dropped; the gateway refuses it.",
                        "Subscribe and unsubscribe set the channel's preference, and the topic's where topics names one for"
                                + " the purpose; suppress sets unsubscribed, which is global.",
                        "Erase is the event User Suppressed, or User Deleted with erasure: delete, on which the source's"
                                + " Customer.io destination acts; it needs the user id. The names of the events that the"
                                + " vendor acts upon are refused from senders.",
                        "Every destination that the source is connected to receives these calls too."));
    }

    private static List<Guide.Setting> settingsGuide() {
        return List.of(
                new Guide.Setting("region", "us or eu", "required", "The region of the account."),
                new Guide.Setting("write_key", "text, secret", "required", "The key of the source."),
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
                new Guide.Setting("max_records", "1 to 10,000", "100", "Calls in one batch; not documented."),
                new Guide.Setting(
                        "requests_per_second",
                        "1 to 10,000",
                        "100",
                        "The pace of all calls together; the vendor names 1,000 a second too."));
    }

    private static Guide.Act act(Operation operation) {
        boolean track = operation == Operation.TRACK || operation == Operation.ERASE;
        return new Guide.Act(
                operation,
                track ? "POST /v1/batch (track)" : "POST /v1/batch (identify)",
                limits(MAX_CALLS, REQUESTS_PER_SECOND),
                operation == Operation.ERASE
                        ? List.of(IdentifierType.USER_ID)
                        : List.of(IdentifierType.USER_ID, IdentifierType.ANONYMOUS_ID),
                "messageId",
                "accepted");
    }
}
