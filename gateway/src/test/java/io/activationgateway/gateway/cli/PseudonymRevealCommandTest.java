package io.activationgateway.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.gateway.delivery.Masking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PseudonymRevealCommandTest {

    private static final byte[] KEY = HexFormat.of().parseHex("07".repeat(32));

    @TempDir
    private Path folder;

    @BeforeEach
    void writeKey() throws IOException {
        Files.writeString(folder.resolve("region.key"), HexFormat.of().formatHex(KEY));
    }

    @Test
    void theRegionFindsItsWayBack() {
        var masking = new Masking(KEY);

        var run = reveal("user_id", masking.pseudonym("user_id", "cust-1"), masking.pseudonym("user_id", "Ayşe"));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines()).containsExactly("cust-1", "Ayşe");
    }

    @Test
    void anotherFieldKeyOrTextIsRefusedAndNothingIsPrinted() {
        var mine = new Masking(KEY).pseudonym("user_id", "cust-1");
        var others = new Masking(HexFormat.of().parseHex("08".repeat(32))).pseudonym("user_id", "cust-1");

        for (var run : new Run[] {reveal("id", mine), reveal("user_id", mine, others), reveal("user_id", "%%")}) {
            assertThat(run.exitCode()).isEqualTo(65);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).contains("not one of field").doesNotContain("cust-1", mine);
        }
    }

    private Run reveal(String field, String... pseudonyms) {
        var arguments = new String[6 + pseudonyms.length];
        System.arraycopy(
                new String[] {
                    "pseudonym", "reveal", "--key", folder.resolve("region.key").toString(), "--field", field
                },
                0,
                arguments,
                0,
                6);
        System.arraycopy(pseudonyms, 0, arguments, 6, pseudonyms.length);
        return Run.of(arguments);
    }
}
