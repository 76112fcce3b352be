package io.activationgateway.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.activationgateway.gateway.cli.GatewayCall.RefusedException;
import io.activationgateway.gateway.cli.GatewayCall.UnreachableException;
import io.activationgateway.residency.explanation.Language;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Asks a running gateway why it decides rows as it does; nothing is sent to the destination. */
final class RowExplanation {

    private final GatewayAccess gateway;
    private final Terminal terminal;

    RowExplanation(GatewayAccess gateway, Terminal terminal) {
        this.gateway = gateway;
        this.terminal = terminal;
    }

    /** Prints the explanation of each row of a file and answers the exit code. */
    int print(String destination, String purpose, Path rows, Language language, boolean json) throws IOException {
        var path =
                "/v1/decisions/" + encoded(destination) + "?purpose=" + encoded(purpose) + "&explain=" + language.tag();
        var request = gateway.request(HttpMethod.POST, path, terminal).putHeader("Content-Type", type(rows));
        var body = Buffer.buffer();
        try (var call = new GatewayCall();
                var in = Files.newInputStream(rows)) {
            call.post(request, in, (_, _) -> {}, body::appendBuffer);
        } catch (RefusedException | UnreachableException broken) {
            terminal.err().println(rows + ": " + broken.getMessage());
            return broken instanceof RefusedException ? ExitCode.DATA : ExitCode.UNAVAILABLE;
        }
        var answer = new JsonObject(body);
        if (json) {
            terminal.out().println(answer.encodePrettily());
            return ExitCode.OK;
        }
        for (var each : answer.getJsonArray("explanations")) {
            var explanation = (JsonObject) each;
            terminal.out().println(explanation.getString("id") + ":");
            ExplanationText.print(explanation, terminal.out());
            terminal.out().println();
        }
        return ExitCode.OK;
    }

    private static String type(Path rows) {
        var name = String.valueOf(rows.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv")) {
            return "text/csv";
        }
        return name.endsWith(".ndjson") ? "application/x-ndjson" : "application/json";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
