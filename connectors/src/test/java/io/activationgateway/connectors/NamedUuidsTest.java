package io.activationgateway.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NamedUuidsTest {

    private final NamedUuids uuids = new NamedUuids("seg-key");

    @Test
    void namesKeysAsRfc9562Does() {
        // uuid5(uuid5(NAMESPACE_OID, "seg-key"), "key-0"), computed by another implementation
        assertThat(uuids.of("key-0")).isEqualTo(UUID.fromString("66259718-b9fc-5c9c-97de-4241cf1bfcf7"));
        assertThat(written("key-0")).isEqualTo("\"66259718-b9fc-5c9c-97de-4241cf1bfcf7\"");
        assertThat(written("x".repeat(200))).isEqualTo("\"" + uuids.of("x".repeat(200)) + "\"");
    }

    @Test
    void keepsAKeyThatIsAUuid() {
        for (var key : new String[] {"0f0c6e0e-5d3b-5a0e-9a53-6f0d8c1f1a01", "0F0C6E0E-5D3B-4A0E-9A53-6F0D8C1F1A01"}) {
            assertThat(written(key)).isEqualTo("\"" + key + "\"");
            assertThat(uuids.of(key)).isEqualTo(UUID.fromString(key));
        }
        for (var key : new String[] {"0f0c6e0e-5d3b-5a0e-9a53-6f0d8c1f1a0g", "0f0c6e0e-5d3b-5a0e-9a536f0d8c1f1a0111"}) {
            assertThat(uuids.of(key).version()).isEqualTo(5);
        }
    }

    @Test
    void looksRandomWhereAVendorDemandsIt() {
        assertThat(uuids.asVersion4("key-0").version()).isEqualTo(4);
        assertThat(uuids.asVersion4("key-0").variant()).isEqualTo(2);
        assertThat(uuids.asVersion4("key-0"))
                .isEqualTo(uuids.asVersion4("key-0"))
                .isNotEqualTo(uuids.asVersion4("k"));
        var random = "0f0c6e0e-5d3b-4a0e-9a53-6f0d8c1f1a01";
        assertThat(uuids.asVersion4(random)).isEqualTo(UUID.fromString(random));
    }

    @Test
    void dependsOnTheScope() {
        assertThat(new NamedUuids("other").of("key-0")).isNotEqualTo(uuids.of("key-0"));
    }

    private String written(String key) {
        var out = new JsonBytes(8);
        uuids.write(key, out);
        return new String(out.toByteArray(), StandardCharsets.US_ASCII);
    }
}
