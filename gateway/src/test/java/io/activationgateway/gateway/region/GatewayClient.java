package io.activationgateway.gateway.region;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A sender that speaks version 1 of the API, over real HTTP. Any thread. */
public final class GatewayClient {

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private final URI base;
    private final String key;

    /** Speaks to the gateway at {@code base} with a source's key. */
    public GatewayClient(URI base, String key) {
        this.base = base;
        this.key = key;
    }

    /** An answer, read whole. */
    public record Reply(int status, HttpHeaders headers, String body) {

        public JsonObject json() {
            return new JsonObject(body);
        }

        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        public JsonObject counts() {
            return json().getJsonObject("counts");
        }

        public List<JsonObject> results() {
            return json().getJsonArray("results").stream()
                    .map(JsonObject.class::cast)
                    .toList();
        }

        public JsonObject result(int row) {
            return results().get(row);
        }

        /** A problem's stable code, or what the status says where it is none. */
        public String code() {
            return header("Content-Type").equals("application/problem+json")
                    ? json().getString("code")
                    : "no problem: " + status;
        }
    }

    /** One request; each method answers a changed copy. */
    public record Call(GatewayClient client, String method, String path, Map<String, String> headers, Buffer body) {

        /** Adds a header, or takes its place; null takes it away. */
        public Call header(String name, String value) {
            var more = new LinkedHashMap<>(headers);
            if (value == null) {
                more.remove(name);
            } else {
                more.put(name, value);
            }
            return new Call(client, method, path, more, body);
        }

        public Call body(String type, byte[] bytes) {
            return new Call(client, method, path, headers, Buffer.buffer(bytes)).header("Content-Type", type);
        }

        public Call body(String type, String text) {
            return body(type, text.getBytes(UTF_8));
        }

        public Call records(List<JsonObject> records) {
            return body("application/json", NodeFixture.records(records).encode());
        }

        public Reply send() {
            return sendLater().join();
        }

        public CompletableFuture<Reply> sendLater() {
            var request = HttpRequest.newBuilder(client.base.resolve(path))
                    .timeout(Duration.ofSeconds(60))
                    .method(
                            method,
                            body.length() == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body.getBytes()));
            headers.forEach(request::header);
            return HTTP.sendAsync(request.build(), BodyHandlers.ofString())
                    .thenApply(answer -> new Reply(answer.statusCode(), answer.headers(), answer.body()));
        }
    }

    /** A request with this source's key. */
    public Call call(String method, String path) {
        return new Call(this, method, path, Map.of("Authorization", "Bearer " + key), Buffer.buffer());
    }

    public Reply get(String path) {
        return call("GET", path).send();
    }

    /** Posts consent events. */
    public Reply consents(JsonObject... events) {
        return call("POST", "/v1/consents").records(List.of(events)).send();
    }

    /** Posts an audience; {@code query} such as {@code purpose=email-newsletter}. */
    public Reply activate(String destination, String query, JsonObject... rows) {
        return activation(destination, query).records(List.of(rows)).send();
    }

    /** An activation without a body as yet. */
    public Call activation(String destination, String query) {
        return call("POST", "/v1/activations/" + destination + "?" + query);
    }

    /** Asks what an activation would do. */
    public Reply decide(String destination, String query, JsonObject... rows) {
        return call("POST", "/v1/decisions/" + destination + "?" + query)
                .records(List.of(rows))
                .send();
    }

    /** A request to something that is not the gateway. */
    static String plain(String method, URI uri, String body) {
        try {
            var request = HttpRequest.newBuilder(uri)
                    .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
            HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(uri + " answered " + answer.statusCode() + ": " + answer.body());
            }
            return answer.body();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    static JsonArray array(Object... values) {
        return new JsonArray(List.of(values));
    }
}
