package io.activationgateway.gateway.optout;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.PseudonymKey;
import io.activationgateway.gateway.optout.SealedIdentifiers.Place;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each identifier has a seal of its own, which opens where it was made and nowhere else. */
class EntrySealTest {

    private static final Place HERE = new Place(11, "crm-de", 7);
    private static final SentIdentifier MAIL =
            new SentIdentifier(IdentifierType.EMAIL, "E-Mail", "jürgen.\uD83D\uDE00@example.com");
    private static final SentIdentifier PHONE = new SentIdentifier(IdentifierType.PHONE, "phone", "+905551234567");

    private final EntrySeal seal = new EntrySeal(KeyRing.of(key(1), key(2)));

    @Test
    void whatWasSealedOpens() {
        var sealed = seal.seal(HERE, 0, List.of(PHONE, MAIL));

        assertThat(sealed.kinds()).containsExactly(IdentifierType.EMAIL, IdentifierType.PHONE);
        assertThat(seal.open(sealed)).containsExactly(MAIL, PHONE);
    }

    @Test
    void eachOpensWithoutTheOthers() {
        var alone = Map.of(IdentifierType.PHONE, sealOf(IdentifierType.PHONE));

        assertThat(seal.open(new SealedIdentifiers(HERE, 0, alone), IdentifierType.PHONE))
                .isEqualTo(PHONE);
        assertThatIllegalStateException()
                .isThrownBy(() -> seal.open(new SealedIdentifiers(HERE, 0, alone), IdentifierType.EMAIL));
    }

    @Test
    void theSameIdentifierIsNeverSealedTheSameWay() {
        assertThat(sealOf(IdentifierType.EMAIL)).isNotEqualTo(sealOf(IdentifierType.EMAIL));
        assertThat(new String(sealOf(IdentifierType.EMAIL), ISO_8859_1)).doesNotContain("example", "Mail");
    }

    @Test
    void aSealThatWasMovedDoesNotOpen() {
        var mail = sealOf(IdentifierType.EMAIL);

        for (var elsewhere : List.of(
                new Place(12, HERE.destination(), HERE.print()),
                new Place(HERE.entry(), "crm-gb", HERE.print()),
                new Place(HERE.entry(), HERE.destination(), 8))) {
            refuses(new SealedIdentifiers(elsewhere, 0, Map.of(IdentifierType.EMAIL, mail)));
        }
        refuses(new SealedIdentifiers(HERE, 0, Map.of(IdentifierType.USER_ID, mail)));
        refuses(new SealedIdentifiers(HERE, 1, Map.of(IdentifierType.EMAIL, mail)));
        refuses(new SealedIdentifiers(HERE, 0, Map.of(IdentifierType.EMAIL, Arrays.copyOf(mail, 5))));
        assertThat(seal.open(new SealedIdentifiers(HERE, 0, Map.of(IdentifierType.EMAIL, mail))))
                .containsExactly(MAIL);
    }

    /** A sender's own ids are as long as the sender likes. */
    @Test
    void anIdentifierMayBeVeryLong() {
        var id = new SentIdentifier(IdentifierType.CUSTOM, "id", "x".repeat(100_000));

        assertThat(seal.open(seal.seal(HERE, 0, List.of(id)))).containsExactly(id);
    }

    private byte[] sealOf(IdentifierType kind) {
        var sealed = seal.seal(HERE, 0, List.of(MAIL, PHONE)).seals().get(kind);
        assertThat(sealed).isNotNull();
        return sealed;
    }

    private void refuses(SealedIdentifiers moved) {
        assertThatIllegalStateException().isThrownBy(() -> seal.open(moved));
    }

    private static PseudonymKey key(int filling) {
        var bytes = new byte[32];
        Arrays.fill(bytes, (byte) filling);
        return PseudonymKey.of(bytes);
    }
}
