package io.activationgateway.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.gateway.region.NodeFixture;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyExplainCommandTest {

    private static final String SAMPLE = Path.of("../deploy/policies").toString();

    @TempDir
    private Path folder;

    @Test
    void anExampleOfThePolicyIsExplained() {
        var run = Run.of("policy", "explain", SAMPLE, "newsletter-withdrawn");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("Nothing of the record goes. Consent was withdrawn.")
                .contains("These laws apply: gdpr.")
                .contains("rule gdpr-withdrawn: Consent was withdrawn [GDPR:7(3)]")
                .contains("ask the person for a new consent");
    }

    @Test
    void aCaseInAFileIsExplainedInTurkishAndAsJson() throws IOException {
        var file = folder.resolve("my-case.yaml");
        Files.writeString(file, """
                kind: Example
                name: my-case
                title: A case of mine
                given:
                  at: 2026-11-20T10:00:00+01:00
                  controller: acme-eu
                  destination: iterable-eu
                  purpose: email-newsletter
                  subject: {country: DE, age: ADULT}
                  fields: [email]
                expect: {verdict: forward}
                """);

        var run = Run.of("policy", "explain", SAMPLE, file.toString(), "--language", "tr", "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        var json = new JsonObject(run.out());
        assertThat(json.getString("answer")).startsWith("Kayıttan hiçbir şey gitmez.");
        assertThat(json.getJsonArray("chain").getJsonObject(0).getJsonArray("articles"))
                .isNotEmpty();
    }

    @Test
    void rowsOfPeopleWhomAGatewayKnowsAreExplained() throws IOException {
        try (var node = NodeFixture.start()) {
            node.client().consents(NodeFixture.grant("ex-1", "known@example.com"));
            var rows = Files.writeString(
                    folder.resolve("rows.ndjson"),
                    NodeFixture.row("c-1", "known@example.com").encode() + "\n"
                            + NodeFixture.row("c-2", "unknown@example.com").encode() + "\n");

            var run = explain(node, "iterable-eu", rows, "--purpose", "email-newsletter");

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out())
                    .contains("c-1:\nThe record may go")
                    .contains("c-2:\nNothing of the record goes.")
                    .contains("These laws apply: gdpr.")
                    .doesNotContain("@example.com");
            var turkish =
                    explain(node, "iterable-eu", rows, "--purpose", "email-newsletter", "--language", "tr", "--json");
            assertThat(new JsonObject(turkish.out()).getJsonArray("explanations"))
                    .hasSize(2);
            assertThat(explain(node, "nowhere", rows, "--purpose", "email-newsletter")
                            .exitCode())
                    .isEqualTo(ExitCode.DATA);
            assertThat(explain(node, "iterable-eu", rows).exitCode()).isEqualTo(ExitCode.USAGE);
        }
        assertThat(Run.of(
                                Map.of("GATEWAY_SOURCE_KEY", "key"),
                                _ -> {},
                                "policy",
                                "explain",
                                "--gateway",
                                "http://127.0.0.1:1",
                                "--purpose",
                                "email-newsletter",
                                "iterable-eu",
                                folder.resolve("rows.ndjson").toString())
                        .exitCode())
                .isEqualTo(ExitCode.UNAVAILABLE);
    }

    private static Run explain(NodeFixture node, String destination, Path rows, String... more) {
        var arguments = new ArrayList<>(
                List.of("policy", "explain", "--gateway", node.baseUrl().toString()));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of(destination, rows.toString()));
        return Run.of(
                Map.of("GATEWAY_SOURCE_KEY", node.secret(NodeFixture.CRM)), _ -> {}, arguments.toArray(String[]::new));
    }

    @Test
    void whatIsNotThereIsSaid() {
        assertThat(Run.of("policy", "explain", SAMPLE, "no-such-case").exitCode())
                .isEqualTo(65);
        assertThat(Run.of("policy", "explain", SAMPLE, "newsletter-withdrawn", "--language", "de")
                        .exitCode())
                .isEqualTo(64);
    }
}
