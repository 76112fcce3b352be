package io.activationgateway.gateway.region;

import static io.activationgateway.gateway.region.NodeFixture.grant;
import static io.activationgateway.gateway.region.NodeFixture.row;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.activationgateway.gateway.opendsr.TestProcessor;
import io.activationgateway.gateway.region.GatewayClient.Call;
import io.activationgateway.gateway.region.GatewayClient.Reply;
import io.activationgateway.gateway.region.NodeFixture.Setup;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OpenDSR through the door of a node. */
class DataSubjectRequestsTest {

    private static final String REQUESTS = "/opendsr/v2/requests";
    private static final String VERSION_1 = "/opendsr/opengdpr_requests";

    private static NodeFixture node;
    private static GatewayClient crm;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        node = NodeFixture.start(Setup.EU.withDataSubjectRequests(Set.of("controller.example"), Duration.ZERO));
        crm = node.client();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void afterAnErasureNothingIsSent() {
        crm.consents(grant("era-1", "era@example.com"));
        assertThat(activate("era@example.com").getString("outcome")).isEqualTo("forwarded");

        var id = id();
        assertThat(post(request(id, "erasure", "era@example.com")).status()).isEqualTo(201);
        completed(id);

        assertThat(activate("era@example.com").getString("reason")).isEqualTo("erasure.done");
    }

    @Test
    void anAccessRequestLeadsToWhatTheRegisterHoldsAndAnErasureEndsThat() {
        crm.consents(grant("acc-1", "acc@example.com"));
        var access = id();
        post(request(access, "access", "acc@example.com"));
        completed(access);

        var results = crm.get(REQUESTS + "/" + access + "/results");
        assertThat(results.status()).as(results.body()).isEqualTo(200);
        assertThat(results.body()).contains("acc-1", "web-signup");

        var erasure = id();
        post(request(erasure, "erasure", "acc@example.com"));
        completed(erasure);
        assertRefused(crm.get(REQUESTS + "/" + access + "/results"), 410, "ResultsGone");
        var after = id();
        post(request(after, "portability", "acc@example.com"));
        completed(after);
        assertThat(crm.get(REQUESTS + "/" + after + "/results").body())
                .contains("acc-1")
                .doesNotContain("web-signup");
    }

    /** Whichever way a person is erased, nothing that was kept of it for a result stays behind. */
    @Test
    void anErasureThroughTheOwnApiEndsTheResultsToo() {
        crm.consents(grant("own-1", "both@example.com"));
        var access = id();
        post(request(access, "access", "both@example.com"));
        completed(access);
        assertThat(crm.get(REQUESTS + "/" + access + "/results").status()).isEqualTo(200);

        var erased = crm.call("POST", "/v1/erasures")
                .records(List.of(new JsonObject()
                        .put("event", "own-2")
                        .put("identifiers", new JsonObject().put("email", " Both@Example.com "))))
                .send();

        assertThat(erased.status()).as(erased.body()).isEqualTo(200);
        assertRefused(crm.get(REQUESTS + "/" + access + "/results"), 410, "ResultsGone");
    }

    @Test
    void requestsAndTheCertificateAreInTheMetrics() {
        var id = id();
        post(request(id, "erasure", "metric@example.com"));
        completed(id);

        Await.until(
                "the request is counted",
                () -> Metrics.of(crm).series().stream()
                        .anyMatch(line -> line.startsWith("gateway_dsr_requests{")
                                && line.contains("kind=\"erasure\"")
                                && line.contains("status=\"completed\"")
                                && !line.endsWith(" 0.0")));
        var metrics = Metrics.of(crm);
        assertThat(metrics.series())
                .anyMatch(line -> line.startsWith("gateway_dsr_oldest_open_seconds"))
                .anyMatch(line -> line.startsWith("gateway_dsr_callback_failures"));
        assertThat(metrics.value("gateway_dsr_certificate_seconds"))
                .isEqualTo(Duration.between(SettableClock.START, Instant.parse("2046-01-01T00:00:00Z"))
                        .toSeconds());
    }

