package io.activationgateway.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    void whatIsNotThereIsSaid() {
        assertThat(Run.of("policy", "explain", SAMPLE, "no-such-case").exitCode())
                .isEqualTo(65);
        assertThat(Run.of("policy", "explain", SAMPLE, "newsletter-withdrawn", "--language", "de")
                        .exitCode())
                .isEqualTo(64);
    }
}
