package io.activationgateway.connectors.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.function.Consumer;

/** Three vendors that are broken each in its own way: one hangs, one floods with 429, one answers a byte a second. */
final class BrokenVendors {

    private static final String ANSWER = "{\"taken\":true,\"by\":\"a vendor that takes its time\"}";

    private BrokenVendors() {}

    /** Starts them, each on a port of its own. */
    static Future<List<HttpServer>> start(Vertx vertx) {
        return Future.all(
                        vendor(vertx, request -> {}),
                        vendor(
                                vertx,
                                request -> request.response().setStatusCode(429).end()),
                        vendor(vertx, request -> drip(vertx, request, 0)))
                .map(started -> started.<HttpServer>list());
    }

    private static Future<HttpServer> vendor(Vertx vertx, Consumer<HttpServerRequest> manner) {
        return vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(_ -> manner.accept(request)))
                .listen(0, "127.0.0.1");
    }

    private static void drip(Vertx vertx, HttpServerRequest request, int at) {
        var response = request.response();
        if (at == 0) {
            response.putHeader("Content-Length", Integer.toString(ANSWER.length()));
        }
        if (response.closed() || response.ended()) {
            return;
        }
        response.write(ANSWER.substring(at, at + 1));
        if (at + 1 == ANSWER.length()) {
            response.end();
        } else {
            vertx.setTimer(1_000, _ -> drip(vertx, request, at + 1));
        }
    }
}
