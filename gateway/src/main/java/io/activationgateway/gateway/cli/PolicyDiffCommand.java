package io.activationgateway.gateway.cli;

import io.activationgateway.residency.document.PolicyDiff;
import io.activationgateway.residency.document.PolicyDocuments;
import io.activationgateway.residency.document.PolicyFiles;
import io.activationgateway.residency.document.PolicyUnreadable;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "diff",
        header = "Says what differs between two policies, key by key.",
        description = {
            "Each is a folder of documents (with the law packs of this build), or what a node has: 'acting', the number of a"
                    + " version, the id of a draft. Layout, comments and file names make no difference.",
            "",
            "Exit code 0 if both say the same, 1 if they differ."
        },
        footer = {
            "%nExamples:",
            "  activation-gateway policy diff policies-before policies-after",
            "  activation-gateway policy diff 3 acting --key deploy/data/keys/person-otto.key"
        })
final class PolicyDiffCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "FROM", description = "A folder, acting, a version or a draft.")
    private String from = "";

    @Parameters(index = "1", paramLabel = "TO", description = "The same.")
    private String to = "";

    @Mixin
    private RemoteNode node = new RemoteNode();

    @Option(names = "--format", description = "text or json.", defaultValue = "text")
    private OutputFormat format = OutputFormat.text;

    PolicyDiffCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        var answer = isFolder(from) || isFolder(to)
                ? json(PolicyDiff.of(canonical(from), canonical(to)))
                : node.get("/v1/policies/diff?from=" + encoded(from) + "&to=" + encoded(to));
        terminal.out().println(format == OutputFormat.json ? answer.encodePrettily() : answer.getString("text"));
        return answer.getJsonArray("changes").isEmpty() ? ExitCode.OK : ExitCode.NO;
    }

    private static boolean isFolder(String which) {
        return Files.exists(Path.of(which));
    }

    private byte[] canonical(String which) throws IOException {
        var read = isFolder(which)
                ? PolicyDocuments.load(0, List.of(Path.of(which)))
                : PolicyDocuments.read(0, remote(which));
        return switch (read) {
            case PolicyDocuments.Loaded loaded -> loaded.canonicalBytes();
            case PolicyDocuments.Rejected rejected -> throw PolicyUnreadable.of(rejected);
        };
    }

    private PolicyFiles remote(String which) throws IOException {
        var number =
                which.equals("acting") ? String.valueOf(node.get("/v1/policies").getLong("version")) : which;
        boolean isVersion = number.chars().allMatch(Character::isDigit);
        var documents = node.get("/v1/policies/" + (isVersion ? "versions/" : "drafts/") + encoded(number))
                .getJsonObject("documents");
        var texts = new TreeMap<String, String>();
        documents.fieldNames().forEach(name -> texts.put(name, documents.getString(name)));
        return PolicyFiles.of(texts);
    }

    private static JsonObject json(PolicyDiff diff) {
        var changes = new JsonArray();
        diff.changes()
                .forEach(change -> changes.add(new JsonObject()
                        .put("kind", change.kind())
                        .put("name", change.name())
                        .put("how", change.how().name().toLowerCase(Locale.ROOT))
                        .put("lines", new JsonArray(change.lines()))));
        return new JsonObject().put("changes", changes).put("text", diff.text());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