    @Test
    void anAnswerIsVerifiedWithTheCertificateOfTheDiscovery() throws Exception {
        var body = request(id(), "erasure", "sig@example.com").encodePrettily();
        var answer = crm.call("POST", REQUESTS).body("application/json", body).send();

        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(answer.header("X-OpenDSR-Processor-Domain")).isEqualTo(TestProcessor.DOMAIN);
        assertThat(answer.json().getBinary("encoded_request")).isEqualTo(body.getBytes(UTF_8));
        assertThat(answer.json().getString("controller_id")).isEqualTo("acme-eu");
        var own = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(certificate().getBytes(UTF_8)));
        own.verify(TestProcessor.authority().getPublicKey());
        var signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(own);
        signature.update(answer.body().getBytes(UTF_8));
        assertThat(signature.verify(Base64.getDecoder().decode(answer.header("X-OpenDSR-Signature"))))
                .isTrue();
    }

    @Test
    void opensslAgrees() throws Exception {
        assumeThat(runs("openssl", "version")).isTrue();
        var answer = post(request(id(), "erasure", "ssl@example.com"));

        var certificate = Files.writeString(folder.resolve("certificate.pem"), certificate());
        var body = Files.writeString(folder.resolve("body"), answer.body());
        var signature = Files.write(
                folder.resolve("signature"), Base64.getDecoder().decode(answer.header("X-OpenDSR-Signature")));
        var key = folder.resolve("public.pem");

        assertThat(runs("openssl", "x509", "-in", text(certificate), "-pubkey", "-noout", "-out", text(key)))
                .isTrue();
        assertThat(verifies(key, signature, body)).isTrue();
        Files.writeString(body, answer.body().replace("acme-eu", "acme-us"));
        assertThat(verifies(key, signature, body)).isFalse();
    }

    @Test
    void mparticlesDialectAndItsAuthenticationAreTaken() {
        var id = id();
        var body = request(id, "erasure", "")
                .put("api_version", "3.0")
                .put(
                        "subject_identities",
                        new JsonObject()
                                .put(
                                        "email",
                                        new JsonObject()
                                                .put("value", "mp@example.com")
                                                .put("encoding", "raw")));
        var basic =
                "Basic " + Base64.getEncoder().encodeToString(("acme:" + node.secret(NodeFixture.CRM)).getBytes(UTF_8));

        var answer = crm.call("POST", REQUESTS)
                .header("Authorization", basic)
                .body("application/json", body.encode())
                .send();

        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        completed(id);
    }

    @Test
    void versionOneHasItsRouteAndItsHeaders() {
        var id = id();
        var created = crm.call("POST", VERSION_1)
                .body(
                        "application/json",
                        request(id, "erasure", "v1@example.com").encode())
                .send();
        var status = crm.get(VERSION_1 + "/" + id);

        for (var answer : new Reply[] {created, status}) {
            assertThat(answer.header("X-OpenGDPR-Processor-Domain")).isEqualTo(TestProcessor.DOMAIN);
            assertThat(answer.header("X-OpenGDPR-Signature")).isNotEmpty();
        }
        assertThat(created.status()).isEqualTo(201);
        assertThat(status.json().getString("api_version")).isEqualTo("1.0");
    }

    @Test
    void theStatusHasTwoNames() {
        var id = id();
        post(request(id, "erasure", "st@example.com"));
        completed(id);

        assertThat(crm.get("/opendsr/v2/status/" + id).json())
                .isEqualTo(crm.get(REQUESTS + "/" + id).json())
                .isEqualTo(new JsonObject()
                        .put("controller_id", "acme-eu")
                        .put("expected_completion_time", "2026-12-04T10:00:00Z")
                        .put("subject_request_id", id)
                        .put("request_status", "completed")
                        .put("api_version", "2.0"));
    }

    @Test
    void aRequestIsItsSourcesAlone() {
        var id = id();
        post(request(id, "erasure", "own@example.com"));

        var other = node.client(NodeFixture.NARROW).get(REQUESTS + "/" + id);

        assertThat(other.status()).isEqualTo(404);
        assertThat(reason(other)).isEqualTo("UnknownRequest");
    }

    @ParameterizedTest
    @CsvSource({
        "Authorization, Bearer nobody, 401, unauthorized",
        "Authorization, Basic bm9ib2R5, 401, unauthorized",
        "Authorization, Basic %%%, 401, unauthorized",
        "Content-Type, text/plain, 415, media-type",
        "Content-Encoding, gzip, 415, content-encoding",
    })
    void whatIsWrongWithTheRequestIsSaidInTheirWords(String header, String value, int status, String reason) {
        var call = call(request(id(), "erasure", "no@example.com"));

        assertRefused(call.header(header, value).send(), status, reason);
    }

    @Test
    void everyOtherRefusalIsInTheirWordsToo() {
        var id = id();
        var narrow = node.client(NodeFixture.NARROW)
                .call("POST", REQUESTS)
                .body(
                        "application/json",
                        request(id, "erasure", "no@example.com").encode())
                .send();
        assertRefused(narrow, 403, "Forbidden");
        assertRefused(
                post(request(id, "erasure", "no@example.com")
                        .put(
                                "subject_identities",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("identity_type", "email")
                                                .put("identity_value", "no@example.com")
                                                .put("identity_format", "sha256")))),
                400,
                "UnsupportedIdentityFormat");
        assertRefused(
                post(request(id, "erasure", "no@example.com")
                        .put("status_callback_urls", new JsonArray().add("http://169.254.169.254/latest"))),
                400,
                "CallbackNotPermitted");
        assertRefused(crm.call("POST", REQUESTS).body("application/json", "{").send(), 400, "InvalidJson");
        assertRefused(
                crm.call("POST", REQUESTS)
                        .body("application/json", " ".repeat(300 << 10))
                        .send(),
                413,
                "body-too-large");
        assertRefused(crm.get(REQUESTS + "/" + id), 404, "UnknownRequest");
        assertRefused(crm.get(REQUESTS + "/nonsense"), 404, "UnknownRequest");
        assertRefused(crm.call("DELETE", REQUESTS + "/" + id).send(), 404, "UnknownRequest");
        assertThat(post(request(id, "erasure", "first@example.com")).status()).isEqualTo(201);
        assertRefused(post(request(id, "erasure", "no@example.com")), 409, "DuplicateRequest");
        completed(id);
        assertRefused(crm.call("DELETE", REQUESTS + "/" + id).send(), 409, "NotPending");
        assertRefused(crm.get(REQUESTS + "/" + id + "/results"), 404, "NoResults");
    }

    @Test
    void theDiscoveryOffersWhatCanBeResolved() {
        var discovery = crm.call("GET", "/opendsr/v2/discovery")
                .header("Authorization", null)
                .send()
                .json();

        assertThat(discovery.getJsonArray("supported_identities"))
                .contains(new JsonObject().put("identity_type", "email").put("identity_format", "raw"));
        assertThat(discovery.getJsonArray("supported_subject_request_types"))
                .isEqualTo(new JsonArray().add("access").add("portability").add("erasure"));
    }

    private static void assertRefused(Reply answer, int status, String reason) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().getJsonObject("error").getInteger("code")).isEqualTo(status);
        assertThat(reason(answer)).isEqualTo(reason);
        assertThat(answer.body()).doesNotContain("no@example.com");
    }

    private static String reason(Reply answer) {
        return answer.json()
                .getJsonObject("error")
                .getJsonArray("errors")
                .getJsonObject(0)
                .getString("reason");
    }

    private static void completed(String id) {
        Await.until(
                "the request is completed",
                () -> crm.get(REQUESTS + "/" + id)
                        .json()
                        .getString("request_status")
                        .equals("completed"));
    }

    private static JsonObject activate(String email) {
        return crm.activate("webhook-gb", "purpose=email-newsletter", row("c-1", email))
                .result(0);
    }

    /** The certificate from where the discovery says it is, at this node instead of the domain. */
    private static String certificate() {
        var discovery = crm.get("/opendsr/v2/discovery").json();
        var url = URI.create(discovery.getString("processor_certificate"));
        assertThat(url.getHost()).isEqualTo(TestProcessor.DOMAIN);
        return crm.get(url.getPath()).body();
    }

    private static Call call(JsonObject body) {
        return crm.call("POST", REQUESTS).body("application/json", body.encode());
    }

    private static Reply post(JsonObject body) {
        return call(body).send();
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }

    private static JsonObject request(String id, String kind, String email) {
        return new JsonObject()
                .put("regulation", "gdpr")
                .put("subject_request_id", id)
                .put("subject_request_type", kind)
                .put("submitted_time", "2026-11-20T09:00:00Z")
                .put(
                        "subject_identities",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("identity_type", "email")
                                        .put("identity_value", email)
                                        .put("identity_format", "raw")))
                .put("api_version", "2.0");
    }

    private static boolean verifies(Path key, Path signature, Path body) throws Exception {
        return runs("openssl", "dgst", "-sha256", "-verify", text(key), "-signature", text(signature), text(body));
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    private static String text(Path file) {
        return file.toString();
    }
}
