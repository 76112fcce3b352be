package io.activationgateway.gateway.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.consent.identity.PseudonymKey;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RegionSealTest {

    private static final byte[] CLEAR = "ada@example.com".getBytes(UTF_8);
    private static final int NONCE = 12;

    private final RegionSeal seal = new RegionSeal(key(1), "outbox");

    @Test
    void opensWhatItSealedAndShowsNothingOfIt() {
        var sealed = seal.seal("chunk 1", CLEAR);

        assertThat(new String(sealed, UTF_8)).doesNotContain("ada");
        assertThat(seal.open("chunk 1", sealed)).isEqualTo(CLEAR);
    }

    /** Under one key a nonce that comes again tells what two texts have in common (NIST SP 800-38D section 8). */
    @Test
    void noNonceComesAgain() {
        assertThat(IntStream.range(0, 1_000)
                        .mapToObj(_ -> Arrays.toString(Arrays.copyOf(seal.seal("chunk 1", CLEAR), NONCE)))
                        .distinct())
                .hasSize(1_000);
    }

    @Test
    void opensNothingElse() {
        var sealed = seal.seal("chunk 1", CLEAR);
        var altered = sealed.clone();
        altered[altered.length - 1] ^= 1;

        assertThatThrownBy(() -> seal.open("chunk 2", sealed)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> seal.open("chunk 1", altered)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new RegionSeal(key(1), "disclosures").open("chunk 1", sealed))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new RegionSeal(key(2), "outbox").open("chunk 1", sealed))
                .isInstanceOf(IllegalStateException.class);
    }

    private static PseudonymKey key(int number) {
        var bytes = new byte[PseudonymKey.LENGTH];
        Arrays.fill(bytes, (byte) number);
        return PseudonymKey.of(bytes);
    }
}
