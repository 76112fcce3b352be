package io.activationgateway.connectors.pigeon;

import io.activationgateway.connectors.ConnectorContract;
import io.activationgateway.connectors.Vendor;
import java.util.Map;

class PigeonTest extends ConnectorContract {

    @Override
    protected Vendor vendor() {
        return new PigeonVendor();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of("region", "eu", "token", "pigeon-key");
    }
}
