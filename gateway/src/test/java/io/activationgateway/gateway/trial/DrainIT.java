package io.activationgateway.gateway.trial;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.gateway.region.NodeFixture;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SIGTERM: what was accepted is answered before the process ends. */
@Timeout(300)
class DrainIT {

    private static final String RECEIVED = "/_sandbox/received/" + Installation.DESTINATION;

    @Test
    void anActivationInFlightIsAnsweredBeforeTheEnd() {
        try (var installation = Installation.setUp(
                        Path.of(System.getProperty("distribution")),
                        Path.of("../deploy/policies"),
                        "-XX:+UseSerialGC");
                var _ = installation.sandbox();
                var gateway = installation.serve()) {
            var client = installation.client();
            assertThat(client.consents(NodeFixture.grant("ev-1", "ada@example.com"))
                            .status())
                    .isEqualTo(200);
            var slow = new JsonObject().put("count", 1).put("delay", 3_000).encode();
            installation
                    .vendor()
                    .call("POST", "/_sandbox/fail/" + Installation.DESTINATION)
                    .body("application/json", slow)
                    .send();

            var answer = client.activation(Installation.DESTINATION, "purpose=email-newsletter")
                    .records(List.of(NodeFixture.row("c-1", "ada@example.com")))
                    .sendLater();
            untilTheVendorHasIt(installation);
            assertThat(answer).as("the vendor still keeps its answer back").isNotDone();
            gateway.terminate();

            var reply = answer.join();
            assertThat(reply.status()).as(reply.body()).isEqualTo(200);
            assertThat(reply.result(0).getString("outcome")).as(reply.body()).isEqualTo("forwarded");
            assertThat(gateway.exitCode()).isEqualTo(143);
            assertThat(gateway.rest() + gateway.complaints()).doesNotContain("WARN", "ERROR", "Exception");
            var ledger = installation.verifyLedger("");
            assertThat(ledger.exitCode()).as(ledger.toString()).isZero();
            assertThat(ledger.output()).contains("intact").doesNotContain("unsigned", "torn");
        }
    }

    private static void untilTheVendorHasIt(Installation installation) {
        while (installation
                .vendor()
                .get(RECEIVED)
                .json()
                .getJsonArray("requests")
                .isEmpty()) {
            CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(20, MILLISECONDS))
                    .join();
        }
    }
}
