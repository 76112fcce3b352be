package io.activationgateway.connectors.courier;

import static io.activationgateway.connectors.VendorCode.NOT_CONNECTED;
import static io.activationgateway.connectors.VendorCode.OK;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.Limits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

    private static final String PASSWORD = "made-for-this-test";
    private static final Ending ACCEPTED = new Ending(0, Ending.Kind.ACCEPTED, OK);
    private static final Ending NO_CONNECTION = new Ending(0, Ending.Kind.UNAVAILABLE, NOT_CONNECTED);

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() throws Exception {
        await(vertx.close());
    }

    @Test
    void talksOnlyToAHostWhoseCertificateIsTrustedAndBearsItsName() throws Exception {
        var localhost = certificate("localhost");
        var other = certificate("vendor.example");

        assertThat(deliver(localhost, options -> options.setTrustOptions(localhost)))
                .isEqualTo(ACCEPTED);
        assertThat(deliver(localhost, _ -> {})).isEqualTo(NO_CONNECTION);
        assertThat(deliver(other, options -> options.setTrustOptions(other))).isEqualTo(NO_CONNECTION);
        assertThat(deliver(other, options -> options.setTrustOptions(other).setVerifyHost(false)))
                .as("nothing but the name stood in the way")
                .isEqualTo(ACCEPTED);
    }

    private Ending deliver(PfxOptions certificate, Consumer<HttpClientOptions> change) throws Exception {
        var server = vertx.createHttpServer(new HttpServerOptions().setSsl(true).setKeyCertOptions(certificate))
                .requestHandler(request -> request.response().end());
        await(server.listen(0, "127.0.0.1"));
        var connector = new LineConnector(
                URI.create("https://localhost:" + server.actualPort()), new Limits(10, 1000, 1000, 1000));
        var defaults = CourierSettings.DEFAULTS;
        var settings = new CourierSettings(
                1,
                1,
                1,
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                defaults.backoff(),
                defaults.longestBackoff(),
                defaults.maxAnswerBytes(),
                defaults.linger(),
                Reach.PRIVATE_TOO);
        var options = Transport.options(connector.endpoint(), settings);
        change.accept(options);
        var client = vertx.httpClientBuilder()
                .with(options)
                .with(Transport.pool(settings))
                .build();
        var courier = new HttpCourier(
                vertx,
                Desk.of(
                        connector,
                        new HttpLines(
                                connector,
                                settings,
                                InstantSource.system(),
                                endpoint -> new Transport(vertx, endpoint, settings, _ -> client)),
                        RateShare.alone(System::nanoTime),
                        settings,
                        new Desk.Time(Clocks.system(), Timers.of(vertx)),
                        CourierMetrics.NONE));
        return await(courier.deliver(new TestConsignment(
                        System.nanoTime() + Duration.ofSeconds(30).toNanos(), "a")))
                .getFirst();
    }

    /** A certificate of its own for a host, by the JDK's tool. */
    private PfxOptions certificate(String host) throws Exception {
        var file = folder.resolve(host + "-" + System.nanoTime() + ".p12").toString();
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "vendor",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + host,
                        "-ext",
                        "san=dns:" + host,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file,
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        keytool.getInputStream().readAllBytes();
        assertThat(keytool.waitFor()).isZero();
        return new PfxOptions().setPath(file).setPassword(PASSWORD);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
