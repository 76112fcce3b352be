package io.activationgateway.gateway.region;

import static io.activationgateway.gateway.region.NodeFixture.grant;
import static io.activationgateway.gateway.region.NodeFixture.row;
import static io.activationgateway.gateway.region.NodeFixture.withdrawal;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.gateway.keys.SecretFiles;
import io.activationgateway.gateway.keys.SecretKind;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An operator rotates the pseudonym key of a running node. */
class KeyRotationTest {

    private static final String ROTATION = "/v1/register/rotation";
    private static final String NEWSLETTER = "purpose=email-newsletter";

    private static NodeFixture node;
    private static GatewayClient crm;

    @BeforeAll
    static void start() {
        node = NodeFixture.start();
        crm = node.client();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void peopleAreFoundUnderTheNextKeyAlsoAfterARestart() {
        crm.consents(grant("ev-1", "ann@example.com"), grant("ev-2", "bob@example.com"));
        var pseudonym = keys("ann@example.com");
        var without = crm.call("POST", ROTATION).send();
        assertThat(without.status()).isEqualTo(409);
        assertThat(without.code()).isEqualTo("rotation");
        assertThat(without.json().getString("detail")).contains("keys rotate");

        var files = new SecretFiles(node.folder().resolve("keys"), new SecureRandom());
        files.init(List.of(new SecretFiles.Wanted("pseudonym.key.1", SecretKind.PSEUDONYM_KEY)));
        var begun = crm.call("POST", ROTATION).send();
        assertThat(begun.status()).as(begun.body()).isEqualTo(202);
        assertThat(begun.json().getInteger("next")).isEqualTo(1);
        Await.until("the rotation is over", () -> {
            node.clock().pass(Duration.ofMillis(200));
            var state = crm.get(ROTATION).json();
            return state.getInteger("generation") == 1
                    && state.getString("step").equals("none");
        });

        // Time went faster than the node could renew its lease.
        Await.until("the node decides again", () -> crm.get("/health/ready").status() == 200);
        assertThat(keys("ann@example.com")).isNotEqualTo(pseudonym);
        assertThat(crm.activate("webhook-gb", NEWSLETTER, row("c-1", "ann@example.com"))
                        .result(0)
                        .getString("outcome"))
                .isEqualTo("forwarded");
        crm.consents(withdrawal("ev-3", "bob@example.com"));
        node.restart();
        assertThat(crm.activate("webhook-gb", NEWSLETTER, row("c-2", "bob@example.com"))
                        .result(0)
                        .getString("outcome"))
                .isEqualTo("withheld");
        assertThat(crm.get("/metrics").body()).contains("gateway_consent_key_generation");
        var export = crm.get("/v1/register/export").body();
        assertThat(export.lines())
                .hasSize(3)
                .allSatisfy(line -> assertThat(new JsonObject(line).getInteger("generation"))
                        .isEqualTo(1));
    }

    @Test
    void onlyWhoHasTheRightMayAsk() {
        var narrow = node.client(NodeFixture.NARROW);

        assertThat(narrow.call("POST", ROTATION).send().status()).isEqualTo(403);
        assertThat(narrow.get(ROTATION).status()).isEqualTo(403);
    }

    private static String keys(String email) {
        var found = crm.call("POST", "/v1/subjects/lookup")
                .records(List.of(new JsonObject().put("identifiers", new JsonObject().put("email", email))))
                .send();
        return found.result(0)
                .getJsonArray("subjects")
                .getJsonObject(0)
                .getJsonArray("keys")
                .getString(0);
    }
}
