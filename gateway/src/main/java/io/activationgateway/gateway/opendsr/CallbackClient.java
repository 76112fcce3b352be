package io.activationgateway.gateway.opendsr;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Posts callbacks: to the address that was looked at, with no redirect, and without reading what comes back. */
final class CallbackClient implements AutoCloseable {

    private static final int CONNECT_MILLIS = 5_000;
    private static final int IDLE_SECONDS = 10;
    private static final long WHOLE_SECONDS = 20;

    private final CallbackHosts hosts;
    private final HttpClientAgent client;

    CallbackClient(Vertx vertx, CallbackHosts hosts) {
        this.hosts = hosts;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setKeepAlive(false)
                .setVerifyHost(true)
                .setDecompressionSupported(false)
                .setConnectTimeout(CONNECT_MILLIS)
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS));
    }

    /** The status of the answer. Blocks while it looks up the host; any thread. */
    CompletableFuture<Integer> post(URI url, DsrAnswer content) {
        if (hosts.permitted(url.toString()).isEmpty()) {
            return CompletableFuture.failedFuture(
                    new IllegalStateException("the configuration no longer permits this host"));
        }
        InetSocketAddress address;
        try {
            address = hosts.resolve(url);
        } catch (UnknownHostException nowhere) {
            return CompletableFuture.failedFuture(nowhere);
        }
        var path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return client.request(new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setServer(SocketAddress.inetSocketAddress(address))
                        .setHost(url.getHost())
                        .setPort(CallbackHosts.port(url))
                        .setSsl(CallbackHosts.isTls(url))
                        .setURI(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery())
                        .setFollowRedirects(false))
                .compose(request -> send(request, content))
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(WHOLE_SECONDS, TimeUnit.SECONDS);
    }

    private static Future<Integer> send(HttpClientRequest request, DsrAnswer content) {
        request.putHeader("Content-Type", content.contentType());
        content.headers().forEach(request::putHeader);
        return request.send(Buffer.buffer(content.body())).map(answer -> {
            int status = answer.statusCode();
            request.connection().close();
            return status;
        });
    }

    @Override
    public void close() {
        client.close();
    }
}
