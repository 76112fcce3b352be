package io.activationgateway.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.Operation;
import io.activationgateway.consent.register.Position;
import io.activationgateway.gateway.ledger.EndedRecords;
import io.activationgateway.gateway.ledger.Ledger;
import io.activationgateway.gateway.ledger.LedgerEntry;
import io.activationgateway.residency.signing.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerVerifyCommandTest {

    private static final SigningKey KEY = SigningKey.generate(new SecureRandom());
    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");

    @TempDir
    private Path temp;

    private Path folder;
    private Path key;
    private Path held;
    private String latest;

    @BeforeEach
    void write() throws IOException {
        folder = temp.resolve("ledger");
        key = Files.writeString(
                temp.resolve("ledger.key.pub"), KEY.verifyingKey().toPem());
        append("01J0");
        held = Files.copy(folder.resolve("checkpoint"), temp.resolve("held"));
        append("01J1");
    }

    @Test
    void anIntactLedgerSaysThatItIsNotAnchored() {
        var run = verify();

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("ledger: intact")
                .contains("up to " + NOW)
                .contains("anchored  nowhere");
    }

    @Test
    void aCheckpointKeptElsewhereSaysHowFarItIsAnchored() {
        var run = verify("--checkpoint", held.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).containsPattern("anchored  \\d+ entr(y|ies), up to " + NOW);
    }

    @Test
    void tamperingIsNamedAndIsExitCode1() throws IOException {
        var checkpoint = folder.resolve("checkpoint");
        Files.copy(held, checkpoint, StandardCopyOption.REPLACE_EXISTING);
        var later = Files.writeString(temp.resolve("later"), latest);

        var run = verify("--checkpoint", later.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("NOT INTACT");
        assertThat(run.err()).contains(checkpoint.toString()).contains("put back");
    }

    @Test
    void aFlippedByteIsExitCode1() throws IOException {
        var entries = folder.resolve("tile/entries");
        try (var files = Files.walk(entries)) {
            var file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
            var bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes, StandardOpenOption.TRUNCATE_EXISTING);
        }

        assertThat(verify().exitCode()).isEqualTo(1);
    }

    @Test
    void whatIsNoKeyOrNoLedgerIsSaidInOneLine() throws IOException {
        var noKey = Files.writeString(temp.resolve("text"), "hello");

        var wrongKey = Run.of("ledger", "verify", folder.toString(), "--key", noKey.toString());
        var missingKey = Run.of(
                "ledger",
                "verify",
                folder.toString(),
                "--key",
                temp.resolve("none").toString());
        var noFolder = Run.of("ledger", "verify", key.toString(), "--key", key.toString());

        assertThat(wrongKey.exitCode()).isEqualTo(65);
        assertThat(missingKey.exitCode()).isEqualTo(74);
        assertThat(noFolder.exitCode()).isEqualTo(74);
        for (var run : new Run[] {wrongKey, missingKey, noFolder}) {
            assertThat(run.err().lines()).hasSize(1);
            assertThat(run.out()).isEmpty();
        }
    }

    private void append(String activation) {
        var records = new EndedRecords(1);
        records.add(0, LedgerEntry.End.MISDIRECTED, "residency.home-region");
        var way = new LedgerEntry.Way("crm", "iterable-eu", "email-newsletter", Operation.UPSERT, true);
        var snapshot = new LedgerEntry.Snapshot(12, "sha256:ab", new Position(17, 8812, 3));
        try (var ledger = Ledger.open(folder, KEY, "eu-central/node-1", () -> NOW)) {
            ledger.append(new LedgerEntry.Decided(activation, NOW, way, snapshot, records))
                    .toCompletableFuture()
                    .join();
            latest = ledger.checkpoint();
        }
    }

    private Run verify(String... more) {
        var arguments = new ArrayList<>(List.of("ledger", "verify", folder.toString(), "--key", key.toString()));
        arguments.addAll(List.of(more));
        return Run.of(arguments.toArray(String[]::new));
    }
}
