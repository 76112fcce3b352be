package io.activationgateway.gateway.api;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The body of a request as a stream that another thread reads while it arrives. Only so much of it is taken from the
 * connection as was read before: a slow reader slows the sender down.
 */
final class BodyStream extends InputStream {

    /** How many buffers, of some 16 KiB each, may wait to be read. */
    private static final int AHEAD = 16;

    private final HttpServerRequest request;
    private final Context context = requireNonNull(Vertx.currentContext(), "the request belongs to an event loop");
    private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
    private byte[] current = {};
    private int position;
    private boolean ended;

    private sealed interface Part {
        record Bytes(Buffer buffer) implements Part {}

        record End() implements Part {}

        record Gone() implements Part {}
    }

    /** On the request's event loop, before anything of the body was read. */
    BodyStream(HttpServerRequest request) {
        this.request = request;
        request.pause();
        request.handler(buffer -> parts.add(new Part.Bytes(buffer)));
        request.endHandler(_ -> parts.add(new Part.End()));
        request.exceptionHandler(_ -> parts.add(new Part.Gone()));
        request.fetch(AHEAD);
    }

    @Override
    public int read() throws IOException {
        return available(1) ? current[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        if (!available(count)) {
            return -1;
        }
        int read = Math.min(count, current.length - position);
        System.arraycopy(current, position, into, offset, read);
        position += read;
        return read;
    }

    /** Whether anything is left to read; waits for it. */
    private boolean available(int count) throws IOException {
        while (position == current.length && !ended && count > 0) {
            try {
                switch (parts.take()) {
                    case Part.Bytes(var buffer) -> {
                        current = buffer.getBytes();
                        position = 0;
                        context.runOnContext(_ -> request.fetch(1));
                    }
                    case Part.End() -> ended = true;
                    case Part.Gone() -> throw new IOException("the sender went away");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("the node is shutting down", e);
            }
        }
        return position < current.length;
    }
}
