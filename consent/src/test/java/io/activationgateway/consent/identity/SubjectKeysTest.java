package io.activationgateway.consent.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class SubjectKeysTest {

    @Property
    void equalsTheFirst128BitsOfHmacSha256(
            @ForAll @Size(32) byte[] secret,
            @ForAll IdentifierType type,
            @ForAll @StringLength(min = 1, max = 200) String value,
            @ForAll @StringLength(max = 5) String around)
            throws GeneralSecurityException {
        var keys = new SubjectKeys(PseudonymKey.of(secret));
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        mac.update((byte) type.code());
        var expected = ByteBuffer.wrap(mac.doFinal(value.getBytes(UTF_8)));
        var key = new SubjectKey(expected.getLong(), expected.getLong());

        assertThat(keys.key(new Identifier(type, value))).isEqualTo(key);

        var before = around.getBytes(UTF_8);
        var utf8 = (around + value + around).getBytes(UTF_8);
        keys.hash(type, utf8, before.length, utf8.length - before.length);
        assertThat(new SubjectKey(keys.high(), keys.low())).isEqualTo(key);
    }

    @Test
    void theTypeTellsEqualValuesApart() {
        var keys = new SubjectKeys(PseudonymKey.random(new SecureRandom()));

        assertThat(keys.key(new Identifier(IdentifierType.USER_ID, "1")))
                .isNotEqualTo(keys.key(new Identifier(IdentifierType.CUSTOM, "1")));
    }

    @Test
    void aKeyHas32BytesAndDoesNotPrint() {
        var secret = new byte[PseudonymKey.LENGTH];
        secret[0] = 77;

        assertThat(PseudonymKey.of(secret)).hasToString("PseudonymKey[redacted]");
        assertThat(PseudonymKey.of(secret).bytes()).isEqualTo(secret);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PseudonymKey.of(new byte[31]))
                .withMessageContaining("expected: 32");
    }

    @Test
    void anIdentifierDoesNotPrint() {
        assertThat(new Identifier(IdentifierType.EMAIL, "ayse@example.com").toString())
                .doesNotContain("ayse");
    }
}
