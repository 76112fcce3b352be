package io.activationgateway.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Reads a body into memory, within a limit and within what the node may hold. Event loop. */
final class BodyReader {

    private final int limit;
    private final BytesInFlight inFlight;

    BodyReader(int limit, BytesInFlight inFlight) {
        this.limit = limit;
        this.inFlight = inFlight;
    }

    /** A body and the room it was given; the room is given back by {@link #release}. */
    record Body(Buffer bytes, long room) {
        @Override
        public String toString() {
            return "Body[" + bytes.length() + " bytes]";
        }
    }

    /** Fails with {@link ProblemException}: 413 where the body is too long, 503 where the node holds too much. */
    Future<Body> read(HttpServerRequest request) {
        long announced = announced(request);
        if (announced > limit) {
            return Future.failedFuture(new ProblemException(Problems.tooLarge(limit)));
        }
        long room = announced < 0 ? limit : announced;
        if (!inFlight.take(room)) {
            return Future.failedFuture(new ProblemException(Problems.busy()));
        }
        Promise<Body> promise = Promise.promise();
        var bytes = Buffer.buffer((int) Math.max(0, announced));
        request.handler(chunk -> {
            if (promise.future().isComplete()) {
                return;
            }
            if (bytes.length() + (long) chunk.length() > limit) {
                inFlight.giveBack(room);
                promise.tryFail(new ProblemException(Problems.tooLarge(limit)));
            } else {
                bytes.appendBuffer(chunk);
            }
        });
        request.endHandler(_ -> promise.tryComplete(new Body(bytes, room)));
        request.exceptionHandler(gone -> {
            if (promise.tryFail(gone)) {
                inFlight.giveBack(room);
            }
        });
        return promise.future();
    }

    void release(Body body) {
        inFlight.giveBack(body.room());
    }

    private static long announced(HttpServerRequest request) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? -1 : Long.parseLong(length);
    }
}
