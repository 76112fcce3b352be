package io.activationgateway.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.gateway.region.NodeFixture;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of a policy's life, as a pipeline and a lawyer use them. */
class PolicyCommandsTest {

    private static final Path SAMPLE = Path.of("../deploy/policies");
    private static NodeFixture node;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        node = NodeFixture.start();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aFolderBecomesAVersionByThreePeople() throws IOException {
        change("destinations/webhook-de.yaml", "title: .*", "title: Our receiver");
        var text = folder.toString();

        var plan = as(NodeFixture.EDITOR, "policy", "plan", text);
        assertThat(plan.exitCode()).as(plan.err()).isZero();
        assertThat(plan.out()).contains("changed  Destination webhook-de", "newly sent 0");

        var begun = as(NodeFixture.EDITOR, "policy", "publish", text, "--title", "A title", "--format", "json");
        assertThat(begun.exitCode()).as(begun.err()).isZero();
        var draft = new JsonObject(begun.out()).getJsonObject("draft");
        var id = draft.getString("draft");

        var early = as(NodeFixture.OPERATOR, "policy", "publish", "--draft", id);
        assertThat(early.exitCode()).isEqualTo(ExitCode.DATA);
        assertThat(early.err()).contains("not-approved");
        var seen = as(NodeFixture.APPROVER, "policy", "approve", id);
        assertThat(seen.out()).contains("by [\"edith\"]", "title: ", "--digest " + draft.getString("digest"));
        var approved = as(NodeFixture.APPROVER, "policy", "approve", id, "--digest", draft.getString("digest"));
        assertThat(approved.exitCode()).as(approved.err()).isZero();

        var published = as(NodeFixture.OPERATOR, "policy", "publish", "--draft", id);
        assertThat(published.exitCode()).as(published.err()).isZero();
        assertThat(published.out()).contains("version 2 published", "eu-central/eu-central-1: acts under 2");
        var status = as(NodeFixture.AUDITOR, "policy", "status");
        assertThat(status.exitCode()).isZero();
        assertThat(status.out()).contains("acts under version 2");

        var diff = as(NodeFixture.AUDITOR, "policy", "diff", "1", "2");
        assertThat(diff.exitCode()).isEqualTo(ExitCode.NO);
        assertThat(diff.out()).contains("-> \"Our receiver\"".replace("\"", ""));
        assertThat(as(NodeFixture.AUDITOR, "policy", "diff", text, "acting").exitCode())
                .isZero();
    }

    @Test
    void twoFoldersAreComparedWithoutANode() throws IOException {
        change("destinations/webhook-de.yaml", "title: .*", "title: Another");

        var differ = Run.of("policy", "diff", SAMPLE.toString(), folder.toString());
        assertThat(differ.exitCode()).isEqualTo(ExitCode.NO);
        assertThat(differ.out()).startsWith("changed  Destination webhook-de\n  title: ");
        assertThat(Run.of("policy", "diff", SAMPLE.toString(), SAMPLE.toString())
                        .exitCode())
                .isZero();
    }

    @Test
    void examplesAreTestsOfAPipeline() throws Exception {
        var passed = Run.of("policy", "test", SAMPLE.toString());
        assertThat(passed.exitCode()).as(passed.err()).isZero();
        assertThat(passed.out()).contains("passed  newsletter-with-consent").contains(" 0 failed");

        change("examples/newsletter-with-consent.yaml", "verdict: forward", "verdict: withhold");
        var file = folder.resolve("tests.xml");
        var failed = Run.of("policy", "test", folder.toString(), "--format", "junit", "--output", file.toString());
        assertThat(failed.exitCode()).isEqualTo(ExitCode.DATA);
        var suite = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(Files.readAllBytes(file)))
                .getDocumentElement();
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(Integer.parseInt(suite.getAttribute("tests")))
                .isEqualTo(suite.getElementsByTagName("testcase").getLength());
        var json = new JsonObject(
                Run.of("policy", "test", folder.toString(), "--format", "json").out());
        assertThat(json.getBoolean("passed")).isFalse();
        assertThat(new JsonObject(Run.of("policy", "check", folder.toString(), "--format", "json")
                                .out())
                        .getJsonArray("errors"))
                .hasSize(1);
    }

    @Test
    void whatCannotBeDoneSaysWhatIsExpected() {
        assertThat(Run.of("policy", "status").err()).contains("--key is missing");
        assertThat(Run.of("policy", "publish").exitCode()).isEqualTo(ExitCode.USAGE);
        var elsewhere = Run.of("policy", "status", "--url", "http://127.0.0.1:1", "--key", key(NodeFixture.AUDITOR));
        assertThat(elsewhere.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(elsewhere.err()).contains("nobody answers");
        assertThat(as(NodeFixture.AUDITOR, "policy", "approve", "nothing").err())
                .contains("unknown-draft");
    }

    private static Run as(String person, String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", node.baseUrl().toString(), "--key", key(person)));
        return Run.of(all.toArray(String[]::new));
    }

    private static String key(String person) {
        return node.folder().resolve("keys").resolve(person).toString();
    }

    private void change(String file, String what, String with) throws IOException {
        try (var files = Files.walk(SAMPLE)) {
            for (var each : files.filter(Files::isRegularFile).toList()) {
                var copy = folder.resolve(SAMPLE.relativize(each));
                Files.createDirectories(copy.getParent());
                Files.copy(each, copy);
            }
        }
        var changed = folder.resolve(file);
        Files.writeString(changed, Files.readString(changed, UTF_8).replaceFirst(what, with), UTF_8);
    }
}
