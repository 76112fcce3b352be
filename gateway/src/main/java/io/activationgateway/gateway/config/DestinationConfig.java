package io.activationgateway.gateway.config;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.courier.CourierSettings;
import io.activationgateway.connectors.courier.Reach;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A destination as this node reaches it; what the law says of it stands in the policy document of the same name.
 *
 * @param vendor the connector
 * @param operations what activations may ask of it, none for all that the vendor supports
 * @param sending what the courier keeps to
 * @param settings what the connector reads, references to secrets resolved
 * @param renewal how to read them again
 */
public record DestinationConfig(
        String name,
        String vendor,
        Set<Operation> operations,
        CourierSettings sending,
        Settings settings,
        Renewal renewal) {

    /**
     * How the secrets of a destination are read again.
     *
     * @param files the files that hold secrets, keys and certificates
     * @param again reads them; throws {@link ConfigException} where they cannot be read. Blocks
     */
    public record Renewal(Set<Path> files, Supplier<Renewed> again) {
        public Renewal {
            files = Set.copyOf(files);
        }
    }

    /** What depends on secrets, as they are now. */
    public record Renewed(Settings settings, Reach reach) {}

    public DestinationConfig {
        requireNonNull(name, "name");
        requireNonNull(vendor, "vendor");
        operations = Set.copyOf(operations);
        requireNonNull(sending, "sending");
        requireNonNull(settings, "settings");
        requireNonNull(renewal, "renewal");
    }

    /** A destination whose settings come from no file, sent to as usual. */
    public DestinationConfig(String name, String vendor, boolean privateAddresses, Settings settings) {
        this(name, vendor, settings, privateAddresses ? Reach.PRIVATE_TOO : Reach.PUBLIC);
    }

    private DestinationConfig(String name, String vendor, Settings settings, Reach reach) {
        this(
                name,
                vendor,
                Set.of(),
                CourierSettings.DEFAULTS.reaching(reach),
                settings,
                new Renewal(Set.of(), () -> new Renewed(settings, reach)));
    }

    /** What activations may ask of it, sent to by this connector. */
    public Set<Operation> operations(Connector connector) {
        return operations.isEmpty() ? connector.operations() : operations;
    }
}
