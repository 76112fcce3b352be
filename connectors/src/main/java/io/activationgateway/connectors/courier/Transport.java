package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.Endpoint;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The connections to one endpoint: HTTP/1.1, one request at a time on each, to the configured host only, whose
 * address is checked each time after its name was resolved.
 */
final class Transport {

    private final Addresses addresses;
    private final Endpoint endpoint;
    private final Function<CourierSettings, HttpClientAgent> making;
    private volatile CourierSettings settings;
    private volatile HttpClientAgent client;

    Transport(Vertx vertx, Endpoint endpoint, CourierSettings settings) {
        this(
                vertx,
                endpoint,
                settings,
                each -> vertx.httpClientBuilder()
                        .with(options(endpoint, each))
                        .with(pool(each))
                        .build());
    }

    Transport(
            Vertx vertx,
            Endpoint endpoint,
            CourierSettings settings,
            Function<CourierSettings, HttpClientAgent> making) {
        this.addresses = new Addresses(vertx, endpoint, settings.reach());
        this.endpoint = endpoint;
        this.settings = settings;
        this.making = making;
        this.client = making.apply(settings);
    }

    static HttpClientOptions options(Endpoint endpoint, CourierSettings settings) {
        int connectMillis = Math.toIntExact(settings.connectTimeout().toMillis());
        var options = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setSsl(endpoint.tls())
                .setVerifyHost(true)
                .setUseAlpn(false)
                .setPipelining(false)
                .setDecompressionSupported(false)
                .setConnectTimeout(connectMillis)
                .setSslHandshakeTimeout(connectMillis)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        var certificate = settings.reach().certificate();
        if (certificate != null) {
            options.setKeyCertOptions(new PemKeyCertOptions()
                    .setCertPath(certificate.certificate().toString())
                    .setKeyPath(certificate.key().toString()));
        }
        var authorities = settings.reach().authorities();
        if (authorities != null) {
            options.setTrustOptions(new PemTrustOptions().addCertPath(authorities.toString()));
        }
        var proxy = settings.reach().proxy();
        if (proxy != null) {
            if (!endpoint.tls()) {
                throw new IllegalArgumentException(
                        "a proxy before " + endpoint.base().getScheme() + "://" + endpoint.host()
                                + " (expected: https, the proxy only tunnels)");
            }
            options.setProxyOptions(new ProxyOptions()
                    .setType(ProxyType.HTTP)
                    .setHost(proxy.host())
                    .setPort(proxy.port())
                    .setUsername(proxy.user())
                    .setPassword(proxy.password())
                    .setConnectTimeout(settings.connectTimeout()));
        }
        return options;
    }

    static PoolOptions pool(CourierSettings settings) {
        return new PoolOptions().setHttp1MaxSize(settings.connections());
    }

    /** A connection, handshake included, with a request on it that has not begun. Completes on the caller's context. */
    Future<HttpClientRequest> connect() {
        if (settings.reach().proxy() != null) {
            return addresses.unlessRefused().compose(_ -> client.request(request()));
        }
        return addresses
                .resolve()
                .compose(address -> client.request(request()
                        .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, endpoint.port())))));
    }

    private RequestOptions request() {
        return new RequestOptions()
                .setHost(endpoint.host())
                .setPort(endpoint.port())
                .setSsl(endpoint.tls())
                .setFollowRedirects(false)
                .setConnectTimeout(settings.connectTimeout().toMillis());
    }

    /** Reads certificates again, for the connections that are made from now on; requests on the old ones may end. */
    void renew(Reach reach) {
        boolean other = !reach.equals(settings.reach());
        if (other || reach.certificate() != null || reach.authorities() != null) {
            settings = settings.reaching(reach);
            var old = client;
            client = making.apply(settings);
            old.shutdown(2 * settings.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    Future<Void> close() {
        return client.close();
    }
}
