package io.activationgateway.gateway.region;

import static io.activationgateway.gateway.region.NodeFixture.grant;
import static io.activationgateway.gateway.region.NodeFixture.row;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Version 1 of the API, as a sender sees it. */
class ActivationApiTest {

    private static NodeFixture node;

    @BeforeAll
    static void start() {
        node = NodeFixture.start();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aGrantedRowIsForwarded() {
        var consents = node.client().consents(grant("ev-1", "ada@example.com"));
        assertThat(consents.status()).as(consents.body()).isEqualTo(200);

        var answer = node.client().activate("iterable-eu", "purpose=email-newsletter", row("c-1", "ada@example.com"));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.result(0).getString("outcome")).as(answer.body()).isEqualTo("forwarded");
    }
}
