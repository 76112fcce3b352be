package io.activationgateway.gateway.trial;

import io.activationgateway.gateway.region.GatewayClient;
import io.activationgateway.testing.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The gateway of a region and its simulated vendor as users set them up: the handed-out program, a configuration file,
 * keys made by the program. All of it lies in a folder of its own that vanishes at the end, on ports of its own.
 */
final class Installation implements AutoCloseable {

    /** The one destination. */
    static final String DESTINATION = "iterable-eu";

    @SuppressWarnings("InlineFormatString") // a whole file reads better outside of a call
    private static final String CONFIGURATION = """
            region: eu-central
            node: eu-central-1
            data: data
            policies: %s
            listen: {host: 127.0.0.1, port: %d}
            cluster: {host: 127.0.0.1, port: %d}
            keys:
              pseudonym: keys/pseudonym.key
              ledger: keys/ledger.pem
              policy_signer: keys/policy.pem
              policy_trust: [keys/policy.pem.pub]
            delivery: {deadline_ms: 30000}
            sources:
              crm:
                key: {file: keys/crm.key}
                controller: acme-eu
                brand: acme
                rights: [consents]
                destinations: [iterable-eu]
                purposes: [email-newsletter]
            destinations:
              iterable-eu:
                vendor: iterable
                region: eu
                project: hybrid
                api_key: {file: keys/iterable-eu.key}
                endpoint: http://127.0.0.1:%d/iterable-eu
                sandbox: true
                private_addresses: true
            """;

    private final Path launcher;
    private final Path folder;
    private final Path configuration;
    private final Map<String, String> environment;
    private final int port;
    private final int vendorPort;
    private int started;

    private Installation(Path distribution, Path policies, String jvmOptions) throws IOException {
        launcher = distribution.resolve("bin").resolve("activation-gateway").toAbsolutePath();
        folder = Files.createTempDirectory("gateway-trial");
        environment = Map.of("JAVA_OPTS", jvmOptions);
        var ports = List.of(FreePorts.next(), FreePorts.next(), FreePorts.next());
        port = ports.get(0);
        vendorPort = ports.get(2);
        configuration = Files.writeString(
                folder.resolve("eu-central.yaml"),
                CONFIGURATION.formatted(
                        policies.toAbsolutePath().normalize(), ports.get(0), ports.get(1), ports.get(2)));
        var keys = run("keys", "init", configuration.toString());
        if (keys.exitCode() != 0) {
            throw new IllegalStateException("no keys: " + keys);
        }
    }

    /**
     * Sets it up and makes the keys.
     *
     * @param distribution the folder that holds {@code bin} and {@code lib}
     * @param policies the folder of the sample policies
     */
    static Installation setUp(Path distribution, Path policies, String jvmOptions) {
        try {
            return new Installation(distribution, policies, jvmOptions);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** How a command ended. */
    record Ended(int exitCode, String output, String errors) {}

    /** Runs a command to its end. */
    Ended run(String... arguments) {
        var program = start(arguments);
        var output = program.rest();
        return new Ended(program.exitCode(), output, program.complaints());
    }

    /** Starts the gateway; it takes requests when this returns. */
    Program serve() {
        return start("serve", "--config", configuration.toString()).untilItSays("takes requests");
    }

    /** Starts the simulated vendor; it takes requests when this returns. */
    Program sandbox() {
        return start("sandbox", "--port", Integer.toString(vendorPort), configuration.toString())
                .untilItSays("The sandbox listens");
    }

    /** Checks the ledger, against a checkpoint that was kept elsewhere unless that is empty. */
    Ended verifyLedger(String checkpoint) {
        var ledger = folder.resolve("data").resolve("ledger").toString();
        var key = folder.resolve("keys").resolve("ledger.pem.pub").toString();
        if (checkpoint.isEmpty()) {
            return run("ledger", "verify", ledger, "--key", key);
        }
        try {
            var held = Files.writeString(folder.resolve("held.checkpoint"), checkpoint);
            return run("ledger", "verify", ledger, "--key", key, "--checkpoint", held.toString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Speaks to the gateway as the source that may do everything here. */
    GatewayClient client() {
        try {
            var key =
                    Files.readString(folder.resolve("keys").resolve("crm.key")).strip();
            return new GatewayClient(URI.create("http://127.0.0.1:" + port), key);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Speaks to the control paths of the simulated vendor. */
    GatewayClient vendor() {
        return new GatewayClient(URI.create("http://127.0.0.1:" + vendorPort), "none");
    }

    private Program start(String... arguments) {
        var command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        return Program.start(command, environment, folder.resolve(++started + "-" + arguments[0] + ".log"));
    }

    @Override
    public void close() {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
