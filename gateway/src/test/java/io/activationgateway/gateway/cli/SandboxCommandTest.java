package io.activationgateway.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.testing.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxCommandTest {

    @TempDir
    private Path folder;

    private Path config;
    private int port;

    @BeforeEach
    void configure() throws IOException {
        config = NodeFile.write(folder);
        Run.of("keys", "init", config.toString());
        port = FreePorts.next();
    }

    @Test
    void playsTheSimulatedDestinationsWithTheirOwnKeys() throws Exception {
        var key = Files.readString(folder.resolve("data/keys/iterable-eu.key")).strip();
        var statuses = new ArrayList<Integer>();

        var run = sandbox(running -> {
            statuses.add(upsert(key));
            statuses.add(upsert("another"));
            running.close();
        });

        assertThat(run.exitCode()).isZero();
        assertThat(statuses).containsExactly(200, 401);
        assertThat(run.out())
                .contains("http://127.0.0.1:" + port + "/iterable-eu")
                .contains("http://127.0.0.1:" + port + "/webhook-de")
                .contains("http://127.0.0.1:" + port + "/_sandbox/received/")
                .doesNotContain(key);
    }

    @Test
    void sameDestinationInTwoFilesIsPlayedOnce() {
        var run =
                Run.of(Map.of(), AutoCloseable::close, "sandbox", "--port", "0", config.toString(), config.toString());

        assertThat(run.exitCode()).isZero();
    }

    @Test
    void aTakenPortIsSaidInOneLine() throws IOException {
        try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            var run = sandbox(AutoCloseable::close);

            assertThat(taken.isBound()).isTrue();
            assertThat(run.exitCode()).isEqualTo(69);
            assertThat(run.err().lines()).hasSize(1).first().asString().contains("the port is taken");
        }
    }

    @Test
    void nothingSimulatedIsAnError() throws IOException {
        var text = Files.readString(config).replace("sandbox: true", "sandbox: false");
        Files.writeString(config, text);

        var run = sandbox(AutoCloseable::close);

        assertThat(run.exitCode()).isEqualTo(78);
        assertThat(run.err()).contains("destinations: none is simulated");
    }

    private Run sandbox(Terminal.Stay stay) {
        return Run.of(Map.of(), stay, "sandbox", "--port", Integer.toString(port), config.toString());
    }

    private int upsert(String key) throws Exception {
        var request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/iterable-eu/api/users/bulkUpdate"))
                .header("Api-Key", key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"users\":[{\"userId\":\"u-1\",\"dataFields\":{}}]}"))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.discarding()).statusCode();
        }
    }
}
