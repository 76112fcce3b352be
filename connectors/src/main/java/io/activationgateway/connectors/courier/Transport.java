package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.Endpoint;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;

/**
 * The connections to one endpoint: HTTP/1.1, one request at a time on each, to the configured host only, whose
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
