package io.activationgateway.connectors.courier;

import static io.activationgateway.connectors.VendorCode.ADDRESS_NOT_PERMITTED;
import static io.activationgateway.connectors.VendorCode.OK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over real TLS: client certificates, authorities, proxies. */
class ReachTest {

    private static final Ending ACCEPTED = new Ending(0, Ending.Kind.ACCEPTED, OK);

    private final Vertx vertx = Vertx.vertx();
    private final Queue<String> tunnelled = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() throws Exception {
        Rig.await(vertx.close());
    }

    @Test
    void showsItsCertificateToAVendorThatAsksForOne() throws Exception {
        var server = Pem.of(folder, "localhost");
        var client = Pem.of(folder, "gateway.example");
        var vendor = vendor(server, client);

        assertThat(deliver(courier(vendor, reach(server, client, null)))).isEqualTo(ACCEPTED);
        assertThat(deliver(courier(vendor, reach(server, null, null))).kind().forwarded())
                .isFalse();
        assertThat(deliver(courier(vendor, reach(server, Pem.of(folder, "other.example"), null)))
                        .kind()
                        .forwarded())
                .isFalse();
    }

    @Test
    void readsItsCertificateAgain() throws Exception {
        var server = Pem.of(folder, "localhost");
        var renewed = Pem.of(folder, "gateway.example");
        var vendor = vendor(server, renewed);
        var files = Pem.of(folder, "old.example");
        var reach = reach(server, files, null);
        var courier = courier(vendor, reach);
        assertThat(deliver(courier).kind().forwarded()).isFalse();

        files.replaceBy(renewed);
        courier.renew(connector(vendor), reach);

        assertThat(deliver(courier)).isEqualTo(ACCEPTED);
    }

    @Test
    void sendsThroughAProxyThatResolvesTheName() throws Exception {
        var server = Pem.of(folder, "localhost");
        var vendor = vendor(server, null);
        var proxy = proxy();
        var through = new Reach.Proxy("127.0.0.1", proxy.actualPort(), "gateway", "a-password");

        assertThat(deliver(courier(vendor, new Reach(false, null, server.certificate(), through))))
                .isEqualTo(ACCEPTED);
        assertThat(tunnelled).containsExactly("localhost:" + vendor.actualPort() + " Basic Z2F0ZXdheTphLXBhc3N3b3Jk");
        assertThat(through.toString()).doesNotContain("a-password");
    }

    @Test
    void usesTheProxysNewPassword() throws Exception {
        var server = Pem.of(folder, "localhost");
        var vendor = vendor(server, null);
        int port = proxy().actualPort();
        var before = new Reach.Proxy("127.0.0.1", port, "gateway", "an-old-one");
        var after = new Reach.Proxy("127.0.0.1", port, "gateway", "a-password");
        var courier = courier(vendor, new Reach(false, null, server.certificate(), before));
        assertThat(deliver(courier)).isEqualTo(ACCEPTED);

        courier.renew(connector(vendor), new Reach(false, null, server.certificate(), after));

        assertThat(deliver(courier)).isEqualTo(ACCEPTED);
        assertThat(tunnelled).hasSize(2).last().asString().endsWith(" Basic Z2F0ZXdheTphLXBhc3N3b3Jk");
    }

    @Test
    void aPrivateAddressIsRefusedThroughAProxyToo() throws Exception {
        var server = Pem.of(folder, "localhost");
        var through = new Reach.Proxy("127.0.0.1", proxy().actualPort(), null, null);
        var connector = new LineConnector(URI.create("https://127.0.0.1:9"), Rig.LIMITS);

        assertThat(deliver(courier(connector, new Reach(false, null, server.certificate(), through))))
                .isEqualTo(new Ending(0, Ending.Kind.UNAVAILABLE, ADDRESS_NOT_PERMITTED));
        assertThat(tunnelled).isEmpty();
    }

    @Test
    void aProxyOnlyTunnelsTls() {
        var reach = new Reach(true, null, null, new Reach.Proxy("127.0.0.1", 9, null, null));
        var connector = new LineConnector(URI.create("http://127.0.0.1:9"), Rig.LIMITS);

        assertThatThrownBy(() -> courier(connector, reach))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: https");
    }

    private static Reach reach(Pem server, @Nullable Pem client, Reach.@Nullable Proxy proxy) {
        return new Reach(
                true,
                client == null ? null : new Reach.ClientCertificate(client.certificate(), client.key()),
                server.certificate(),
                proxy);
    }

    private HttpServer vendor(Pem server, @Nullable Pem client) throws Exception {
        var options = new HttpServerOptions().setSsl(true).setKeyCertOptions(pair(server));
        if (client != null) {
            options.setClientAuth(ClientAuth.REQUIRED)
                    .setTrustOptions(new PemTrustOptions()
                            .addCertPath(client.certificate().toString()));
        }
        var vendor = vertx.createHttpServer(options)
                .requestHandler(request -> request.response().end());
        return Rig.await(vendor.listen(0, "localhost"));
    }

    private static PemKeyCertOptions pair(Pem pem) {
        return new PemKeyCertOptions()
                .setCertPath(pem.certificate().toString())
                .setKeyPath(pem.key().toString());
    }

    /** Tunnels whatever it is asked to, and keeps whereto and for whom. */
    private HttpServer proxy() throws Exception {
        return Rig.await(vertx.createHttpServer().requestHandler(this::tunnel).listen(0, "127.0.0.1"));
    }

    private void tunnel(HttpServerRequest request) {
        assertThat(request.method()).isEqualTo(HttpMethod.CONNECT);
        tunnelled.add(request.uri() + " " + request.getHeader("Proxy-Authorization"));
        var to = URI.create("tcp://" + request.uri());
        request.pause();
        vertx.createNetClient()
                .connect(to.getPort(), to.getHost())
                .onSuccess(out -> request.toNetSocket().onSuccess(in -> {
                    in.pipeTo(out);
                    out.pipeTo(in);
                }));
    }

    private static LineConnector connector(HttpServer vendor) {
        return new LineConnector(URI.create("https://localhost:" + vendor.actualPort()), Rig.LIMITS);
    }

    private Courier courier(HttpServer vendor, Reach reach) {
        return courier(connector(vendor), reach);
    }

    private Courier courier(LineConnector connector, Reach reach) {
        var settings = CourierSettings.DEFAULTS.allowing(1, 4, 1).reaching(reach);
        return Courier.overHttp(
                vertx,
                connector,
                settings,
                new Courier.Surroundings(RateShare.alone(System::nanoTime), Clocks.system(), CourierMetrics.NONE));
    }

    private static Ending deliver(Courier courier) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        return Rig.await(courier.deliver(new TestConsignment(deadline, "a"))).getFirst();
    }
}
