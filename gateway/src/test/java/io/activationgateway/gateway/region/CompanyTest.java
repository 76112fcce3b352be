package io.activationgateway.gateway.region;

import static io.activationgateway.gateway.region.NodeFixture.grant;
import static io.activationgateway.gateway.region.NodeFixture.row;
import static io.activationgateway.gateway.region.NodeFixture.withdrawal;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.courier.CourierSettings;
import io.activationgateway.connectors.courier.Reach;
import io.activationgateway.gateway.region.GatewayClient.Reply;
import io.activationgateway.gateway.region.NodeFixture.Setup;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Activations that share a request: each is answered, withheld and on record for itself. */
@Timeout(120)
class CompanyTest {

    private static final String NEWSLETTER = "purpose=email-newsletter";
    private static final String VENDOR = "webhook-gb";
    private static final String ITERABLE = "iterable-eu";

    /** What a courier has in flight at once, but for what takes away. */
    private static final int CONNECTIONS = 4;

    private static final CourierSettings USUAL = CourierSettings.DEFAULTS.reaching(Reach.PRIVATE_TOO);

    /** So many that some meet on an event loop, however they are spread. */
    private static final int ACTIVATIONS = Runtime.getRuntime().availableProcessors() + 2;

    /** Long enough to answer in for a machine that is busy; who may wait no longer than this does not linger. */
    private static final int PATIENCE_SECONDS = 30;

    @Test
    void shareARequestAndNothingElse() throws Exception {
        try (var vendor = new HeldVendor();
                var node = NodeFixture.start(
                        Setup.EU.with(VENDOR, vendor.url()).withSending(lingering(PATIENCE_SECONDS)))) {
            var crm = node.client();
            crm.consents(IntStream.range(0, ACTIVATIONS)
                    .mapToObj(nth -> grant("ev-" + nth, address(nth)))
                    .toArray(JsonObject[]::new));
            var early = IntStream.range(0, CONNECTIONS)
                    .mapToObj(_ -> later(crm, PATIENCE_SECONDS, row("early", address(0))))
                    .toList();
            vendor.awaitRequests(CONNECTIONS);
            var together = IntStream.range(0, ACTIVATIONS)
                    .mapToObj(nth -> later(crm, 2 * PATIENCE_SECONDS, row("r-" + nth, address(nth))))
                    .toList();
            Await.until(
                    "all wait for a connection",
                    () -> Metrics.of(crm).value("gateway_screened_records_total") == CONNECTIONS + ACTIVATIONS);

            crm.consents(withdrawal("ev-w", address(1)));
            vendor.release();

            early.forEach(CompletableFuture::join);
            var answers = together.stream().map(CompletableFuture::join).toList();
            for (int nth = 0; nth < ACTIVATIONS; nth++) {
                var answer = answers.get(nth);
                assertThat(answer.results()).as(answer.body()).hasSize(1);
                assertThat(answer.result(0).getString("id")).isEqualTo("r-" + nth);
                assertThat(answer.result(0).getString(nth == 1 ? "reason" : "outcome"))
                        .as(answer.body())
                        .isEqualTo(nth == 1 ? "consent.withdrawn" : "forwarded");
            }
            // Beside them, the one who withdrew may have been unsubscribed by now.
            assertThat(vendor.bodies())
                    .filteredOn(body -> body.contains("profile.upsert"))
                    .hasSizeLessThan(CONNECTIONS + ACTIVATIONS - 1)
                    .noneMatch(body -> body.contains(address(1)));
            assertThat(Metrics.of(crm).value("gateway_vendor_joined_activations_total"))
                    .isGreaterThan(1);
            var ledger = ledger(node.config().data().resolve("ledger"));
            assertThat(answers).allSatisfy(answer -> {
                var activation = answer.json().getString("activation");
                assertThat(count(ledger, "intent", activation)).isEqualTo(1);
                assertThat(count(ledger, "outcome", activation)).isEqualTo(1);
            });
        }
    }

    /**
     * To a vendor that knows no request again; the first one holds up the others, which are drained together then. What is
     * sent later has half a minute for all tries: a request must fit in twice.
     */
    @Test
    void whatIsSentLaterSharesARequestToo() throws Exception {
        try (var vendor = new HeldVendor("{\"successCount\":1,\"failCount\":0}");
                var node = NodeFixture.start(
                        Setup.EU.with(ITERABLE, vendor.url()).withSending(lingering(PATIENCE_SECONDS / 2)))) {
            var crm = node.client();
            crm.consents(IntStream.range(0, 4)
                    .mapToObj(nth -> grant("ev-" + nth, address(nth)))
                    .toArray(JsonObject[]::new));
            var first = queued(crm, 0);
            vendor.awaitRequests(1);
            var others = IntStream.range(1, 4).mapToObj(nth -> queued(crm, nth)).toList();
            vendor.release();

            for (var queued : Stream.concat(Stream.of(first), others.stream()).toList()) {
                var status = queued.json().getString("status");
                Await.until("it is forwarded", () -> crm.get(status).counts().getInteger("forwarded", 0) == 1);
            }
            assertThat(vendor.bodies()).hasSize(2);
            assertThat(vendor.bodies().get(1)).contains(address(1), address(2), address(3));
            assertThat(Metrics.of(crm).value("gateway_vendor_joined_activations_total"))
                    .isEqualTo(3);
        }
    }

    private static CourierSettings lingering(int requestTimeoutSeconds) {
        return new CourierSettings(
                USUAL.connections(),
                64 + ACTIVATIONS,
                USUAL.attempts(),
                USUAL.connectTimeout(),
                Duration.ofSeconds(requestTimeoutSeconds),
                USUAL.backoff(),
                USUAL.longestBackoff(),
                USUAL.maxAnswerBytes(),
                Duration.ofMillis(300),
                USUAL.reach());
    }

    private static Reply queued(GatewayClient crm, int nth) {
        return crm.activation(ITERABLE, NEWSLETTER)
                .records(List.of(row("r-" + nth, address(nth))))
                .header("Prefer", "respond-async")
                .send();
    }

    private static String address(int nth) {
        return "p" + nth + "@example.com";
    }

    private static CompletableFuture<Reply> later(GatewayClient crm, int seconds, JsonObject row) {
        return crm.activation(VENDOR, NEWSLETTER)
                .records(List.of(row))
                .header("Prefer", "wait=" + seconds)
                .sendLater();
    }

    private static long count(String ledger, String type, String activation) {
        return Pattern.compile("\"t\":\"" + type + "\"[^}]*" + activation)
                .matcher(ledger)
                .results()
                .count();
    }

    private static String ledger(Path folder) {
        try (var files = Files.walk(folder.resolve("tile/entries"))) {
            return files.filter(Files::isRegularFile).map(CompanyTest::text).collect(Collectors.joining());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
