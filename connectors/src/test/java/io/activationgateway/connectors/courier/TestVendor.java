package io.activationgateway.connectors.courier;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** A real HTTP server on the loopback address that keeps what it was told and answers as the test says. */
final class TestVendor {

    final Queue<Told> told = new ConcurrentLinkedQueue<>();
    private final HttpServer server;

    /** One request that arrived completely. */
    record Told(HttpServerRequest request, String body) {
        List<String> lines() {
            return body.lines().toList();
        }

        void answer(int status) {
            request.response().setStatusCode(status).end();
        }

        void answer(int status, String body) {
            request.response().setStatusCode(status).end(body);
        }
    }

    @FunctionalInterface
    interface Manner {
        void answer(Told told);
    }

    TestVendor(Vertx vertx, Manner manner) throws Exception {
        server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess((Buffer body) -> {
                    var one = new Told(request, body.toString());
                    told.add(one);
                    manner.answer(one);
                }));
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    List<String> lines() {
        return told.stream().flatMap(one -> one.lines().stream()).toList();
    }
}
