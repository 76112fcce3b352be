package io.activationgateway.gateway.cli;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "approve",
        header = "Approves a draft that somebody else wrote.",
        description = {
            "Shows what the draft would change, and what that would have meant for the recorded traffic, and approves exactly"
                    + " that content. Without --digest it only shows it and prints the command that approves it.",
            "",
            "For the role approver."
        },
        footer = {"%nExample:", "  activation-gateway policy approve 01JTF3Z6M0R6S4Q0V3T5W7X9YA --key grace.key"})
final class PolicyApproveCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "DRAFT", description = "The id of the draft.")
    private String draft = "";

    @Option(names = "--digest", description = "That of the content you looked at.")
    private @Nullable String digest;

    @Mixin
    private RemoteNode node = new RemoteNode();

    PolicyApproveCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        var out = terminal.out();
        var path = "/v1/policies/drafts/" + draft;
        if (digest != null) {
            node.post(path + "/approve", new JsonObject().put("digest", digest));
            out.println("approved; an operator may publish it: policy publish --draft " + draft);
            return ExitCode.OK;
        }
        var found = node.get(path);
        out.println("draft " + draft + ", \"" + found.getString("title") + "\", by " + found.getJsonArray("editors"));
        out.println(node.get("/v1/policies/diff?from=acting&to=" + draft).getString("text"));
        out.println();
        WhatIfText.print(node.post(path + "/what-if", null), out);
        out.println("To approve exactly this: policy approve " + draft + " --digest " + found.getString("digest"));
        return ExitCode.OK;
    }
}
