package io.activationgateway.connectors.customerio;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.ConnectorContract;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Vendor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PipelinesTest extends ConnectorContract {

    @Override
    protected Vendor vendor() {
        return new CustomerIoPipelinesVendor();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of("region", "eu", "write_key", "cdp-key");
    }

    /** What takes away goes through the Track API, which knows how. */
    @Test
    void onlyUpdatesAndTracks() {
        assertThat(connector().operations()).containsExactlyInAnyOrder(Operation.UPSERT, Operation.TRACK);
    }
}
