package io.activationgateway.connectors.customerio;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.ConnectorContract;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Vendor;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.consent.profile.Channel;
import java.util.EnumSet;
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

    /** Segments belong to the Track API. */
    @Test
    void doesAllButSegments() {
        assertThat(connector().operations())
                .isEqualTo(EnumSet.complementOf(EnumSet.of(Operation.ADD, Operation.REMOVE)));
        assertThat(connector().refusal(Operation.UNSUBSCRIBE, null, Channel.POST))
                .isEqualTo(VendorCode.CHANNEL_UNKNOWN);
    }

    /** 3,000 requests in three seconds, whatever they say. */
    @Test
    void sharesOnePace() {
        assertThat(connector().operations()).extracting(connector()::budget).containsOnly(Operation.UPSERT);
    }
}
