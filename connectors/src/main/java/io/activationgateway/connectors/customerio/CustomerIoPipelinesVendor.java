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
        var limits = limits(
                settings.number("max_records", MAX_CALLS, 1, 10_000),
                settings.number("requests_per_second", REQUESTS_PER_SECOND, 1, 10_000));
        settings.refuseOthers();
        return new PipelinesConnector(endpoint, writeKey, limits);
    }

    private static Limits limits(int maxCalls, int perSecond) {
        return new Limits(maxCalls, MAX_BYTES, MAX_CALL_BYTES, perSecond);
    }

    @Override
    public Guide guide() {
        var keys = List.of(IdentifierType.USER_ID, IdentifierType.ANONYMOUS_ID);
        var limits = limits(MAX_CALLS, REQUESTS_PER_SECOND);
        return new Guide(
                "Customer.io Pipelines",
                "A source of Customer.io's Pipelines in the American or European region. In the wrong region it may answer"
                        + " well and drop the data; opt-outs, segments and erasures go through a destination of the Track"
                        + " API.",
                List.of(
                        new Guide.Setting("region", "us or eu", "required", "The region of the account."),
                        new Guide.Setting("write_key", "text, secret", "required", "The key of the source."),
                        new Guide.Setting("max_records", "1 to 10,000", "100", "Calls in one batch; not documented."),
                        new Guide.Setting(
                                "requests_per_second",
                                "1 to 10,000",
                                "100",
                                "The pace; the vendor names 1,000 a second too.")),
                List.of(
                        new Guide.Act(
                                Operation.UPSERT, "POST /v1/batch (identify)", limits, keys, "messageId", "accepted"),
                        new Guide.Act(
                                Operation.TRACK, "POST /v1/batch (track)", limits, keys, "messageId", "accepted")),
                List.of(
                        "User id and anonymous id become userId and anonymousId, e-mail and phone the traits email and"
                                + " phone.",
                        "All else becomes traits, or properties of an event, under their own names.",
                        "Columns that rewrite identities or opt-outs (cio_id, unsubscribed, cio_subscription_preferences) or"
                                + " redirect messages (recipient, from_address, reply_to) are refused."),
                List.of(
                        "Without the header X-Strict-Mode the vendor answers 200 to invalid calls; the gateway always sends"
                                + " it.",
                        "A call of more than 32 KB would be answered with 200 and dropped; the gateway refuses it."));
    }
}
