package io.activationgateway.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.gateway.region.NodeFixture;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files into the register of a running gateway, and out of it. */
class ConsentCommandsTest {

    private static NodeFixture node;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        node = NodeFixture.start();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aFileIsToldAndEachRefusedLineIsNamed() throws IOException {
        var grant = NodeFixture.grant("imp-1", "imp@example.com").encode();
        var elsewhere = NodeFixture.grant("imp-2", "imp2@example.com")
                .put("country", "TR")
                .encode();
        var file = write(
                "told.ndjson",
                grant + "\n\n" + elsewhere + "\n{\"event\":\"imp-3\"\n" + grant.replace("imp-1", "imp-4"));

        var run = run("consent", "import", file.toString());

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DATA);
        assertThat(run.out()).contains("received 4", "applied 2", "misdirected 1", "failed 1", "reached by reports");
        assertThat(run.err().lines())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("line 3: misdirected, residency.home-region, home tr-istanbul"))
                .anyMatch(line -> line.startsWith("line 4: failed, input.syntax"));
        assertThat(run.err() + run.out()).doesNotContain("@example.com");
    }

    @Test
    void csvMayHaveCellsOfSeveralLinesAndBePacked() throws IOException {
        var file = folder.resolve("told.CSV.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("event,email,place\r\nw-1,csv@example.com,\"a\nb\"\r\n\r\nw-2,nobody,\r\n".getBytes(UTF_8));
        }

        var run = run("consent", "import", file.toString(), "--as", "withdrawals");

        assertThat(run.out()).contains("received 2", "applied 1", "failed 1");
        assertThat(run.err()).startsWith("line 5: failed, input.identifier: email (expected:");
        assertThat(run.exitCode()).isEqualTo(ExitCode.DATA);
    }

    /** Longer than all that fits on the way: the answer must be read while the file is sent. */
    @Test
    void aLongFileIsReadAndAnsweredAtTheSameTime() throws IOException {
        var file = write(
                "long.ndjson",
                IntStream.range(0, 30_000)
                        .mapToObj(i -> "{\"event\":\"l-" + i + "\",\"user_id\":\"l-" + i % 50
                                + "\",\"objection\":\"NONE_SUCH\"," + "\"place\":\"" + "x".repeat(300) + "\"}\n")
                        .collect(Collectors.joining()));

        var run = run("consent", "import", file.toString());

        assertThat(run.out()).contains("received 30000", "failed 30000");
        assertThat(run.err().lines().filter(line -> line.startsWith("line "))).hasSize(30_000);
        assertThat(run.err()).contains("line 30000: failed");
    }

    @Test
    void whatIsExportedIsTakenBack() throws IOException {
        run(
                "consent",
                "import",
                write(
                                "one.ndjson",
                                NodeFixture.grant("exp-1", "exp@example.com").encode())
                        .toString());
        var file = folder.resolve("register.ndjson");

        var export = run("consent", "export", file.toString());
        var restored = run("consent", "import", file.toString(), "--as", "LOG");

        assertThat(export.exitCode()).as(export.err()).isZero();
        assertThat(Files.readString(file))
                .isEqualTo(node.client().get("/v1/register/export").body())
                .contains("exp-1");
        assertThat(export.out()).contains(Files.readAllLines(file).size() + " event");
        assertThat(folder.resolve("register.ndjson.part")).doesNotExist();
        assertThat(restored.exitCode()).as(restored.err()).isZero();
        var last = new JsonObject(Files.readAllLines(file).getLast()).getLong("seq");
        assertThat(run("consent", "export", file.toString(), "--after", last.toString())
                        .out())
                .contains(": 0 events");
    }

    @Test
    void whatStandsInTheWayIsSaid() throws IOException {
        var file =
                write("one.ndjson", NodeFixture.grant("no-1", "no@example.com").encode());

        var away = Run.of(
                Map.of("GATEWAY_SOURCE_KEY", "k"),
                _ -> {},
                "consent",
                "import",
                file.toString(),
                "--url",
                "http://127.0.0.1:1");
        assertThat(away.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(away.err()).contains("cannot be reached");

        var stranger = Run.of(
                Map.of("GATEWAY_SOURCE_KEY", "secret-of-nobody"),
                _ -> {},
                "consent",
                "import",
                file.toString(),
                "--url",
                node.baseUrl().toString());
        assertThat(stranger.exitCode()).isEqualTo(ExitCode.DATA);
        assertThat(stranger.err()).contains("401", "unauthorized").doesNotContain("secret-of-nobody");

        var narrow = Run.of(
                Map.of("GATEWAY_SOURCE_KEY", node.secret(NodeFixture.NARROW)),
                _ -> {},
                "consent",
                "export",
                folder.resolve("x").toString(),
                "--url",
                node.baseUrl().toString());
        assertThat(narrow.exitCode()).isEqualTo(ExitCode.DATA);
        assertThat(narrow.err()).contains("403", "forbidden");
        assertThat(folder.resolve("x")).doesNotExist();

        assertThat(Run.of("consent", "import", file.toString()).exitCode()).isEqualTo(ExitCode.CONFIG);
        assertThat(run("consent", "import", folder.resolve("missing").toString())
                        .exitCode())
                .isEqualTo(ExitCode.IO);
        assertThat(run("consent", "import", file.toString(), "--as", "nonsense").exitCode())
                .isEqualTo(ExitCode.USAGE);
        assertThat(Run.of("consent", "import", "--help").out())
                .contains("consents, withdrawals, objections, restrictions, erasures,");
    }

    private Run run(String... arguments) throws IOException {
        var key = write("source.key", node.secret(NodeFixture.CRM) + "\n");
        var all = new String[arguments.length + 4];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--url";
        all[arguments.length + 1] = node.baseUrl().toString();
        all[arguments.length + 2] = "--key";
        all[arguments.length + 3] = key.toString();
        return Run.of(all);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
