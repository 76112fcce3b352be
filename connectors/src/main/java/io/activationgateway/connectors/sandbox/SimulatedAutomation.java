package io.activationgateway.connectors.sandbox;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.BasicCredentials;
import io.activationgateway.connectors.Settings;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A hook of n8n, Make or Zapier.
 *
 * @param headers what a request must bear, by lower-case name
 */
public record SimulatedAutomation(String destination, Product product, Map<String, String> headers)
        implements SimulatedVendor {

    /** Whose hook it is. */
    public enum Product {
        N8N,
        MAKE,
        ZAPIER
    }

    public SimulatedAutomation {
        requireNonNull(destination, "destination");
        requireNonNull(product, "product");
        headers = Map.copyOf(headers);
    }

    /** The other side of a configured destination of n8n; a token or signature is not looked at. */
    static SimulatedAutomation n8n(String destination, Settings settings) {
        var user = settings.optionalText("basic_user");
        var header = settings.optionalText("header_name");
        if (user != null) {
            var basic = BasicCredentials.header(user, settings.text("basic_password"));
            return new SimulatedAutomation(destination, Product.N8N, Map.of("authorization", basic));
        }
        return new SimulatedAutomation(
                destination, Product.N8N, header == null ? Map.of() : Map.of(header, settings.text("header_value")));
    }

    /** The other side of a configured destination of Make. */
    static SimulatedAutomation make(String destination, Settings settings) {
        var key = settings.optionalText("api_key");
        return new SimulatedAutomation(
                destination, Product.MAKE, key == null ? Map.of() : Map.of("x-make-apikey", key));
    }

    /** The other side of a configured destination of Zapier. */
    static SimulatedAutomation zapier(String destination) {
        return new SimulatedAutomation(destination, Product.ZAPIER, Map.of());
    }

    @Override
    public Simulation play(InstantSource clock, LongSupplier ticker) {
        return new AutomationSimulation(this, ticker);
    }

    @Override
    public String toString() {
        return "SimulatedAutomation[" + destination + ", " + product + "]";
    }
}
