package io.activationgateway.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.gateway.ingest.Unpacking;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a node holds of bodies is bounded, and is given back however a request ends. */
class BodyReaderTest {

    private final Vertx vertx = Vertx.vertx();
    private final BytesInFlight inFlight = new BytesInFlight(10_000);
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();

    @AfterEach
    void stop() throws Exception {
        get(vertx.close());
    }

    @Test
    void givesTheRoomBackWhereTheUseOfABodyBreaks() throws Exception {
        var server = serve(Unpacking.IDENTITY, _ -> {
            throw new IllegalStateException("broken");
        });

        get(post(server).compose(request -> request.send(Buffer.buffer("{}"))));

        assertThatThrownBy(() -> ended.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(inFlight.held()).isZero();
    }

    @Test
    void countsWhatABodyUnpacksTo() throws Exception {
        var server = serve(Unpacking.GZIP, body -> Future.succeededFuture(body.length));

        get(post(server).compose(request -> request.send(Buffer.buffer(packed(20_000)))));

        assertThatThrownBy(() -> ended.get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(ProblemException.class)
                .hasMessageContaining("busy");
        assertThat(inFlight.held()).isZero();
    }

    @Test
    void countsTheUnpackedBodyUntilItsUseHasEnded() throws Exception {
        var held = new CompletableFuture<Long>();
        var server = serve(Unpacking.GZIP, body -> {
            held.complete(inFlight.held());
            return Future.succeededFuture(body.length);
        });

        get(post(server).compose(request -> request.send(Buffer.buffer(packed(9_000)))));

        assertThat(ended.get(10, TimeUnit.SECONDS)).isEqualTo(9_000);
        assertThat(held.get(10, TimeUnit.SECONDS)).isEqualTo(9_000);
        assertThat(inFlight.held()).isZero();
    }

    @Test
    void doesNotAskForABodyThatItHasNoRoomFor() throws Exception {
        var server = serve(Unpacking.IDENTITY, body -> Future.succeededFuture(body.length));
        var asked = new CompletableFuture<Void>();

        get(post(server).compose(request -> {
            request.putHeader("Expect", "100-continue").putHeader("Content-Length", "10001");
            request.continueHandler(_ -> asked.complete(null));
            request.sendHead();
            return request.response();
        }));

        assertThatThrownBy(() -> ended.get(10, TimeUnit.SECONDS)).hasMessageContaining("busy");
        assertThat(asked).isNotDone();
    }

    @Test
    void asksForABodyThatItHasRoomFor() throws Exception {
        var server = serve(Unpacking.IDENTITY, body -> Future.succeededFuture(body.length));

        get(post(server).compose(request -> {
            request.putHeader("Expect", "100-continue").putHeader("Content-Length", "2");
            request.continueHandler(_ -> request.end("{}"));
            request.sendHead();
            return request.response();
        }));

        assertThat(ended.get(10, TimeUnit.SECONDS)).isEqualTo(2);
    }

    private HttpServer serve(Unpacking unpacking, BodyReader.Use<Integer> use) throws Exception {
        var reader = new BodyReader(1 << 20, inFlight);
        return get(vertx.createHttpServer()
                .requestHandler(request -> reader.with(request, unpacking, use).onComplete(answer -> {
                    request.response().end();
                    if (answer.succeeded()) {
                        ended.complete(answer.result());
                    } else {
                        ended.completeExceptionally(answer.cause());
                    }
                }))
                .listen(0, "127.0.0.1"));
    }

    private Future<HttpClientRequest> post(HttpServer server) {
        return vertx.createHttpClient().request(HttpMethod.POST, server.actualPort(), "127.0.0.1", "/");
    }

    private static byte[] packed(int length) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(" ".repeat(length).getBytes(UTF_8));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return bytes.toByteArray();
    }

    private static <T> T get(Future<T> future) throws Exception {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure.getCause());
        }
    }
}
