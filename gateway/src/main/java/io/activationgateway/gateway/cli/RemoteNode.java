package io.activationgateway.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The node that a command speaks to, as whom: options that several commands share. */
final class RemoteNode {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "A node of the region, such as http://127.0.0.1:8080 (the default).",
            defaultValue = "http://127.0.0.1:8080")
    private URI url = URI.create("http://127.0.0.1:8080");

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "The file that holds your key (people in the configuration).")
    private @Nullable Path key;

    boolean hasKey() {
        return key != null;
    }

    JsonObject get(String path) throws IOException {
        return send("GET", path, null);
    }

    JsonObject post(String path, @Nullable JsonObject body) throws IOException {
        return send("POST", path, body);
    }

    /** @throws Refused where the node answers with a problem */
    private JsonObject send(String method, String path, @Nullable JsonObject body) throws IOException {
        if (key == null) {
            throw new Refused(ExitCode.USAGE, "--key is missing (expected: the file that holds your key)");
        }
        var bytes = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.encode(), UTF_8);
        var request = HttpRequest.newBuilder(url.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + Files.readString(key).strip())
                .header("Content-Type", "application/json")
                .method(method, bytes)
                .build();
        try {
            var answer = HTTP.send(request, BodyHandlers.ofString(UTF_8));
            var json = new JsonObject(answer.body());
            if (answer.statusCode() >= 300) {
                throw refused(json);
            }
            return json;
        } catch (ConnectException gone) {
            throw new Refused(ExitCode.UNAVAILABLE, url + ": nobody answers there (expected: --url of a running node)");
        } catch (DecodeException other) {
            throw new Refused(ExitCode.UNAVAILABLE, url + ": this is no gateway (expected: --url of a node)");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(url + ": interrupted", interrupted);
        }
    }

    private static Refused refused(JsonObject problem) {
        var text = problem.getString("code", "") + ": " + problem.getString("detail", "");
        var errors = problem.getJsonArray("errors", new JsonArray());
        return new Refused(
                problem.getInteger("status", 500) >= 500 ? ExitCode.UNAVAILABLE : ExitCode.DATA, text + errors(errors));
    }

    /** Errors of documents, a line each and the remedy below it, as {@code policy check} writes them. */
    static String errors(JsonArray errors) {
        return errors.stream()
                .map(JsonObject.class::cast)
                .map(error ->
                        "\n" + place(error) + (error.getString("path").isEmpty() ? "" : error.getString("path") + ": ")
                                + error.getString("problem") + "\n    " + error.getString("remedy"))
                .collect(Collectors.joining());
    }

    private static String place(JsonObject error) {
        return error.getInteger("line") == 0
                ? error.getString("file") + ": "
                : error.getString("file") + ":" + error.getInteger("line") + ":" + error.getInteger("column") + ": ";
    }

    /** A node that says no, or none that answers. */
    static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final int exitCode;

        Refused(int exitCode, String text) {
            super(text, null, false, false);
            this.exitCode = exitCode;
        }

        int exitCode() {
            return exitCode;
        }
    }
}
