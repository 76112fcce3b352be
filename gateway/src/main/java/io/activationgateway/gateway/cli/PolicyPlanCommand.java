package io.activationgateway.gateway.cli;

import io.activationgateway.residency.document.PolicyFiles;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "plan",
        header = "Says what a folder of documents would change, without changing anything.",
        description = {
            "Sends the documents to a node, which checks them, compares them with the version that acts, and decides the"
                    + " traffic it has recorded again under both. What would newly be sent comes first. Nothing is kept.",
            "",
            "Exit code 0 if nothing would newly be sent, 1 if something would, 65 if the documents may not be published."
        },
        footer = {
            "%nExample:",
            "  activation-gateway policy plan deploy/policies --key deploy/data/keys/person-edith.key"
        })
final class PolicyPlanCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "DIR", arity = "1..*", description = "Folders of policy documents.")
    private List<Path> folders = List.of();

    @Mixin
    private RemoteNode node = new RemoteNode();

    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            description = "The instant to decide for, such as 2026-12-01T00:00:00Z; now unless told.")
    private @Nullable String at;

    @Option(names = "--format", description = "text or json.", defaultValue = "text")
    private OutputFormat format = OutputFormat.text;

    PolicyPlanCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        var plan = node.post("/v1/policies/plan" + (at == null ? "" : "?at=" + at), documents(folders));
        if (format == OutputFormat.json) {
            terminal.out().println(plan.encodePrettily());
        } else {
            text(plan);
        }
        var check = plan.getJsonObject("check");
        var warnings = RemoteNode.errors(check.getJsonArray("warnings")).strip();
        if (!warnings.isEmpty()) {
            terminal.err().println("Warnings:\n" + warnings);
        }
        if (!check.getBoolean("publishable")) {
            terminal.err()
                    .println(RemoteNode.errors(check.getJsonArray("errors")).strip());
            return ExitCode.DATA;
        }
        return plan.getJsonObject("what_if").getLong("newly_sent") > 0 ? ExitCode.NO : ExitCode.OK;
    }

    static JsonObject documents(List<Path> folders) {
        var documents = new JsonObject();
        PolicyFiles.below(folders).texts().forEach(documents::put);
        return new JsonObject().put("documents", documents);
    }

    private void text(JsonObject plan) {
        var diff = plan.getJsonObject("diff");
        if (diff != null) {
            terminal.out().println(diff.getString("text"));
            terminal.out().println();
        }
        var whatIf = plan.getJsonObject("what_if");
        if (whatIf != null) {
            WhatIfText.print(whatIf, terminal.out());
        }
    }
}
