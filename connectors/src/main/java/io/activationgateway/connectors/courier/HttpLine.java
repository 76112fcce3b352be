package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.VendorRequest;
import io.activationgateway.connectors.VendorResponse;
import io.netty.channel.ChannelOption;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.impl.HttpClientConnectionInternal;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** A request on an HTTP/1.1 connection of its own. */
final class HttpLine implements Line {

    private final Endpoint endpoint;
    private final HttpClientRequest request;
    private final int maxAnswerBytes;
    private final InstantSource clock;

    HttpLine(Endpoint endpoint, HttpClientRequest request, int maxAnswerBytes, InstantSource clock) {
        this.endpoint = endpoint;
        this.request = request;
        this.maxAnswerBytes = maxAnswerBytes;
        this.clock = clock;
        request.exceptionHandler(_ -> {}); // told by the answer's future too; Vert.x would log it as an error
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    /**
     * Pools hand out connections of any loop, whoever asks, and only on the loop that owns one a write reaches the
     * channel in the task that makes it.
     */
    @Override
    public void run(Runnable task) {
        connection().context().runOnContext(_ -> task.run());
    }

    @Override
    public boolean isActive() {
        return connection().channelHandlerContext().channel().isActive();
    }

    @Override
    public Future<Void> write(VendorRequest say, @Nullable String stamp) {
        try {
            if (stamp != null) {
                request.putHeader(LAST_CHECK, stamp);
            }
            request.setMethod(say.method()).setURI(say.pathAndQuery());
            say.headers().forEach(request::putHeader);
            return request.end(say.body());
        } catch (RuntimeException broken) {
            kill();
            return Future.failedFuture(broken);
        }
    }

    @Override
    public Future<VendorResponse> answer() {
        return request.response().compose(this::read);
    }

    private Future<VendorResponse> read(HttpClientResponse response) {
        var body = Buffer.buffer();
        var whole = Promise.<VendorResponse>promise();
        response.exceptionHandler(whole::tryFail);
        response.endHandler(_ -> whole.tryComplete(
                new VendorResponse(response.statusCode(), response.headers(), body, clock.instant())));
        response.handler(part -> {
            if (body.length() + part.length() > maxAnswerBytes) {
                whole.tryFail(new TooLong());
                abort();
            } else {
                body.appendBuffer(part);
            }
        });
        return whole.future();
    }

    /** A reset before the first byte leaves the connection as it was, and it returns to the pool. */
    @Override
    public Future<Void> giveBack() {
        return request.reset();
    }

    @Override
    public void abort() {
        request.reset();
    }

    /**
     * Closes the connection. The pipeline is passed over, because TLS would first try to flush; without lingering the
     * kernel drops what it holds.
     */
    @Override
    public void kill() {
        var channel = connection().channelHandlerContext().channel();
        channel.eventLoop().execute(() -> {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.unsafe().close(channel.newPromise());
        });
    }

    private HttpClientConnectionInternal connection() {
        return (HttpClientConnectionInternal) request.connection();
    }
}
