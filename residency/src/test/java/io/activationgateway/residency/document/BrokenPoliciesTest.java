package io.activationgateway.residency.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each broken document, put among sound ones, has one error, and the handbook of policies lists it. */
class BrokenPoliciesTest {

    private static final Path FOLDER = Path.of("src", "test", "resources", "broken-policies");
    private static final Path HANDBOOK = Path.of("..", "deploy", "policies", "README.md");
    private static final Instant NOW = Instant.parse("2026-11-20T07:00:00Z");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("broken")
    void hasItsOneError(Path broken) throws IOException {
        var check = check(broken);

        assertThat(check.errors())
                .singleElement()
                .satisfies(error -> assertThat(error.text().replace(folder + "/", ""))
                        .isEqualTo(Files.readString(FOLDER.resolve("errors").resolve(name(broken) + ".txt"))
                                .strip()));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void isInTheHandbook(Path broken) throws IOException {
        var error = check(broken).errors().getFirst();
        var row = "| `" + name(broken) + "` | " + error.line() + ":" + error.column() + " | " + cell(error.problem())
                + " | " + cell(error.remedy()) + " |";

        assertThat(Files.readString(HANDBOOK)).contains(row);
    }

    @Test
    void soundOnesHaveNone() throws IOException {
        copy(sound());

        assertThat(PolicyCheck.of(List.of(folder), NOW, List.of()).errors()).isEmpty();
        assertThat(broken()).hasSize(25);
    }

    static List<Path> broken() throws IOException {
        return files(FOLDER.resolve("broken"));
    }

    private PolicyCheck check(Path broken) throws IOException {
        copy(sound());
        var text = Files.readString(broken);
        for (var sound : sound()) {
            if (head(Files.readString(sound)).equals(head(text.replace("Porpose", "Purpose")))) {
                Files.delete(folder.resolve(sound.getFileName()));
            }
        }
        Files.copy(broken, folder.resolve(broken.getFileName()));
        return PolicyCheck.of(List.of(folder), NOW, List.of());
    }

    /** Kind and name: a broken document stands in for the sound one of the same. */
    private static List<String> head(String text) {
        return text.lines().limit(2).toList();
    }

    private void copy(List<Path> files) throws IOException {
        for (var file : files) {
            Files.copy(file, folder.resolve(file.getFileName()));
        }
    }

    private static List<Path> sound() throws IOException {
        return files(FOLDER.resolve("sound"));
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".yaml", "");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
