package io.activationgateway.gateway.cli;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        header = "Says which policy version acts, and on which nodes of which regions.",
        description =
                "Exit code 0 if all nodes of all regions act under the version of the node that is asked, 1 otherwise.",
        footer = {"%nExample:", "  activation-gateway policy status --key deploy/data/keys/person-otto.key"})
final class PolicyStatusCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private RemoteNode node = new RemoteNode();

    @Option(names = "--format", description = "text or json.", defaultValue = "text")
    private OutputFormat format = OutputFormat.text;

    PolicyStatusCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        var status = node.get("/v1/policies");
        var convergence = status.getJsonObject("convergence");
        if (format == OutputFormat.json) {
            terminal.out().println(status.encodePrettily());
        } else {
            terminal.out()
                    .printf(
                            Locale.ROOT,
                            "region %s acts under version %d, digest %s, made %d s ago%n",
                            status.getString("region"),
                            status.getLong("version"),
                            status.getString("digest"),
                            status.getLong("age_seconds"));
            var refused = status.getJsonObject("refused");
            if (refused != null) {
                terminal.out()
                        .println("last bundle refused: " + refused.getString("cause") + ", "
                                + refused.getString("detail"));
            }
            print(convergence, terminal.out());
        }
        return convergence.getBoolean("reached") ? ExitCode.OK : ExitCode.NO;
    }

    /** The nodes, a line each, and who is missing. */
    static void print(JsonObject convergence, PrintWriter out) {
        for (var each : convergence.getJsonArray("nodes")) {
            var node = (JsonObject) each;
            out.printf(
                    Locale.ROOT,
                    "  %s/%s: acts under %d, ready for %d, heard %d s ago%s%n",
                    node.getString("region"),
                    node.getString("node"),
                    node.getLong("acting"),
                    node.getLong("ready"),
                    node.getLong("heard_seconds_ago"),
                    node.getString("refused").isEmpty() ? "" : ", last refused: " + node.getString("refused"));
        }
        var missing = convergence.getJsonArray("missing");
        if (!missing.isEmpty()) {
            out.println("not under version " + convergence.getLong("version") + ": "
                    + String.join(", ", missing.stream().map(String::valueOf).toList()));
        }
    }
}
