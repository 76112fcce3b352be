package io.activationgateway.connectors.segment;

import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.DataRegion;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.Vendor;
import java.net.URI;
import java.util.List;
import java.util.Set;

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
