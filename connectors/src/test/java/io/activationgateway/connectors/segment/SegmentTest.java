package io.activationgateway.connectors.segment;

import io.activationgateway.connectors.ConnectorContract;
import io.activationgateway.connectors.Vendor;
import java.util.Map;

class SegmentTest extends ConnectorContract {

    @Override
    protected Vendor vendor() {
        return new SegmentVendor();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of("region", "eu", "write_key", "seg-key", "public_api_token", "seg-token");
    }
}
