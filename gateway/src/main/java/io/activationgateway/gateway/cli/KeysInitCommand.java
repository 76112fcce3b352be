package io.activationgateway.gateway.cli;

import io.activationgateway.gateway.config.SecretUse;
import io.activationgateway.gateway.keys.SecretFiles;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "init",
        header = "Makes the keys and secrets that configurations refer to and that do not exist.",
        description = {
            "For every {file: ...} of the configuration files, relative to each: the pseudonym key of the region, the key"
                    + " pairs that sign the ledger and the policy (the public half beside the private one, its name ending"
                    + " in .pub), the keys of the sources, and the secrets of destinations with 'sandbox: true'. All are"
                    + " random; files have mode 0600, folders 0700. What exists is never changed, so running it again does"
                    + " no harm. Only names of files are printed.",
            "",
            "The key of a real vendor is never made up: it is named as still missing, and so are unset environment"
                    + " variables and public keys of others. That alone is no error here (exit code 0); 'serve' refuses to"
                    + " start until they are there."
        },
        footer = {"%nExample:", "  activation-gateway keys init deploy/config/*.yaml"})
final class KeysInitCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "CONFIG", arity = "1..*", description = "Configuration files of nodes.")
    private List<Path> configurations = List.of();

    KeysInitCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var uses = new ArrayList<SecretUse>();
        for (var configuration : configurations) {
            uses.addAll(SecretUse.of(configuration, terminal.environment()));
        }
        var plan = SecretPlan.of(uses);
        var random = new SecureRandom();
        int made = 0;
        for (var wanted : plan.files().entrySet()) {
            var file = wanted.getKey();
            var folder = new SecretFiles(file.resolveSibling(""), random);
            var name = String.valueOf(file.getFileName());
            for (var one : folder.init(List.of(new SecretFiles.Wanted(name, wanted.getValue())))) {
                terminal.out().println("made     " + one);
                made++;
            }
        }
        var missing = plan.missing();
        missing.forEach(one -> terminal.out().println("missing  " + one));
        terminal.out().println(made + " made, " + missing.size() + " still missing");
        return ExitCode.OK;
    }
}
