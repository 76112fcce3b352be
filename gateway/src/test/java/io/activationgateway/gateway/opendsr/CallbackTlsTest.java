package io.activationgateway.gateway.opendsr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JksOptions;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callbacks over TLS, to a controller whose certificate the test makes; this JVM trusts the test's authority alone. */
class CallbackTlsTest {

    private static final String TRUST_STORE = "javax.net.ssl.trustStore";
    private static final String TRUST_PASSWORD = "javax.net.ssl.trustStorePassword";
    private static final String PASSWORD = "changeit";
    private static final DsrAnswer CONTENT =
            new DsrAnswer(200, "application/json", Map.of("X-OpenDSR-Signature", "signed"), "{}".getBytes(UTF_8));

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private String trustStore;
    private String trustPassword;

    @BeforeEach
    void trustTheAuthority() throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("authority", TestProcessor.authority());
        var file = folder.resolve("trust.p12");
        try (var out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        trustStore = System.setProperty(TRUST_STORE, file.toString());
        trustPassword = System.setProperty(TRUST_PASSWORD, PASSWORD);
    }

    @AfterEach
    void trustAsBefore() throws Exception {
        restore(TRUST_STORE, trustStore);
        restore(TRUST_PASSWORD, trustPassword);
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void aControllerWhoseCertificateNamesItHears() throws Exception {
        int port = controller(TestProcessor.certificateFor("localhost"));

        assertThat(post(port, true)).isEqualTo(202);
        assertThat(heard).containsExactly("POST /dsr?of=acme signed {}");
    }

    @Test
    void aCertificateForAnotherNameIsRefused() throws Exception {
        int port = controller(TestProcessor.certificateFor("controller.example"));

        assertThatThrownBy(() -> post(port, true))
                .hasRootCauseInstanceOf(Exception.class)
                .satisfies(CallbackTlsTest::isTls);
        assertThat(heard).isEmpty();
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() throws Exception {
        int port = controller(TestProcessor.selfSigned("localhost"));

        assertThatThrownBy(() -> post(port, true)).satisfies(CallbackTlsTest::isTls);
        assertThat(heard).isEmpty();
    }

    @Test
    void aPrivateAddressIsRefusedUnlessItIsPermitted() throws Exception {
        int port = controller(TestProcessor.certificateFor("localhost"));

        assertThatThrownBy(() -> post(port, false)).hasRootCauseInstanceOf(UnknownHostException.class);
        assertThat(heard).isEmpty();
    }

    private int post(int port, boolean privateAddresses) throws Exception {
        try (var client = new CallbackClient(vertx, new CallbackHosts(Set.of("localhost:" + port), privateAddresses))) {
            return client.post(URI.create("https://localhost:" + port + "/dsr?of=acme"), CONTENT)
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static void isTls(Throwable failure) {
        assertThat(failure).isInstanceOf(ExecutionException.class);
        var cause = failure.getCause();
        while (cause != null && !(cause instanceof SSLException)) {
            cause = cause.getCause();
        }
        assertThat(cause).as("refused by TLS: %s", failure).isNotNull();
    }

    private int controller(X509Certificate certificate) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", TestProcessor.privateKey(), PASSWORD.toCharArray(), new Certificate[] {certificate});
        var bytes = new ByteArrayOutputStream();
        store.store(bytes, PASSWORD.toCharArray());
        HttpServer server = vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(
                                new JksOptions().setPassword(PASSWORD).setValue(Buffer.buffer(bytes.toByteArray()))))
                .requestHandler(request -> request.body().onSuccess(body -> {
                    heard.add(request.method() + " " + request.uri() + " " + request.getHeader("X-OpenDSR-Signature")
                            + " " + body);
                    request.response().setStatusCode(202).end();
                }))
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        return server.actualPort();
    }

    private static void restore(String name, String value) {
        if (value == null) {
            System.clearProperty(name);
        } else {
            System.setProperty(name, value);
        }
    }
}
