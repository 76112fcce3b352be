package io.activationgateway.gateway.region;

import static io.activationgateway.gateway.region.NodeFixture.grant;
import static io.activationgateway.gateway.region.NodeFixture.row;
import static io.activationgateway.gateway.region.NodeFixture.withdrawal;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.gateway.region.GatewayClient.Reply;
import io.activationgateway.gateway.region.NodeFixture.Setup;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A record that the last check decides again names the consent sequence that decided it (promise P6). */
@Timeout(120)
class LastCheckAnswerTest {

    private static final String NEWSLETTER = "purpose=email-newsletter";
    private static final String VENDOR = "webhook-gb";

    /** As many requests as a courier has in flight at once. */
    private static final int CONNECTIONS = 4;

    @Test
    void aRecordDecidedAgainNamesTheSequenceThatDecidedIt() throws Exception {
        var vertx = Vertx.vertx();
        var arrived = new CountDownLatch(CONNECTIONS);
        Promise<Void> released = Promise.promise();
        var vendor = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(_ -> {
                    arrived.countDown();
                    released.future().onSuccess(_ -> request.response().end());
                }));
        int port = NodeFixture.await(vendor.listen(0, "127.0.0.1")).actualPort();
        var url = URI.create("http://127.0.0.1:" + port + "/hook");
        try (var node = NodeFixture.start(Setup.EU.with(VENDOR, url).withDeadline(Duration.ofSeconds(60)))) {
            var crm = node.client();
            crm.consents(
                    grant("ev-1", "early@example.com"),
                    grant("ev-2", "ada@example.com"),
                    grant("ev-3", "bob@example.com"),
                    grant("ev-4", "cyd@example.com"));
            var early = IntStream.range(0, CONNECTIONS)
                    .mapToObj(_ -> later(crm, row("early", "early@example.com")))
                    .toList();
            assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
            var batch = later(
                    crm, row("ada", "ada@example.com"), row("bob", "bob@example.com"), row("cyd", "cyd@example.com"));
            awaitScreened(crm, CONNECTIONS + 3);

            long sequence = crm.consents(withdrawal("ev-5", "bob@example.com"), grant("ev-6", "cyd@example.com"))
                    .json()
                    .getLong("consent_seq");
            released.complete();

            var answer = batch.join();
            assertThat(answer.json().getLong("consent_seq")).as(answer.body()).isLessThan(sequence - 1);
            assertThat(answer.result(0).containsKey("consent_seq"))
                    .as(answer.body())
                    .isFalse();
            assertThat(answer.result(1).getString("reason")).as(answer.body()).isEqualTo("consent.withdrawn");
            assertThat(answer.result(1).getLong("consent_seq"))
                    .as(answer.body())
                    .isEqualTo(sequence);
            assertThat(answer.result(2).getString("outcome")).as(answer.body()).isEqualTo("forwarded");
            assertThat(answer.result(2).getLong("consent_seq"))
                    .as(answer.body())
                    .isEqualTo(sequence);
            early.forEach(CompletableFuture::join);
        } finally {
            NodeFixture.await(vertx.close());
        }
    }

    private static CompletableFuture<Reply> later(GatewayClient crm, JsonObject... rows) {
        return crm.activation(VENDOR, NEWSLETTER)
                .records(List.of(rows))
                .header("Prefer", "wait=60")
                .sendLater();
    }

    private static void awaitScreened(GatewayClient crm, int records) {
        var line = "gateway_screened_records_total{";
        while (crm.get("/metrics")
                .body()
                .lines()
                .noneMatch(each -> each.startsWith(line) && each.endsWith(" " + records + ".0"))) {
            Thread.onSpinWait();
        }
    }
}
