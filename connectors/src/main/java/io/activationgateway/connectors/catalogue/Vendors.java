package io.activationgateway.connectors.catalogue;

import io.activationgateway.connectors.Vendor;
import io.activationgateway.connectors.braze.BrazeVendor;
import io.activationgateway.connectors.customerio.CustomerIoPipelinesVendor;
import io.activationgateway.connectors.customerio.CustomerIoVendor;
import io.activationgateway.connectors.googlesheets.GoogleSheetsVendor;
import io.activationgateway.connectors.hubspot.HubSpotVendor;
import io.activationgateway.connectors.iterable.IterableVendor;
import io.activationgateway.connectors.klaviyo.KlaviyoVendor;
import io.activationgateway.connectors.mparticle.MparticleVendor;
import io.activationgateway.connectors.rudderstack.RudderstackVendor;
import io.activationgateway.connectors.segment.SegmentVendor;
import io.activationgateway.connectors.template.TemplateVendor;
import io.activationgateway.connectors.temporal.TemporalVendor;
import io.activationgateway.connectors.webhook.MakeVendor;
import io.activationgateway.connectors.webhook.N8nVendor;
import io.activationgateway.connectors.webhook.WebhookVendor;
import io.activationgateway.connectors.webhook.ZapierVendor;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The vendors a gateway can talk to, by name. Immutable. */
public final class Vendors {

    private static final Vendors ALL = new Vendors(List.of(
            new BrazeVendor(),
            new CustomerIoVendor(),
            new CustomerIoPipelinesVendor(),
            new GoogleSheetsVendor(),
            new HubSpotVendor(),
            new IterableVendor(),
            new KlaviyoVendor(),
            new MakeVendor(),
            new MparticleVendor(),
            new N8nVendor(),
            new RudderstackVendor(),
            new SegmentVendor(),
            new TemplateVendor(),
            new TemporalVendor(),
            new WebhookVendor(),
            new ZapierVendor()));

    private final Map<String, Vendor> byName = new LinkedHashMap<>();

    /**
     * @throws IllegalArgumentException where two vendors share a name
     */
    public Vendors(Collection<? extends Vendor> vendors) {
        for (var vendor : vendors) {
            if (byName.putIfAbsent(vendor.name(), vendor) != null) {
                throw new IllegalArgumentException("two vendors are called " + vendor.name());
            }
        }
    }

    /** Those that ship with the gateway. */
    public static Vendors all() {
        return ALL;
    }

    public @Nullable Vendor find(String name) {
        return byName.get(name);
    }

    /** In the order of their registration. */
    public Set<String> names() {
        return Collections.unmodifiableSet(byName.keySet());
    }
}
