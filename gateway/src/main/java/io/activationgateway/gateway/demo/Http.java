package io.activationgateway.gateway.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Requests of the demonstration. Any thread but an event loop: it waits for the answers. */
final class Http {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST = Duration.ofSeconds(90);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    /** Posts a body and reads a JSON answer. */
    JsonNode post(URI url, Map<String, String> headers, byte[] body) {
        var request = HttpRequest.newBuilder(url).timeout(LONGEST).POST(BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        var answer = send(request.build());
        return answer.length == 0 ? JSON.nullNode() : parse(url, answer);
    }

    JsonNode get(URI url) {
        return get(url, Map.of());
    }

    JsonNode get(URI url, Map<String, String> headers) {
        return parse(url, bytes(url, headers));
    }

    /** Reads an answer of one JSON object a line. */
    List<JsonNode> lines(URI url, Map<String, String> headers) {
        return new String(bytes(url, headers), UTF_8)
                .lines()
                .map(line -> parse(url, line.getBytes(UTF_8)))
                .toList();
    }

    byte[] bytes(URI url) {
        return bytes(url, Map.of());
    }

    private byte[] bytes(URI url, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(url).timeout(LONGEST);
        headers.forEach(request::header);
        return send(request.build());
    }

    /** Whether something answers there, and well. */
    boolean isWell(URI url) {
        try {
            var request =
                    HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(2)).build();
            return client.send(request, BodyHandlers.discarding()).statusCode() / 100 == 2;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private byte[] send(HttpRequest request) {
        HttpResponse<byte[]> response;
        try {
            response = client.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new DemoException(request.uri() + ": no answer ("
                    + e.getClass().getSimpleName() + "); is the process still there? Its log tells more");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoException("stopped while waiting for " + request.uri());
        }
        if (response.statusCode() / 100 != 2) {
            throw new DemoException(
                    request.uri() + ": status " + response.statusCode() + " " + new String(response.body(), UTF_8));
        }
        return response.body();
    }

    private static JsonNode parse(URI url, byte[] answer) {
        try {
            return JSON.readTree(answer);
        } catch (IOException e) {
            throw new DemoException(url + ": the answer is not JSON");
        }
    }
}
