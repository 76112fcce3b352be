package io.activationgateway.gateway.region;

import static io.activationgateway.gateway.region.NodeFixture.grant;
import static io.activationgateway.gateway.region.NodeFixture.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.gateway.region.NodeFixture.Setup;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What was accepted is answered, nothing new is taken. */
@Timeout(120)
class DrainTest {

    private static final String NEWSLETTER = "purpose=email-newsletter";

    @Test
    void aNodeThatClosesAnswersWhatItAcceptedAndTakesNothingNew() throws Exception {
        try (var vendor = new HeldVendor();
                var node = NodeFixture.start(
                        Setup.EU.with("webhook-gb", vendor.url()).withDeadline(Duration.ofSeconds(60)))) {
            var crm = node.client();
            crm.consents(grant("ev-1", "ada@example.com"));
            var accepted = crm.activation("webhook-gb", NEWSLETTER)
                    .records(List.of(row("c-1", "ada@example.com")))
                    .sendLater();
            vendor.awaitRequests(1);

            var closing = CompletableFuture.runAsync(() -> node.node().close());
            Await.until("the node drains", () -> crm.get("/health/ready").status() == 503);
            var refused = crm.activate("iterable-eu", NEWSLETTER, row("c-2", "ada@example.com"));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo("draining");
            assertThat(refused.header("Retry-After")).isNotEmpty();
            assertThat(crm.get("/health/ready").json().getString("reason")).isEqualTo("draining");
            assertThat(crm.get("/health/live").status()).isEqualTo(200);
            assertThat(accepted).isNotDone();
            assertThat(closing).isNotDone();
            vendor.release();

            var answer = accepted.join();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.result(0).getString("outcome")).as(answer.body()).isEqualTo("forwarded");
            closing.join();
        }
    }
}
