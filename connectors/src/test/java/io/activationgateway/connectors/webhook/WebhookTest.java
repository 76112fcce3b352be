package io.activationgateway.connectors.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.connectors.ConnectorContract;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.SettingsException;
import io.activationgateway.connectors.Vendor;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class WebhookTest extends ConnectorContract {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    @Override
    protected Vendor vendor() {
        return new WebhookVendor();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of("url", "https://hooks.example.org/in/gateway?source=a%20b", "country", "TR", "secret", SECRET);
    }

    /** Where a fixture leaves the signature open, it is computed here from the bytes that go out. */
    @Override
    protected void checkHeaders(Map<String, String> expected, Sent sent) {
        if (expected.get("webhook-signature").equals("(verified)")) {
            expected.put("webhook-signature", signature(sent.request().body().getBytes()));
        }
        super.checkHeaders(expected, sent);
    }

    private static String signature(byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(SECRET.substring("whsec_".length())), "HmacSHA256"));
            mac.update("msg_gw_000001.1772356502.".getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void refusesASecretThatIsNoneWithoutRepeatingIt() {
        for (var secret : new String[] {"whsec_tooShort", "whsec_!!!", "c2hvcnQ="}) {
            var settings = new HashMap<>(settings());
            settings.put("secret", secret);
            assertThatThrownBy(() -> vendor().connect(new Settings("destinations.x", settings)))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("destinations.x.secret")
                    .hasMessageNotContaining(secret);
        }
    }

    @Test
    void wantsHttpsUnlessInTheSandbox() {
        var settings = new HashMap<>(settings());
        settings.put("url", "http://127.0.0.1:9000/webhook-tr");
        assertThatThrownBy(() -> vendor().connect(new Settings("destinations.x", settings)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("destinations.x.url");

        settings.put("sandbox", true);
        var endpoint =
                vendor().connect(new Settings("destinations.x", settings)).endpoint();
        assertThat(endpoint.sandbox()).isTrue();
        assertThat(endpoint.countries()).containsExactly("TR");
        assertThat(endpoint.port()).isEqualTo(9000);
    }

    @Test
    void wantsACountryThatExists() {
        for (var country : new String[] {"XX", "de", "EU", "Germany"}) {
            var settings = new HashMap<>(settings());
            settings.put("country", country);
            assertThatThrownBy(() -> vendor().connect(new Settings("destinations.x", settings)))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("destinations.x.country");
        }
    }
}
