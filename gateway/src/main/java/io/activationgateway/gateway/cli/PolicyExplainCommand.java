package io.activationgateway.gateway.cli;

import com.fasterxml.jackson.core.JsonFactory;
import io.activationgateway.gateway.api.ExplanationWriter;
import io.activationgateway.residency.document.DocumentError;
import io.activationgateway.residency.document.ExampleRunner;
import io.activationgateway.residency.document.PolicyDocuments;
import io.activationgateway.residency.explanation.Explanation;
import io.activationgateway.residency.explanation.Language;
import io.activationgateway.residency.policy.Example;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        header = "Says why a case is decided as it is.",
        description = {
            "The case is an Example document: its 'given' holds the facts of the person, the columns of the row, the"
                    + " destination, the purpose and the instant; what it expects plays no part. Told are the answer, the"
                    + " facts, every rule that spoke with its articles, and all that would have to change, in the words that"
                    + " POST /v1/decisions answers with explain=en or explain=tr.",
            "",
            "With --gateway the case is rows of people whom a running gateway knows: the first argument is then the"
                    + " destination, the second a file of at most 100 rows (.json, .ndjson or .csv). The source needs the"
                    + " right 'subjects'; nothing is sent."
        },
        footer = {
            "%nExamples:",
            "  activation-gateway policy explain deploy/policies newsletter-withdrawn",
            "  activation-gateway policy explain deploy/policies my-case.yaml --language tr",
            "  activation-gateway policy explain --gateway http://127.0.0.1:8080 --key keys/crm.key"
                    + " --purpose email-newsletter iterable-eu row.json"
        })
final class PolicyExplainCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(
            index = "0",
            paramLabel = "DIR",
            description = "The folder of the policy documents; with --gateway, the destination.")
    private String where = "";

    @Parameters(
            index = "1",
            paramLabel = "CASE",
            description =
                    "The name of an Example of the policy, or a file that holds one; with --gateway, a file of rows.")
    private String example = "";

    @Option(names = "--gateway", paramLabel = "URL", description = "Ask the gateway that runs there.")
    private @Nullable URI gateway;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "With --gateway: the file of the source's key, which GATEWAY_SOURCE_KEY may hold instead.")
    private @Nullable Path key;

    @Option(names = "--purpose", paramLabel = "NAME", description = "With --gateway: what the rows are to be sent for.")
    private @Nullable String purpose;

    @Option(names = "--language", paramLabel = "TAG", description = "en or tr; en where nothing is said.")
    private String language = "en";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    PolicyExplainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        var words = Language.ofTag(language);
        if (words.isEmpty()) {
            terminal.err().println("--language " + language + ": not known (expected: en or tr)");
            return ExitCode.USAGE;
        }
        var file = Path.of(example);
        if (gateway != null) {
            if (purpose == null) {
                terminal.err().println("--purpose is missing (expected: what the rows are to be sent for)");
                return ExitCode.USAGE;
            }
            return new RowExplanation(GatewayAccess.of(gateway, key), terminal)
                    .print(where, purpose, file, words.get(), json);
        }
        var folder = Path.of(where);
        boolean inFile = Files.isRegularFile(file);
        switch (PolicyDocuments.load(0, inFile ? List.of(folder, file) : List.of(folder))) {
            case PolicyDocuments.Rejected(var errors) -> {
                terminal.err().println(DocumentError.text(errors));
                return ExitCode.DATA;
            }
            case PolicyDocuments.Loaded loaded -> {
                var found = inFile ? inFile(loaded, file) : named(loaded, example);
                if (found.isEmpty()) {
                    terminal.err()
                            .println(example + ": no example of the policy and no file with one (known: "
                                    + String.join(
                                            ", ",
                                            loaded.policies().examples().stream()
                                                    .map(Example::name)
                                                    .toList())
                                    + ")");
                    return ExitCode.DATA;
                }
                print(ExampleRunner.explain(loaded.policies(), found.get().given(), words.get()));
                return ExitCode.OK;
            }
        }
    }

    private static Optional<Example> named(PolicyDocuments.Loaded loaded, String name) {
        return loaded.policies().examples().stream()
                .filter(each -> each.name().equals(name))
                .findFirst();
    }

    private static Optional<Example> inFile(PolicyDocuments.Loaded loaded, Path file) {
        var end = String.valueOf(file.getFileName());
        return loaded.examples().entrySet().stream()
                .filter(entry -> entry.getValue().file().endsWith(end))
                .flatMap(entry -> named(loaded, entry.getKey()).stream())
                .findFirst();
    }

    private void print(Explanation explanation) throws IOException {
        var text = new StringWriter();
        try (var generator = new JsonFactory().createGenerator(text)) {
            generator.writeStartObject();
            ExplanationWriter.members(generator, explanation);
            generator.writeEndObject();
        }
        if (json) {
            terminal.out().println(text);
        } else {
            ExplanationText.print(new JsonObject(text.toString()), terminal.out());
        }
    }
}
