package io.activationgateway.gateway.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.gateway.keys.SecretFiles.Wanted;
import io.activationgateway.residency.signing.KeyUnusable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFilesTest {

    private static final List<Wanted> WANTED = List.of(
            new Wanted("keys/pseudonym", SecretKind.PSEUDONYM_KEY),
            new Wanted("keys/ledger.pem", SecretKind.ED25519_PAIR),
            new Wanted("keys/webhook", SecretKind.WEBHOOK_SECRET),
            new Wanted("keys/source", SecretKind.RANDOM_TOKEN));

    @TempDir
    Path temp;

    private SecretFiles files;

    @BeforeEach
    void init() {
        files = new SecretFiles(temp.resolve("data"), new SecureRandom());
    }

    @Test
    void whatIsMissingIsMadeForTheOwnerOnly() throws IOException {
        assertThat(files.init(WANTED))
                .extracting(file -> file.getFileName().toString())
                .containsExactly("pseudonym", "ledger.pem", "ledger.pem.pub", "webhook", "source");
        var keys = temp.resolve("data/keys");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
                .isEqualTo("rwx------");
        try (var all = Files.list(keys)) {
            assertThat(all.toList())
                    .hasSize(5)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
        assertThat(files.pseudonymKey("keys/pseudonym")).hasSize(32);
        assertThat(files.webhookSecret("keys/webhook")).matches("whsec_[A-Za-z0-9+/]{43}=");
        assertThat(files.token("keys/source")).matches("[A-Za-z0-9_-]{43}");
        byte[] message = "text".getBytes(StandardCharsets.UTF_8);
        var signature = files.signingKey("keys/ledger.pem").sign(message);
        assertThat(files.verifyingKey("keys/ledger.pem").verify(message, signature))
                .isTrue();
    }

    @Test
    void whatExistsIsNeverOverwritten() throws IOException {
        files.init(WANTED);
        byte[] before = Files.readAllBytes(temp.resolve("data/keys/ledger.pem"));
        Files.writeString(temp.resolve("data/keys/source"), "my-own\n");
        Files.delete(temp.resolve("data/keys/ledger.pem.pub"));
        assertThat(files.init(WANTED)).containsExactly(temp.resolve("data/keys/ledger.pem.pub"));
        assertThat(temp.resolve("data/keys/ledger.pem")).hasBinaryContent(before);
        assertThat(files.token("keys/source")).isEqualTo("my-own");
    }

    @Test
    void twoFoldersHaveNothingInCommon() {
        files.init(WANTED);
        var others = new SecretFiles(temp.resolve("other"), new SecureRandom());
        others.init(WANTED);
        assertThat(others.token("keys/source")).isNotEqualTo(files.token("keys/source"));
        assertThat(others.pseudonymKey("keys/pseudonym")).isNotEqualTo(files.pseudonymKey("keys/pseudonym"));
        assertThat(others.verifyingKey("keys/ledger.pem")).isNotEqualTo(files.verifyingKey("keys/ledger.pem"));
    }

    @Test
    void errorsNameTheFileAndTheRemedyButNotTheContent() throws IOException {
        assertThatThrownBy(() -> files.token("keys/none"))
                .hasMessageContaining("keys/none: is missing")
                .hasMessageContaining("keys init");
        files.init(WANTED);
        Files.writeString(temp.resolve("data/keys/pseudonym"), "canary-7f");
        assertThatThrownBy(() -> files.pseudonymKey("keys/pseudonym"))
                .hasMessageContaining("64 hexadecimal digits")
                .hasNoCause()
                .message()
                .doesNotContain("canary");
        Files.writeString(temp.resolve("data/keys/ledger.pem"), "canary-7f");
        assertThatThrownBy(() -> files.signingKey("keys/ledger.pem"))
                .isInstanceOf(KeyUnusable.class)
                .hasMessageContaining("ledger.pem")
                .message()
                .doesNotContain("canary");
        Files.writeString(temp.resolve("data/keys/webhook"), "canary-7f");
        assertThatThrownBy(() -> files.webhookSecret("keys/webhook"))
                .message()
                .contains("whsec_")
                .doesNotContain("canary");
        assertThatThrownBy(() -> files.token("../outside")).hasMessageContaining("lies outside");
    }
}
