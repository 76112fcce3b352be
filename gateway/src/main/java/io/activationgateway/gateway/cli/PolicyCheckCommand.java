package io.activationgateway.gateway.cli;

import io.activationgateway.residency.document.DocumentError;
import io.activationgateway.residency.document.PolicyCheck;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "check",
        header = "Checks policy documents and decides their examples.",
        description = {
            "Reads every .yaml and .yml file below the folders, together with the law packs that ship with the"
                    + " gateway; holds each document against its schema and all of them against each other; then decides"
                    + " every Example document and compares the verdict with the one it expects.",
            "",
            "Each error is one line 'file:line:column: what is wrong', as compilers write it, and the remedy below it,"
                    + " on standard error. All errors are told at once. A policy that passes may be published.",
            "",
            "Warnings, told in the same way, are what somebody should look at: mechanisms that lapse within 60 days or"
                    + " have, destinations that nobody can send to, purposes without a basis under some law."
        },
        footer = {"%nExample:", "  activation-gateway policy check deploy/policies"})
final class PolicyCheckCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final InstantSource clock;

    @Parameters(paramLabel = "DIR", arity = "1..*", description = "A folder of policy documents, or one document.")
    private List<Path> folders = List.of();

    @Option(names = "--format", description = "text or json.", defaultValue = "text")
    private OutputFormat format = OutputFormat.text;

    @Option(
            names = "--unclassified",
            paramLabel = "NAME",
            split = ",",
            description = "Columns that traffic brought and the catalogue should know, separated by commas.")
    private List<String> unclassified = List.of();

    PolicyCheckCommand(Terminal terminal, InstantSource clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        var check = PolicyCheck.of(folders, clock.instant(), unclassified);
        if (format == OutputFormat.json) {
            terminal.out()
                    .println(new JsonObject()
                            .put("passed", check.passed())
                            .put("summary", check.summary())
                            .put("errors", errors(check.errors()))
                            .put("warnings", errors(check.warnings()))
                            .encodePrettily());
            return check.passed() ? ExitCode.OK : ExitCode.DATA;
        }
        check.warnings().forEach(warning -> terminal.err().println("warning: " + warning.text()));
        if (check.passed()) {
            terminal.out().println(check.summary());
            return ExitCode.OK;
        }
        terminal.err().println(DocumentError.text(check.errors()));
        terminal.err().println(check.summary());
        return ExitCode.DATA;
    }

    static JsonArray errors(List<DocumentError> errors) {
        var array = new JsonArray();
        errors.forEach(error -> array.add(new JsonObject()
                .put("file", error.file())
                .put("line", error.line())
                .put("column", error.column())
                .put("path", error.path())
                .put("problem", error.problem())
                .put("remedy", error.remedy())));
        return array;
    }
}
