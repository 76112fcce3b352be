package io.activationgateway.consent.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        var keys = new SubjectKeys(KeyRing.of(PseudonymKey.of(secret)));
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

    @Property
    void eachGenerationIsTheHmacOfTheOneBefore(
            @ForAll @Size(min = 2, max = 4) List<@Size(32) byte[]> secrets,
            @ForAll IdentifierType type,
            @ForAll @StringLength(min = 1, max = 200) String value)
            throws GeneralSecurityException {
        var others = secrets.stream().skip(1).map(PseudonymKey::of).toArray(PseudonymKey[]::new);
        var ring = KeyRing.of(PseudonymKey.of(secrets.getFirst()), others);
        var keys = new SubjectKeys(ring);
        var identifier = new Identifier(type, value);
        var before = keys.key(identifier);
        var first = before;
        for (int generation = 1; generation < secrets.size(); generation++) {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secrets.get(generation), "HmacSHA256"));
            var expected = ByteBuffer.wrap(mac.doFinal(ByteBuffer.allocate(16)
                    .putLong(before.high())
                    .putLong(before.low())
                    .array()));
            var key = new SubjectKey(expected.getLong(), expected.getLong());

            assertThat(keys.under(generation).key(identifier)).isEqualTo(key);
            assertThat(keys.wrap(before, generation - 1)).isEqualTo(key);
            assertThat(ring.wrap(first, 0, generation)).isEqualTo(key);
            assertThat(keys.under(0).key(identifier)).isEqualTo(first);
            before = key;
        }
    }

    @Test
    void noKeyGoesBack() {
        var key = PseudonymKey.random(new SecureRandom());
        var ring = KeyRing.of(key, key);

        assertThatIllegalStateException()
                .isThrownBy(() -> ring.wrap(new SubjectKey(1, 2), 1, 0))
                .withMessageContaining("look the identifiers up again");
        assertThatIllegalStateException()
                .isThrownBy(() -> new SubjectKeys(ring).under(2))
                .withMessageContaining("no key of generation 2");
    }

    @Test
    void aRingTakesKeysAsTheyCome() {
        var there = new ArrayList<PseudonymKey>();
        there.add(PseudonymKey.random(new SecureRandom()));
        var ring = KeyRing.from(
                generation -> generation < there.size() ? Optional.of(there.get(generation)) : Optional.empty());

        assertThat(ring.refresh()).isFalse();
        there.add(PseudonymKey.random(new SecureRandom()));
        assertThat(ring.reaches(1)).isFalse();
        assertThat(ring.refresh()).isTrue();
        assertThat(ring.newest()).isEqualTo(1);
        assertThat(ring.prints()).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void theTypeTellsEqualValuesApart() {
        var keys = new SubjectKeys(KeyRing.of(PseudonymKey.random(new SecureRandom())));

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
