package io.activationgateway.gateway.cli;

import io.activationgateway.connectors.sandbox.Sandbox;
import io.activationgateway.connectors.sandbox.SandboxSettings;
import io.activationgateway.connectors.sandbox.SimulatedVendor;
import io.activationgateway.gateway.config.ConfigException;
import io.activationgateway.gateway.config.ConfigLoader;
import io.activationgateway.gateway.config.GatewayConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "sandbox",
        header = "Plays the vendors, so that a gateway can be tried without them.",
        description = {
            "Plays every destination of the configuration files that has 'sandbox: true', with the secrets that they"
                    + " refer to, each below the path of its name: http://127.0.0.1:PORT/<destination>; a Temporal"
                    + " namespace takes gRPC calls at http://127.0.0.1:PORT. It checks credentials and"
                    + " signatures and refuses what the vendor would refuse.",
            "",
            "GET /_sandbox/received counts what came, GET /_sandbox/received/<destination> tells what a destination"
                    + " received, .../bytes the bodies as they came; POST /_sandbox/fail/<destination> makes its next"
                    + " requests fail, or some of them by chance ({\"status\":429,\"probability\":0.1}); POST"
                    + " /_sandbox/reset forgets it all."
                    + " These have no authentication: it listens on loopback only. Use invented people.",
            "",
            "Runs until SIGTERM or Ctrl-C."
        },
        footer = {"%nExample:", "  activation-gateway sandbox --port 8082 deploy/config/*.yaml"})
final class SandboxCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8082",
            description = "Where to listen; 0 for any free port (default: ${DEFAULT-VALUE}).")
    private int port;

    @Parameters(paramLabel = "CONFIG", arity = "1..*", description = "Configuration files of nodes.")
    private List<Path> configurations = List.of();

    SandboxCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        var configs = new ArrayList<GatewayConfig>();
        for (var configuration : configurations) {
            configs.add(ConfigLoader.load(configuration, terminal.environment()));
        }
        var vendors = SimulatedVendors.of(configs);
        if (vendors.isEmpty()) {
            throw new ConfigException("destinations: none is simulated (expected: one with sandbox: true)");
        }
        var vertx = Vertx.vertx();
        try {
            var sandbox = await(Sandbox.start(vertx, new SandboxSettings(port, vendors)));
            tell(sandbox, vendors);
            terminal.stay().with(() -> await(sandbox.close()));
        } finally {
            await(vertx.close());
        }
        return ExitCode.OK;
    }

    private void tell(Sandbox sandbox, List<SimulatedVendor> vendors) {
        terminal.out()
                .println("The sandbox listens; what it received: " + sandbox.control() + "/received/<destination>");
        for (var vendor : vendors) {
            terminal.out().println("  " + sandbox.endpoint(vendor.destination()));
        }
        terminal.out().flush();
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
