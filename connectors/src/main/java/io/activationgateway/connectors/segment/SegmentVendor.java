package io.activationgateway.connectors.segment;

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
import java.util.stream.Stream;

/**
 * Segment. Settings: {@code region} ({@code us}, {@code eu}), {@code write_key}, {@code requests_per_second} (1,000),
 * {@code confirmed_success} (true: only a body that says {@code "success": true} counts as accepted; the vendor does not
 * promise that body), {@code endpoint} with {@code sandbox}.
 */
public final class SegmentVendor implements Vendor {

    private static final List<DataRegion> REGIONS = List.of(
            new DataRegion("us", Set.of("US"), URI.create("https://api.segment.io")),
            new DataRegion("eu", Set.of("IE"), URI.create("https://events.eu1.segmentapis.com")));

    private static final int MAX_RECORDS = 2_500;
    private static final int MAX_BYTES = 500_000;
    private static final int MAX_RECORD_BYTES = 32_000;
    private static final int REQUESTS_PER_SECOND = 1_000;

    @Override
    public String name() {
        return "segment";
    }

    @Override
    public List<DataRegion> dataRegions() {
        return REGIONS;
    }

    @Override
    public Guide guide() {
        var usual = new Limits(MAX_RECORDS, MAX_BYTES, MAX_RECORD_BYTES, REQUESTS_PER_SECOND);
        var keys = List.of(IdentifierType.USER_ID, IdentifierType.ANONYMOUS_ID);
        var acts = Stream.of(Operation.UPSERT, Operation.ADD, Operation.REMOVE, Operation.TRACK)
                .map(operation -> new Guide.Act(operation, "POST /v1/batch", usual, keys, "messageId", "accepted"))
                .toList();
        return new Guide(
                "Segment",
                "A source of a Segment workspace, in the region that the workspace stores its data in.",
                List.of(
                        new Guide.Setting("region", "us or eu", "required", "The region of the workspace."),
                        new Guide.Setting("write_key", "text, secret", "required", "The write key of the source."),
                        new Guide.Setting(
                                "requests_per_second",
                                "1 to 1,000",
                                "1,000",
                                "The pace; what the workspace's other senders leave."),
                        new Guide.Setting(
                                "confirmed_success",
                                "true or false",
                                "true",
                                "Whether only a body that says success counts as accepted.")),
                acts,
                List.of(
                        "User id and anonymous id become userId and anonymousId.",
                        "E-mail and phone become the traits email and phone; of an event they go into context.traits.",
                        "An audience becomes the trait aud_<audience>, true or false.",
                        "All else becomes a trait, or a property of an event, under its own name."),
                List.of("Segment answers before it looks at a message: what it drops later it does not tell."));
    }

    @Override
    public Connector connect(Settings settings) {
        var endpoint = settings.endpoint(settings.region(REGIONS));
        var writeKey = settings.text("write_key");
        var limits = new Limits(
                MAX_RECORDS,
                MAX_BYTES,
                MAX_RECORD_BYTES,
                settings.number("requests_per_second", REQUESTS_PER_SECOND, 1, REQUESTS_PER_SECOND));
        boolean confirmedSuccess = settings.flag("confirmed_success", true);
        settings.refuseOthers();
        return new SegmentConnector(endpoint, writeKey, limits, confirmedSuccess);
    }
}
