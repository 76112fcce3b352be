package io.activationgateway.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCheckCommandTest {

    private static final Path SAMPLE = Path.of("../deploy/policies");

    @TempDir
    private Path folder;

    @Test
    void theSamplePolicyPasses() {
        var run = Run.of("policy", "check", SAMPLE.toString());

        // some of its mechanisms have lapsed to show what comes of it
        assertThat(run.err().lines()).allMatch(line -> line.startsWith("warning: ") || line.startsWith("    "));
        assertThat(run.err()).contains("segment-us.yaml:18:16: mechanisms[0].recertDue: this mechanism has lapsed");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("2 regions")
                .contains("examples, 0 errors")
                .contains("sha256:");
    }

    @Test
    void anErrorNamesFileLineColumnAndRemedy() throws IOException {
        Files.writeString(folder.resolve("purpose.yaml"), "kind: Purpose\nname: news\nchannel: FAX\n");

        var run = Run.of("policy", "check", folder.toString());

        assertThat(run.exitCode()).isEqualTo(65);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).containsPattern("purpose\\.yaml:3:\\d+: ").contains("no example was run");
    }

    @Test
    void columnsSeenInTrafficAreAWarning() {
        var run = Run.of("policy", "check", "--unclassified", "email,shoe_size", SAMPLE.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("\"shoe_size\"").doesNotContain("\"email\"");
    }

    @Test
    void aFolderThatIsNotThereIsAnError() {
        var run = Run.of("policy", "check", folder.resolve("nowhere").toString());

        assertThat(run.exitCode()).isEqualTo(65);
        assertThat(run.err()).contains("nowhere");
    }
}
