package io.activationgateway.connectors.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The first vector is from the Standard Webhooks project's own tests, the others were computed apart. */
class SignerTest {

    private static final String A = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String B = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final byte[] UNICODE =
            "{\"type\":\"profile.upsert\",\"data\":{\"name\":\"Şule Öztürk\"}}".getBytes(StandardCharsets.UTF_8);

    @Test
    void signsThePublishedVector() {
        var body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
        assertThat(new Signer(List.of(A)).sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, ByteBuffer.wrap(body)))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void signsOncePerSecretInTheirOrder() {
        assertThat(UNICODE).hasSize(58);
        assertThat(new Signer(List.of(A, B)).sign("msg_gw_000001", 1735689600, ByteBuffer.wrap(UNICODE)))
                .isEqualTo("v1,mDXeGgKcBU4rJlKjecIYJlrfbkPOQ3JDLTosW2XVALQ= "
                        + "v1,HKgNf1FvZ1ClKoZ29fRrsTJ3eyhjj2hsstt/ft+qkd4=");
    }

    @Test
    void signsAnEmptyBodyAndTakesASecretWithoutItsPrefix() {
        assertThat(new Signer(List.of(A.substring("whsec_".length())))
                        .sign("msg_gw_000001", 1735689600, ByteBuffer.allocate(0)))
                .isEqualTo("v1,6pGbRBDe4NuyJWL9acAkThLbCDc3y5mwL4qDKY3KHso=");
    }

    @Test
    void refusesSecretsOfOtherLengths() {
        assertThatThrownBy(() -> new Signer(List.of("whsec_AAAA"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Signer(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
