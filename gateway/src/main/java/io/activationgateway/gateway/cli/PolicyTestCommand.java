package io.activationgateway.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.activationgateway.residency.document.DocumentError;
import io.activationgateway.residency.document.PolicyDocuments;
import io.activationgateway.residency.document.PolicyReview;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "test",
        header = "Decides the examples of a policy, one by one.",
        description = {
            "Each Example document is a case and the answer its author expects. A rule that the policy brings itself must be"
                    + " touched by an example: without the rule some example would be answered otherwise.",
            "",
            "Exit code 0 if every example is decided as expected and every rule is touched, 65 otherwise."
        },
        footer = {
            "%nExamples:",
            "  activation-gateway policy test deploy/policies",
            "  activation-gateway policy test deploy/policies --format junit --output target/policy-tests.xml"
        })
final class PolicyTestCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "DIR", arity = "1..*", description = "A folder of policy documents, or one document.")
    private List<Path> folders = List.of();

    @Option(names = "--format", description = "text, json or junit (XML as JUnit writes it).", defaultValue = "text")
    private Format format = Format.text;

    @Option(names = "--output", paramLabel = "FILE", description = "Write it there rather than to standard output.")
    private @Nullable Path output;

    /** How to write the outcome. */
    enum Format {
        text,
        json,
        junit
    }

    PolicyTestCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        var review = PolicyReview.of(PolicyDocuments.load(0, folders));
        var written = switch (format) {
            case text -> text(review);
            case json -> json(review).encodePrettily() + "\n";
            case junit -> JUnitXml.of(review);
        };
        if (output == null) {
            terminal.out().print(written);
            terminal.out().flush();
        } else {
            Files.writeString(output, written, UTF_8);
        }
        if (!review.passed() && format == Format.text) {
            terminal.err().println(DocumentError.text(review.errors()));
        }
        return review.passed() ? ExitCode.OK : ExitCode.DATA;
    }

    private static String text(PolicyReview review) {
        var text = new StringBuilder();
        for (var example : review.examples()) {
            text.append(example.passed() ? "passed  " : "FAILED  ")
                    .append(example.name())
                    .append(": ")
                    .append(example.title())
                    .append('\n');
        }
        long failed = review.examples().stream().filter(each -> !each.passed()).count();
        text.append(review.examples().size())
                .append(" examples, ")
                .append(failed)
                .append(" failed; ")
                .append(review.ownRules())
                .append(" rules of its own, ")
                .append(review.untouched().size())
                .append(" untouched\n");
        return text.toString();
    }

    static JsonObject json(PolicyReview review) {
        var examples = new JsonArray();
        review.examples()
                .forEach(example -> examples.add(new JsonObject()
                        .put("name", example.name())
                        .put("title", example.title())
                        .put("passed", example.passed())
                        .put("problems", new JsonArray(example.problems()))));
        return new JsonObject()
                .put("passed", review.passed())
                .put("errors", PolicyCheckCommand.errors(review.errors()))
                .put("examples", examples)
                .put("own_rules", review.ownRules())
                .put("untouched_rules", new JsonArray(review.untouched()));
    }
}
