package io.activationgateway.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysRotateCommandTest {

    @TempDir
    private Path folder;

    @Test
    void makesTheNextKeyBesideTheFirstAndLeavesTheOthersAsTheyAre() throws IOException {
        var file = NodeFile.write(folder).toString();
        Run.of("keys", "init", file);

        assertThat(Run.of("keys", "rotate", file).exitCode()).isZero();
        var first = key(1);
        var again = Run.of("keys", "rotate", file, file);

        assertThat(again.exitCode()).isZero();
        assertThat(again.out().lines()).singleElement().asString().endsWith(".key.2");
        assertThat(key(1)).isEqualTo(first);
        assertThat(key(2)).isNotEqualTo(first).matches("[0-9a-f]{64}\\s*");
    }

    @Test
    void makesNoneWithoutTheFirst() throws IOException {
        var run = Run.of("keys", "rotate", NodeFile.write(folder).toString());

        assertThat(run.exitCode()).isNotZero();
        assertThat(run.err()).contains("keys init");
    }

    private String key(int generation) throws IOException {
        try (var files = Files.list(folder.resolve("data/keys"))) {
            var file = files.filter(each -> each.toString().endsWith(".key." + generation))
                    .findFirst()
                    .orElseThrow();
            return Files.readString(file);
        }
    }
}
