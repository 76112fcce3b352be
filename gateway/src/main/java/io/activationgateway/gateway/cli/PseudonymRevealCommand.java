package io.activationgateway.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.activationgateway.gateway.delivery.Masking;
import io.activationgateway.gateway.keys.SecretFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "reveal",
        header = "Says which values stand behind pseudonyms that a field plan let leave.",
        description = {
            "A field under PSEUDONYMISE leaves as a pseudonym that only the key of the region it left from can reverse"
                    + " (GDPR Art 4(5)). Run this where the key is, which is in the region. One value a line, in the order"
                    + " of the pseudonyms; they are the arguments or, without any, the lines of standard input.",
            "",
            "What is printed is personal data. Nothing is printed unless every pseudonym is one of this field and this"
                    + " key. It is the region's first key, which rotations leave as it is."
        },
        footer = {
            "%nExample:",
            "  activation-gateway pseudonym reveal --key eu-central-pseudonym.key --field user_id"
                    + " Wq0dYpX3c2hT1rXJ6kE9v1M8Q2w"
        })
final class PseudonymRevealCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            required = true,
            description = "The first pseudonym key of the region (keys.pseudonym of its configuration).")
    private Path key = Path.of("");

    @Option(
            names = "--field",
            paramLabel = "NAME",
            required = true,
            description = "The field, by the first name that the field catalogue gives it, or its pattern.")
    private String field = "";

    @Parameters(paramLabel = "PSEUDONYM", arity = "0..*", description = "What the destination received.")
    private List<String> pseudonyms = List.of();

    PseudonymRevealCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        var file = key.toAbsolutePath();
        var masking = new Masking(new SecretFiles(file.resolveSibling(""), new SecureRandom())
                .pseudonymKey(String.valueOf(file.getFileName())));
        var asked = pseudonyms.isEmpty() ? lines() : pseudonyms;
        var values = new String[asked.size()];
        for (int i = 0; i < values.length; i++) {
            try {
                values[i] = masking.reveal(field, asked.get(i).strip());
            } catch (IllegalArgumentException wrong) {
                terminal.err()
                        .println("pseudonym " + (i + 1) + ": not one of field " + field
                                + " under this key (expected: a pseudonym as the destination received it)");
                return ExitCode.DATA;
            }
        }
        for (var value : values) {
            terminal.out().println(value);
        }
        return ExitCode.OK;
    }

    private static List<String> lines() throws IOException {
        try (var in = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
            return in.lines().filter(line -> !line.isBlank()).toList();
        }
    }
}
