package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.Endpoint;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.impl.HttpClientConnectionInternal;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;

/**
 * The connections to one destination: HTTP/1.1, one request at a time on each, to the configured host only, whose
 * address is checked each time after its name was resolved.
 */
final class Transport {

    private final VertxInternal vertx;
    private final Endpoint endpoint;
    private final CourierSettings settings;
    private final HttpClientAgent client;

    Transport(Vertx vertx, Endpoint endpoint, CourierSettings settings) {
        this(
                vertx,
                endpoint,
                settings,
                vertx.httpClientBuilder()
                        .with(options(endpoint, settings))
                        .with(pool(settings))
                        .build());
    }

    Transport(Vertx vertx, Endpoint endpoint, CourierSettings settings, HttpClientAgent client) {
        this.vertx = (VertxInternal) vertx;
        this.endpoint = endpoint;
        this.settings = settings;
        this.client = client;
    }

    static HttpClientOptions options(Endpoint endpoint, CourierSettings settings) {
        int connectMillis = Math.toIntExact(settings.connectTimeout().toMillis());
        return new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setSsl(endpoint.tls())
                .setVerifyHost(true)
                .setUseAlpn(false)
                .setPipelining(false)
                .setDecompressionSupported(false)
                .setConnectTimeout(connectMillis)
                .setSslHandshakeTimeout(connectMillis)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    }

    static PoolOptions pool(CourierSettings settings) {
        return new PoolOptions().setHttp1MaxSize(settings.connections());
    }

    /** The vendor's host has an address that the configuration does not permit. */
    static final class AddressNotPermitted extends Exception {
        private static final long serialVersionUID = 1L;

        AddressNotPermitted(String host) {
            super(host
                    + " resolves to a private address; set sandbox: true or permit private addresses if it is meant");
        }
    }

    /** A connection, handshake included, with a request on it that has not begun. Completes on the caller's context. */
    Future<HttpClientRequest> connect() {
        return resolve()
                .compose(this::permitted)
                .compose(address -> client.request(new RequestOptions()
                        .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, endpoint.port())))
                        .setHost(endpoint.host())
                        .setPort(endpoint.port())
                        .setSsl(endpoint.tls())
                        .setFollowRedirects(false)
                        .setConnectTimeout(settings.connectTimeout().toMillis())));
    }

    Future<Void> close() {
        return client.close();
    }

    /**
     * The context on whose event loop the connection lives: pools hand out connections of any loop, whoever asks, and
     * only there a write reaches the channel in the task that makes it.
     */
    static ContextInternal owner(HttpClientRequest request) {
        return connection(request).context();
    }

    static boolean isActive(HttpClientRequest request) {
        return channel(request).isActive();
    }

    /**
     * Closes the connection with nothing more written. The pipeline is passed over, because TLS would first try to
     * flush; without lingering the kernel drops what it holds. Any thread.
     */
    static void kill(HttpClientRequest request) {
        var channel = channel(request);
        channel.eventLoop().execute(() -> {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.unsafe().close(channel.newPromise());
        });
    }

    static Channel channel(HttpClientRequest request) {
        return connection(request).channelHandlerContext().channel();
    }

    private static HttpClientConnectionInternal connection(HttpClientRequest request) {
        return (HttpClientConnectionInternal) request.connection();
    }

    private Future<InetAddress> resolve() {
        var literal = NetUtil.createByteArrayFromIpAddressString(endpoint.host());
        if (literal == null) {
            return vertx.nameResolver().resolve(endpoint.host());
        }
        try {
            return Future.succeededFuture(InetAddress.getByAddress(literal));
        } catch (UnknownHostException impossible) {
            return Future.failedFuture(impossible);
        }
    }

    private Future<InetAddress> permitted(InetAddress address) {
        return settings.privateAddresses() || Egress.isPublic(address)
                ? Future.succeededFuture(address)
                : Future.failedFuture(new AddressNotPermitted(endpoint.host()));
    }
}
