package io.activationgateway.gateway.cli;

import io.activationgateway.gateway.config.SecretUse;
import io.activationgateway.gateway.config.SecretUse.InFile;
import io.activationgateway.gateway.keys.SecretFiles;
import io.activationgateway.gateway.keys.SecretKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "rotate",
        header = "Makes the next pseudonym key of a region, beside those it has.",
        description = {
            "For the keys.pseudonym of each configuration file: the key of the next generation, 32 random bytes, in a file"
                    + " of the same name with the generation's number at the end, mode 0600. What exists is never changed.",
            "",
            "This alone changes nothing. Copy the file beside the others on every node of the region (the nodes find it by"
                    + " themselves), keep it as safe as the first, and then ask one node with POST /v1/register/rotation,"
                    + " from a source with the right 'keys'. No key of the chain may ever be deleted: people are still"
                    + " looked up through all of them."
        },
        footer = {"%nExample:", "  activation-gateway keys rotate deploy/config/eu-central.yaml"})
final class KeysRotateCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "CONFIG", arity = "1..*", description = "Configuration files of nodes.")
    private List<Path> configurations = List.of();

    KeysRotateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var firsts = new LinkedHashSet<Path>();
        for (var configuration : configurations) {
            for (var use : SecretUse.of(configuration, terminal.environment())) {
                if (use instanceof InFile(var _, var purpose, var file) && purpose == SecretUse.Purpose.PSEUDONYM_KEY) {
                    firsts.add(file);
                }
            }
        }
        for (var first : firsts) {
            terminal.out().println("made     " + next(first));
        }
        return ExitCode.OK;
    }

    private static Path next(Path first) {
        var folder = new SecretFiles(first.resolveSibling(""), new SecureRandom());
        // It must be there and be a key: a chain without its first key would find nobody.
        folder.pseudonymKey(String.valueOf(first.getFileName()));
        int generation = 1;
        while (Files.exists(SecretFiles.generation(first, generation))) {
            generation++;
        }
        var name = String.valueOf(SecretFiles.generation(first, generation).getFileName());
        return folder.init(List.of(new SecretFiles.Wanted(name, SecretKind.PSEUDONYM_KEY)))
                .getFirst();
    }
}
