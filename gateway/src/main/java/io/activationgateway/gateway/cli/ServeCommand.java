package io.activationgateway.gateway.cli;

import io.activationgateway.connectors.courier.Clocks;
import io.activationgateway.gateway.config.ConfigLoader;
import io.activationgateway.gateway.region.RegionNode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "serve",
        header = "Runs one node of a region.",
        description = {
            "Takes audiences and consents as the configuration says, on loopback. If the configuration names a policy"
                    + " signer, the documents of its policy folder are published as the next version where they differ"
                    + " from the acting one.",
            "",
            "GET /health/ready tells when it takes requests. Runs until SIGTERM or Ctrl-C, then takes nothing new and"
                    + " ends once everything accepted was answered. Its log goes to standard error; the environment"
                    + " variable LOG_LEVEL (warn, info, debug) says how much."
        },
        footer = {"%nExample:", "  activation-gateway serve --config deploy/config/eu-central.yaml"})
final class ServeCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(names = "--config", paramLabel = "FILE", required = true, description = "The node's configuration file.")
    private Path configuration = Path.of("");

    ServeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        var config = ConfigLoader.load(configuration, terminal.environment());
        try (var node = RegionNode.start(config, Clocks.system())) {
            terminal.out()
                    .printf(
                            "%s of region %s takes requests on http://%s:%d%n",
                            config.node(),
                            config.region(),
                            config.listen().host(),
                            config.listen().port());
            terminal.out().flush();
            terminal.stay().with(node);
        }
        return ExitCode.OK;
    }
}
