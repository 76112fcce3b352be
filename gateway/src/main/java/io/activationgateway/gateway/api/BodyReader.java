package io.activationgateway.gateway.api;

import io.activationgateway.gateway.ingest.Unpacking;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;

/** Reads a body into memory, within a limit and within what the node may hold. Event loop. */
final class BodyReader {

    private static final int UNANNOUNCED = 16 << 10;

    private final int limit;
    private final BytesInFlight inFlight;

    BodyReader(int limit, BytesInFlight inFlight) {
        this.limit = limit;
        this.inFlight = inFlight;
    }

    /** What is done with a body. */
    @FunctionalInterface
    interface Use<T> {
        Future<T> of(byte[] body);
    }

    /** A body as it came, and the room it was given. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and handed on as it is
    private record Body(byte[] bytes, long room) {
        @Override
        public String toString() {
            return "Body[" + bytes.length + " bytes]";
        }
    }

    /**
     * Reads a body, unpacks it and hands it to {@code use}; it counts as held until that has ended, however it ends.
     * Fails with {@link ProblemException}: 413 where the body is too long, 503 where the node holds too much.
     */
    <T> Future<T> with(HttpServerRequest request, Unpacking unpacking, Use<T> use) {
        return read(request).compose(body -> used(body, unpacking, use));
    }

    /** The same for the body of a batch, which is unpacked and worked on in its loop. */
    <T> Future<T> with(HttpServerRequest request, Unpacking unpacking, BatchLoop loop, Use<T> use) {
        return read(request).compose(body -> loop.run(() -> used(body, unpacking, use)));
    }

    private <T> Future<T> used(Body body, Unpacking unpacking, Use<T> use) {
        long room = body.room();
        Future<T> ended;
        try {
            var bytes = unpacked(body.bytes(), unpacking);
            room += roomFor(bytes.length - room);
            ended = use.of(bytes);
        } catch (RuntimeException | StackOverflowError failure) {
            ended = Future.failedFuture(failure);
        }
        long held = room;
        return ended.onComplete(_ -> inFlight.giveBack(held));
    }

    /** The bytes that have come so far. */
    private static final class Collected {

        private byte[] bytes;
        private int length;

        Collected(int expected) {
            bytes = new byte[expected];
        }

        void add(Buffer chunk) {
            int needed = length + chunk.length();
            if (needed > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
            }
            chunk.getBytes(0, chunk.length(), bytes, length);
            length = needed;
        }

        /** Not a copy where as many came as were announced. */
        byte[] whole() {
            return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        }
    }

    private Future<Body> read(HttpServerRequest request) {
        long announced = announced(request);
        if (announced > limit) {
            return Future.failedFuture(new ProblemException(Problems.tooLarge(limit)));
        }
        long room = announced < 0 ? limit : announced;
        if (!inFlight.take(room)) {
            return Future.failedFuture(new ProblemException(Problems.busy()));
        }
        if (HttpHeaders.CONTINUE.toString().equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        Promise<Body> promise = Promise.promise();
        var bytes = new Collected(announced < 0 ? UNANNOUNCED : (int) announced);
        request.handler(chunk -> {
            if (promise.future().isComplete()) {
                return;
            }
            if (bytes.length + (long) chunk.length() > limit) {
                inFlight.giveBack(room);
                promise.tryFail(new ProblemException(Problems.tooLarge(limit)));
            } else {
                bytes.add(chunk);
            }
        });
        request.endHandler(_ -> promise.tryComplete(new Body(bytes.whole(), room)));
        request.exceptionHandler(gone -> {
            if (promise.tryFail(gone)) {
                inFlight.giveBack(room);
            }
        });
        return promise.future();
    }

    /** A packed body that turns out longer than the room it was given needs more of it. */
    private long roomFor(long more) {
        if (more <= 0) {
            return 0;
        }
        if (!inFlight.take(more)) {
            throw new ProblemException(Problems.busy());
        }
        return more;
    }

    private byte[] unpacked(byte[] body, Unpacking unpacking) {
        return switch (unpacking.unpack(body, limit)) {
            case Unpacking.Result.Unpacked(var bytes) -> bytes;
            case Unpacking.Result.Failed(var broken) -> throw new ProblemException(Problems.broken(broken));
        };
    }

    private static long announced(HttpServerRequest request) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? -1 : Long.parseLong(length);
    }
}
