package io.activationgateway.gateway.cli;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "publish",
        header = "Brings a folder to a node as a draft, and publishes it once it is approved.",
        description = {
            "With DIR (role editor): makes a draft of the documents, checks it, and prints its id and digest. Somebody else"
                    + " approves it: 'policy approve DRAFT'.",
            "",
            "With --draft (role operator): publishes the approved draft as the next version and waits until all nodes of all"
                    + " regions act under it.",
            "",
            "Exit code 0 if it is done, 1 if nodes do not act under the version in time (they are named), 65 if the documents"
                    + " may not be published."
        },
        footer = {
            "%nExamples:",
            "  activation-gateway policy publish deploy/policies --title 'London contract ends' --key edith.key",
            "  activation-gateway policy approve 01JTF3Z6M0R6S4Q0V3T5W7X9YA --key grace.key",
            "  activation-gateway policy publish --draft 01JTF3Z6M0R6S4Q0V3T5W7X9YA --key olga.key"
        })
final class PolicyPublishCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "DIR", arity = "0..*", description = "Folders of policy documents.")
    private List<Path> folders = List.of();

    @Option(names = "--title", description = "What it is for, in a few words.", defaultValue = "From the command line")
    private String title = "";

    @Option(names = "--draft", paramLabel = "ID", description = "An approved draft.")
    private @Nullable String draft;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "How long to wait for the nodes, at most 60.",
            defaultValue = "30")
    private int wait = 30;

    @Mixin
    private RemoteNode node = new RemoteNode();

    @Option(names = "--format", description = "text or json.", defaultValue = "text")
    private OutputFormat format = OutputFormat.text;

    PolicyPublishCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if ((draft == null) == folders.isEmpty()) {
            throw new ParameterException(
                    requireNonNull(spec, "picocli sets it").commandLine(), "name either DIR or --draft ID");
        }
        return draft == null ? begin() : publish(draft);
    }

    private int begin() throws IOException {
        var body = PolicyPlanCommand.documents(folders).put("title", title);
        var begun = node.post("/v1/policies/drafts", body);
        var id = begun.getString("draft");
        var check = node.get("/v1/policies/drafts/" + id + "/check");
        if (format == OutputFormat.json) {
            terminal.out()
                    .println(new JsonObject()
                            .put("draft", begun)
                            .put("check", check)
                            .encodePrettily());
        } else {
            terminal.out().println("draft " + id + " begun, digest " + begun.getString("digest"));
        }
        if (!check.getBoolean("publishable")) {
            terminal.err()
                    .println(RemoteNode.errors(check.getJsonArray("errors")).strip());
            return ExitCode.DATA;
        }
        if (format == OutputFormat.text) {
            terminal.out().println("it waits for the approval of somebody who did not write in it");
        }
        return ExitCode.OK;
    }

    private int publish(String id) throws IOException {
        var published = node.post("/v1/policies/drafts/" + id + "/publish?wait=" + wait, null);
        var convergence = published.getJsonObject("convergence");
        if (format == OutputFormat.json) {
            terminal.out().println(published.encodePrettily());
        } else {
            terminal.out()
                    .println("version " + published.getLong("version") + " published, digest "
                            + published.getString("digest"));
            PolicyStatusCommand.print(convergence, terminal.out());
        }
        return convergence.getBoolean("reached") ? ExitCode.OK : ExitCode.NO;
    }
}
