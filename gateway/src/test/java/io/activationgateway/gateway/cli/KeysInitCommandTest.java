package io.activationgateway.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.gateway.config.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysInitCommandTest {

    private static final String REAL_VENDOR = """
            segment-eu:
              vendor: segment
              region: eu
              write_key: {file: segment.key}
            segment-us:
              vendor: segment
              region: us
              write_key: {env: SEGMENT_US}
            """.indent(2);

    @TempDir
    private Path folder;

    @Test
    void makesWhatIsMissingSoThatTheConfigurationLoads() throws IOException {
        var run = Run.of("keys", "init", NodeFile.write(folder).toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).endsWith("9 made, 0 still missing" + System.lineSeparator());
        assertThat(ConfigLoader.load(folder.resolve("eu.yaml"), _ -> null).destinations())
                .containsOnlyKeys("iterable-eu", "webhook-de");
        assertThat(contents().get("webhook-de.key")).startsWith("whsec_");
        assertThat(contents().get("policy.key.pub")).contains("PUBLIC KEY");
    }

    @Test
    void onlyTheOwnerReadsThem() throws IOException {
        Run.of("keys", "init", NodeFile.write(folder).toString());

        assertThat(permissions(folder.resolve("data/keys"))).isEqualTo("rwx------");
        for (var name : contents().keySet()) {
            assertThat(permissions(folder.resolve("data/keys").resolve(name)))
                    .as(name)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aSecondTimeChangesNothing() throws IOException {
        var file = NodeFile.write(folder).toString();
        Run.of("keys", "init", file);
        var before = contents();

        var again = Run.of("keys", "init", file, file);

        assertThat(again.exitCode()).isZero();
        assertThat(again.out()).isEqualTo("0 made, 0 still missing" + System.lineSeparator());
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void printsNoSecret() throws IOException {
        var run = Run.of("keys", "init", NodeFile.write(folder).toString());

        assertThat(contents()).hasSize(9).allSatisfy((name, content) -> {
            var secret = content.strip()
                    .lines()
                    .skip(name.endsWith("y") && content.contains("KEY") ? 1 : 0)
                    .findFirst();
            assertThat(run.out() + run.err()).doesNotContain(secret.orElseThrow());
        });
    }

    @Test
    void namesTheKeysOfRealVendorsInsteadOfMakingThemUp() throws IOException {
        var run = Run.of("keys", "init", NodeFile.write(folder, REAL_VENDOR).toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("missing  destinations.segment-eu.write_key: file " + folder.resolve("segment.key"))
                .contains("missing  destinations.segment-us.write_key: environment variable SEGMENT_US")
                .contains("9 made, 2 still missing");
        assertThat(folder.resolve("segment.key")).doesNotExist();
    }

    @Test
    void aVendorKeyThatIsThereIsNotMissing() throws IOException {
        var file = NodeFile.write(folder, REAL_VENDOR);
        Files.writeString(folder.resolve("segment.key"), "from-the-vendor");

        var run = Run.of(Map.of("SEGMENT_US", "too"), _ -> {}, "keys", "init", file.toString());

        assertThat(run.out()).contains("9 made, 0 still missing");
        assertThat(folder.resolve("segment.key")).hasContent("from-the-vendor");
    }

    @Test
    void oneFileCannotHoldTwoKindsOfSecret() throws IOException {
        var clash = """
                iterable-us:
                  vendor: iterable
                  region: us
                  api_key: {file: data/keys/pseudonym.key}
                  endpoint: http://127.0.0.1:8090/iterable-us
                  sandbox: true
                """.indent(2);

        var run = Run.of("keys", "init", NodeFile.write(folder, clash).toString());

        assertThat(run.exitCode()).isEqualTo(78);
        assertThat(run.err()).contains("destinations.iterable-us.api_key").contains("a file of its own");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void aConfigurationThatMisfitsIsToldWithItsPlace() throws IOException {
        var file = Files.writeString(folder.resolve("bad.yaml"), "region: EU\nnodes: x\n");

        var run = Run.of("keys", "init", file.toString());

        assertThat(run.exitCode()).isEqualTo(78);
        assertThat(run.err())
                .contains("activation-gateway keys init: bad.yaml:1:")
                .doesNotContain("\tat ");
    }

    private Map<String, String> contents() throws IOException {
        var contents = new TreeMap<String, String>();
        try (var files = Files.list(folder.resolve("data/keys"))) {
            for (var file : files.toList()) {
                contents.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return contents;
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
