package io.activationgateway.connectors.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.connectors.segment.SegmentVendor;
import java.util.List;
import org.junit.jupiter.api.Test;

class VendorsTest {

    @Test
    void refusesTwoOfOneName() {
        assertThatThrownBy(() -> new Vendors(List.of(new SegmentVendor(), new SegmentVendor())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("segment");
    }

    @Test
    void findsThoseThatShipAndNoOther() {
        assertThat(Vendors.all().names()).containsExactly("braze", "iterable", "klaviyo", "segment", "webhook");
        assertThat(Vendors.all().find("segment")).isInstanceOf(SegmentVendor.class);
        assertThat(Vendors.all().find("Segment")).isNull();
    }
}
