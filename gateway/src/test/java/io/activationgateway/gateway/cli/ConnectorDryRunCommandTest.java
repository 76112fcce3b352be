package io.activationgateway.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectorDryRunCommandTest {

    private static final String CRM = """
              crm:
                vendor: template
                url: https://api.example.org/v1
                country: DE
                headers: {X-Tenant: acme, X-Pass: {file: data/keys/crm.key}, X-Api-Key: visible-but-named-a-key}
                template:
                  operations:
                    upsert:
                      method: PUT
                      path: /people/{{identifier.user_id}}
                      body: {name: "{{field.name}}", all: "{{fields}}"}
              team-sheet:
                vendor: google-sheets
                country: US
                spreadsheet_id: sheet_id-1
                columns: [email, city]
                client_email: gateway@acme.example
                private_key: {file: data/keys/sheet.key}
            """;

    /** Its vendor does more than this. */
    private static final String READERS = """
              readers:
                vendor: webhook
                url: http://127.0.0.1:8090/readers
                country: DE
                secret: {file: data/keys/readers.key}
                sandbox: true
                operations: [upsert]
            """;

    @TempDir
    private Path folder;

    private Path config;

    @BeforeEach
    void configure() throws IOException, NoSuchAlgorithmException {
        config = NodeFile.write(folder, CRM.indent(0), READERS);
        Run.of("keys", "init", config.toString());
        Files.createDirectories(folder.resolve("data/keys"));
        Files.writeString(folder.resolve("data/keys/crm.key"), "hush-hush\n");
        var pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        var pem = Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
        Files.writeString(
                folder.resolve("data/keys/sheet.key"),
                "-----BEGIN PRIVATE KEY-----\\n" + pem + "\\n-----END PRIVATE KEY-----\\n");
    }

    @Test
    void showsTheRequestsWithSecretsMasked() throws IOException {
        var run = run("crm", "upsert", """
                {"user_id":"u/1","name":"Ayşe","total":9007199254740993}
                {"name":"x"}
                {"user_id":"u-2","name":"hush-hush"}
                """);

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo("""
                PUT https://api.example.org/v1/people/u%2F1
                Content-Type: application/json
                X-Api-Key: ***
                X-Pass: ***
                X-Tenant: acme

                {"name":"Ayşe","all":{"name":"Ayşe","total":9007199254740993}}

                PUT https://api.example.org/v1/people/u-2
                Content-Type: application/json
                X-Api-Key: ***
                X-Pass: ***
                X-Tenant: acme

                {"name":"***","all":{"name":"***"}}

                """);
        assertThat(run.err()).isEqualTo("row 1: identifier-missing\n");
    }

    @Test
    void showsWhatWaitsForATokenAndNotTheProofThatGetsOne() throws IOException {
        var run = run("team-sheet", "upsert", "{\"email\":\"ayse@example.com\",\"city\":\"Köln\"}\n");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .startsWith("POST https://oauth2.googleapis.com/token\n")
                .contains(
                        "jwt-bearer&assertion=***\n\nthen, with what the answer tells:\nPOST https://sheets.googleapis.com/")
                .contains("\"ayse@example.com\",\"Köln\"]]}")
                .doesNotContain("eyJ");
    }

    @Test
    void showsSignedBatchesOfAWebhook() throws IOException {
        var run = run("webhook-de", "upsert", "{\"user_id\":\"u-1\",\"city\":\"Köln\"}\n");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .startsWith("POST http://127.0.0.1:8090/webhook-de\n")
                .contains("webhook-signature: ***\n", "webhook-id: dry-run-0\n")
                .contains("\"attributes\":{\"city\":\"Köln\"}");
    }

    @Test
    void knowsPeopleByEveryTypeOfIdentifier() throws IOException {
        var run = run("webhook-de", "upsert", """
                {"anonymous_id":"a-1"}
                {"device_id":"d-1","custom":"c-1"}
                """);

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("\"identifiers\":{\"anonymous_id\":\"a-1\"}")
                .contains("\"identifiers\":{\"device_id\":\"d-1\",\"custom\":\"c-1\"}");
    }

    @Test
    void saysWhatTheDestinationCannotDo() throws IOException {
        var run = run("crm", "erase", "{\"user_id\":\"u-1\"}\n");

        assertThat(run.exitCode()).isEqualTo(64);
        assertThat(run.err()).contains("operation-not-supported", "[upsert]");
        assertThat(run("readers", "track", "{\"user_id\":\"u-1\"}\n").err())
                .contains("operation-not-supported", "[upsert]");
        assertThat(run("nobody", "upsert", "").exitCode()).isEqualTo(78);
        assertThat(run("crm", "dance", "").exitCode()).isEqualTo(64);
    }

    @Test
    void endsWithAnErrorWhereNoRowCanBeSaid() throws IOException {
        var run = run("crm", "upsert", "{\"name\":\"x\"}\nnot json\n");

        assertThat(run.exitCode()).isEqualTo(65);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).hasSize(2);
    }

    private Run run(String destination, String operation, String rows) throws IOException {
        var file = Files.writeString(folder.resolve("rows.ndjson"), rows);
        return Run.of(
                "connector", "dry-run", config.toString(), destination, file.toString(), "--operation", operation);
    }
}
