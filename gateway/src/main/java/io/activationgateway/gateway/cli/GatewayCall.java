package io.activationgateway.gateway.cli;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request to a running gateway whose answer is read while the body is still being sent, both of any length. Blocks;
 * the answer's bytes come on another thread.
 */
final class GatewayCall implements AutoCloseable {

    private static final int CONNECT_MILLIS = 10_000;
    private static final int IDLE_SECONDS = 120;
    private static final int CHUNK = 1 << 16;
    private static final int LONGEST_PROBLEM = 1 << 16;
    private static final int OK = 200;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClientAgent client = vertx.createHttpClient(new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_1_1)
            .setConnectTimeout(CONNECT_MILLIS)
            .setIdleTimeout(IDLE_SECONDS)
            .setIdleTimeoutUnit(TimeUnit.SECONDS));

    /** The gateway answered, and not with what was asked for. */
    static final class RefusedException extends IOException {

        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    /** The gateway cannot be reached, or went away. */
    static final class UnreachableException extends IOException {

        private static final long serialVersionUID = 1L;

        UnreachableException(String message) {
            super(message);
        }
    }

    /** What is done with the bytes of a body that goes out. */
    @FunctionalInterface
    interface Sent {
        void scan(byte[] bytes, int count);
    }

    /** Asks, and hands on the answer as it comes; returns when it has ended well. */
    void get(RequestOptions options, Consumer<Buffer> answer) throws IOException {
        var request = await(client.request(options));
        var ended = answered(request, answer);
        await(request.end());
        await(Future.fromCompletionStage(ended));
    }

    /** Sends a body, and hands on the answer as it comes; returns when it has ended well. */
    void post(RequestOptions options, InputStream body, Sent sent, Consumer<Buffer> answer) throws IOException {
        var request = await(client.request(options)).setChunked(true);
        var ended = answered(request, answer);
        var chunk = new byte[CHUNK];
        try {
            for (int count = body.read(chunk); count >= 0 && !ended.isDone(); count = body.read(chunk)) {
                sent.scan(chunk, count);
                await(request.write(Buffer.buffer(count).appendBytes(chunk, 0, count)));
            }
            if (!ended.isDone()) {
                await(request.end());
            }
        } catch (UnreachableException broken) {
            // The gateway may have closed the door on a request that it has answered.
            if (!ended.isDone()) {
                throw broken;
            }
        }
        await(Future.fromCompletionStage(ended));
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static CompletableFuture<Void> answered(HttpClientRequest request, Consumer<Buffer> answer) {
        var ended = new CompletableFuture<Void>();
        request.response()
                .onComplete(
                        response -> {
                            if (response.statusCode() == OK) {
                                response.handler(answer::accept)
                                        .endHandler(_ -> ended.complete(null))
                                        .exceptionHandler(ended::completeExceptionally);
                            } else {
                                problem(response, ended);
                            }
                        },
                        ended::completeExceptionally);
        return ended;
    }

    private static void problem(HttpClientResponse response, CompletableFuture<Void> ended) {
        var body = Buffer.buffer();
        response.handler(part -> {
                    if (body.length() + part.length() <= LONGEST_PROBLEM) {
                        body.appendBuffer(part);
                    }
                })
                .endHandler(_ -> ended.completeExceptionally(refusal(response.statusCode(), body)))
                .exceptionHandler(_ -> ended.completeExceptionally(refusal(response.statusCode(), body)));
    }

    private static RefusedException refusal(int status, Buffer body) {
        @Nullable String detail = null;
        try {
            var problem = new JsonObject(body);
            detail = problem.getString("code") + ": " + problem.getString("detail");
        } catch (DecodeException | ClassCastException none) {
            // Somebody else answered.
        }
        return new RefusedException("the gateway answered " + status + (detail == null ? "" : ", " + detail));
    }

    private static <T> T await(Future<T> future) throws IOException {
        try {
            return future.toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof RefusedException refused
                    ? refused
                    : new UnreachableException("the gateway cannot be reached or went away ("
                            + requireNonNull(failure.getCause()).getClass().getSimpleName() + ")");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UnreachableException("interrupted");
        }
    }
}
