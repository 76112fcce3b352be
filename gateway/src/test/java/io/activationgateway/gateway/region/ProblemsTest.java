package io.activationgateway.gateway.region;

import static io.activationgateway.gateway.region.NodeFixture.row;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.gateway.region.GatewayClient.Call;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a request as a whole is a problem detail (RFC 9457) with a stable code. */
class ProblemsTest {

    private static final String NEWSLETTER = "/v1/activations/iterable-eu?purpose=email-newsletter";

    private static NodeFixture node;

    @BeforeAll
    static void start() {
        node = NodeFixture.start(NodeFixture.Setup.EU.withBytesInFlight(40 << 20));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    static Stream<Arguments> problems() {
        return Stream.of(
                problem("no key", NEWSLETTER, call -> call.header("Authorization", null), 401, "unauthorized"),
                problem("wrong key", NEWSLETTER, call -> call.header("Authorization", "Bearer x"), 401, "unauthorized"),
                problem("basic", NEWSLETTER, call -> call.header("Authorization", "Basic eDp5"), 401, "unauthorized"),
                problem("no such path", "/v2/activations/x", call -> call, 404, "not-found"),
                problem(
                        "no such destination",
                        "/v1/activations/nowhere?purpose=email-newsletter",
                        call -> call,
                        404,
                        "unknown-destination"),
                problem(
                        "no such decision",
                        "/v1/decisions/nowhere?purpose=x",
                        call -> call,
                        404,
                        "unknown-destination"),
                problem("purpose missing", "/v1/activations/iterable-eu", call -> call, 400, "parameter"),
                problem("purpose blank", "/v1/activations/iterable-eu?purpose=", call -> call, 400, "parameter"),
                problem("purpose not allowed", "/v1/activations/iterable-eu?purpose=x", call -> call, 403, "forbidden"),
                problem("operation unknown", NEWSLETTER + "&operation=delete", call -> call, 400, "parameter"),
                problem("operation in capitals", NEWSLETTER + "&operation=ADD", call -> call, 400, "parameter"),
                problem("operation misspelt", NEWSLETTER + "&opertion=erase", call -> call, 400, "parameter"),
                problem("explain where something is sent", NEWSLETTER + "&explain=en", call -> call, 400, "parameter"),
                problem(
                        "at misspelt",
                        "/v1/decisions/iterable-eu?purpose=email-newsletter&when=2027-01-01T00:00:00Z",
                        call -> call,
                        400,
                        "parameter"),
                problem("dry misspelt", "/v1/dead-letters/redrive?dryrun=true", call -> call, 400, "parameter"),
                problem("audience ill-formed", NEWSLETTER + "&audience=%2F", call -> call, 400, "parameter"),
                problem("sequence no number", NEWSLETTER + "&min_consent_seq=x", call -> call, 400, "parameter"),
                problem("no type", NEWSLETTER, call -> call.header("Content-Type", null), 415, "media-type"),
                problem("plain text", NEWSLETTER, call -> call.body("text/plain", "x"), 415, "media-type"),
                problem(
                        "another charset",
                        NEWSLETTER,
                        call -> call.header("Content-Type", "application/json; charset=utf-16"),
                        415,
                        "media-type"),
                problem("brotli", NEWSLETTER, call -> call.header("Content-Encoding", "br"), 415, "content-encoding"),
                problem(
                        "subscribe at a vendor without subscriptions",
                        NEWSLETTER.replace("iterable-eu", "segment-eu") + "&operation=subscribe",
                        call -> call,
                        422,
                        "operation-not-supported"),
                problem(
                        "erase where the configuration takes upserts only",
                        NEWSLETTER.replace("iterable-eu", "webhook-in") + "&operation=erase",
                        call -> call,
                        422,
                        "operation-not-supported"),
                problem("add to nothing", NEWSLETTER + "&operation=add", call -> call, 422, "operation-not-supported"),
                problem(
                        "unknown audience",
                        NEWSLETTER + "&operation=add&audience=autumn",
                        call -> call,
                        422,
                        "operation-not-supported"),
                problem("broken", NEWSLETTER, call -> call.body("application/json", "{"), 400, "body-syntax"),
                problem("shape", NEWSLETTER, call -> call.body("application/json", "[]"), 400, "body-shape"),
                problem("empty body", NEWSLETTER, call -> call.body("application/json", ""), 400, "body-syntax"),
                problem("header twice", NEWSLETTER, call -> call.body("text/csv", "id,id\n"), 400, "body-header"),
                problem("no gzip", NEWSLETTER, call -> call.header("Content-Encoding", "gzip"), 400, "body-gzip"),
                problem(
                        "cut gzip",
                        NEWSLETTER,
                        call -> call.body("application/json", cut(ActivationApiTest.gzip("{\"records\":[]}")))
                                .header("Content-Encoding", "gzip"),
                        400,
                        "body-gzip"),
                problem(
                        "gzip bomb",
                        NEWSLETTER,
                        call -> call.body("application/json", ActivationApiTest.gzip(" ".repeat(33 << 20)))
                                .header("Content-Encoding", "gzip"),
                        413,
                        "body-too-large"),
                problem("broken consents", "/v1/consents", call -> call.body("text/csv", ""), 400, "body-header"),
                problem(
                        "consents in another type",
                        "/v1/consents",
                        call -> call.body("application/xml", "<x/>"),
                        415,
                        "media-type"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("problems")
    void aRequestThatCannotBeMetIsToldWhy(
            String name, String path, UnaryOperator<Call> change, int status, String code) {
        var answer = change.apply(node.client().call("POST", path).records(List.of(row("c-1", "ada@example.com"))))
                .send();

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        var problem = answer.json();
        assertThat(problem.getInteger("status")).isEqualTo(status);
        assertThat(problem.getString("code")).isEqualTo(code);
        assertThat(problem.getString("type")).isEqualTo("urn:activation-gateway:problem:" + code);
        assertThat(problem.getString("title")).isNotBlank();
        assertThat(problem.getString("detail")).isNotBlank().isEqualTo(problem.getString("message"));
    }

    @ParameterizedTest
    @MethodSource("otherMethods")
    void anotherMethodIsNotAllowed(String method, String path) {
        var answer = node.client().call(method, path).send();

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.code()).isEqualTo("method-not-allowed");
        assertThat(answer.header("Allow")).isNotEmpty();
    }

    static Stream<Arguments> otherMethods() {
        return Stream.of(
                Arguments.of("PATCH", NEWSLETTER),
                Arguments.of("DELETE", "/v1/consents"),
                Arguments.of("PUT", "/v1/decisions/iterable-eu"),
                Arguments.of("POST", "/metrics"));
    }

    @Test
    void aSourceMayOnlyUseWhatItsConfigurationLists() {
        var narrow = node.client(NodeFixture.NARROW);

        assertThat(narrow.activate("iterable-eu", "purpose=email-newsletter").status())
                .isEqualTo(200);
        assertThat(narrow.activate("segment-eu", "purpose=email-newsletter").code())
                .isEqualTo("forbidden");
        assertThat(narrow.activate("iterable-eu", "purpose=ad-audience").code()).isEqualTo("forbidden");
        assertThat(narrow.decide("segment-eu", "purpose=email-newsletter").code())
                .isEqualTo("forbidden");
        assertThat(narrow.consents(NodeFixture.grant("ev-1", "ada@example.com")).code())
                .isEqualTo("forbidden");
    }

    @Test
    void anAnnouncedBodyThatIsTooLongIsRefusedBeforeItComes() throws IOException {
        assertThat(afterHead("Content-Length: 33554433"))
                .startsWith("HTTP/1.1 413 ")
                .contains("body-too-large");
    }

    @Test
    void moreThanTheNodeMayHoldIsRefusedBeforeItComes() throws IOException {
        var head = head("Content-Length: 33554432");
        try (var first = open()) {
            first.getOutputStream().write(head.getBytes(US_ASCII));
            first.getOutputStream().flush();
            Await.until(
                    "the first body has its room",
                    () -> node.client()
                            .get("/metrics")
                            .body()
                            .lines()
                            .anyMatch(line ->
                                    line.startsWith("gateway_bytes_in_flight") && line.endsWith("3.3554432E7")));

            assertThat(afterHead("Transfer-Encoding: chunked"))
                    .startsWith("HTTP/1.1 503 ")
                    .containsIgnoringCase("retry-after: 1")
                    .contains("\"code\":\"busy\"");
        }
        Await.until(
                "the room is given back",
                () -> node.client()
                        .get("/metrics")
                        .body()
                        .lines()
                        .anyMatch(line -> line.startsWith("gateway_bytes_in_flight") && line.endsWith(" 0.0")));
    }

    private static String afterHead(String length) throws IOException {
        try (var socket = open()) {
            socket.getOutputStream().write(head(length).getBytes(US_ASCII));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        }
    }

    private static Socket open() throws IOException {
        var socket = new Socket(
                InetAddress.getLoopbackAddress(), node.config().listen().port());
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static String head(String length) {
        return "POST " + NEWSLETTER + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + node.secret(NodeFixture.CRM) + "\r\nContent-Type: application/json\r\n" + length + "\r\n\r\n";
    }

    private static byte[] cut(byte[] bytes) {
        return java.util.Arrays.copyOf(bytes, bytes.length - 4);
    }

    private static Arguments problem(String name, String path, UnaryOperator<Call> change, int status, String code) {
        return Arguments.of(name, path, change, status, code);
    }
}
