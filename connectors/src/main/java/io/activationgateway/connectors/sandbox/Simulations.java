package io.activationgateway.connectors.sandbox;

import io.activationgateway.connectors.Settings;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The vendors that can be played. */
public final class Simulations {

    /** Makes the other side of a configured destination of its name and settings. */
    private interface Maker {
        SimulatedVendor of(String destination, Settings settings);
    }

    private static final Map<String, Maker> BY_VENDOR = Map.ofEntries(
            Map.entry("braze", SimulatedBraze::of),
            Map.entry("customerio", SimulatedCustomerIo::of),
            Map.entry("customerio-pipelines", SimulatedPipelines::of),
            Map.entry("hubspot", SimulatedHubSpot::of),
            Map.entry("google-sheets", SimulatedGoogleSheets::of),
            Map.entry("iterable", SimulatedIterable::of),
            Map.entry("klaviyo", SimulatedKlaviyo::of),
            Map.entry("make", SimulatedAutomation::make),
            Map.entry("mparticle", SimulatedMparticle::of),
            Map.entry("n8n", SimulatedAutomation::n8n),
            Map.entry("rudderstack", SimulatedRudderstack::of),
            Map.entry("segment", SimulatedSegment::of),
            Map.entry("template", SimulatedTemplate::of),
            Map.entry("temporal", SimulatedTemporal::of),
            Map.entry("webhook", SimulatedWebhook::of),
            Map.entry("zapier", (destination, _) -> SimulatedAutomation.zapier(destination)));

    private Simulations() {}

    /** The vendors' names. */
    public static Set<String> names() {
        return new TreeSet<>(BY_VENDOR.keySet());
    }

    /**
     * The other side of a configured destination; empty where the vendor cannot be played.
     *
     * @throws io.activationgateway.connectors.SettingsException where a setting is missing or wrong
     */
    public static Optional<SimulatedVendor> of(String vendor, String destination, Settings settings) {
        return Optional.ofNullable(BY_VENDOR.get(vendor)).map(maker -> maker.of(destination, settings));
    }
}
