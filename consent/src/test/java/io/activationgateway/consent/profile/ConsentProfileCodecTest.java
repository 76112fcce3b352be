package io.activationgateway.consent.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ConsentProfileCodecTest {

    @Property
    void aProfileComesBack(@ForAll("profiles") ConsentProfile profile) {
        assertThat(ConsentProfileCodec.decode(ConsentProfileCodec.encode(profile)))
                .isEqualTo(profile);
    }

    @Property
    void bytesAreEqualExactlyWhereProfilesAre(
            @ForAll("profiles") ConsentProfile one, @ForAll("profiles") ConsentProfile other) {
        assertThat(Arrays.equals(ConsentProfileCodec.encode(one), ConsentProfileCodec.encode(other)))
                .isEqualTo(one.equals(other));
    }

    @Test
    void theBytesStayWhatTheyAre() {
        assertThat(HexFormat.of().formatHex(ConsentProfileCodec.encode(ConsentProfile.UNKNOWN)))
                .isEqualTo(
                        "0100" + "000a494e444956494455414c" + "0007554e4b4e4f574e" + "0000" + "00000000" + "00000000");
    }

    @Test
    void bytesOfAnotherVersionOrLengthAreRefused() {
        var bytes = ConsentProfileCodec.encode(ConsentProfile.UNKNOWN);
        var newer = bytes.clone();
        newer[0] = 2;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConsentProfileCodec.decode(newer))
                .withMessageContaining("version 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConsentProfileCodec.decode(Arrays.copyOf(bytes, bytes.length - 1)))
                .withMessageContaining("cut off");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConsentProfileCodec.decode(Arrays.copyOf(bytes, bytes.length + 1)))
                .withMessageContaining("after its end");
    }

    @Provide
    Arbitrary<ConsentProfile> profiles() {
        var brands = Arbitraries.of("acme", "m\u00fcller");
        var cells = Combinators.combine(brands, Arbitraries.of(PurposeCode.class), Arbitraries.of(Channel.class))
                .as(Cell::new);
        var objections = Combinators.combine(
                        brands, Arbitraries.of(ObjectionScope.class), Arbitraries.of(Channel.EMAIL, Channel.SMS))
                .as((brand, scope, channel) ->
                        new Objection(brand, scope, scope == ObjectionScope.CHANNEL ? channel : Channel.NONE));
        return Combinators.combine(
                        Arbitraries.maps(cells, states()).ofMaxSize(4),
                        objections.set().ofMaxSize(3),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        Arbitraries.of(RecipientType.class),
                        Arbitraries.of(AgeBand.class),
                        Arbitraries.of("DE", "TR").injectNull(0.3))
                .as((states, objected, restricted, erased, recipient, age, country) -> new ConsentProfile(
                        new TreeMap<>(states), new TreeSet<>(objected), restricted, erased, recipient, age, country));
    }

    private static Arbitrary<CellState> states() {
        return Combinators.combine(
                        Arbitraries.of(LegalBasis.class).set(),
                        Arbitraries.of(ConsentState.class)
                                .filter(state -> state != ConsentState.GRANTED)
                                .list()
                                .ofSize(3),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false))
                .as((bases, closed, awaits, reopened) -> new CellState(
                        state(Permission.DATA, bases, closed.get(0)),
                        state(Permission.MESSAGE, bases, closed.get(1)),
                        state(Permission.TRANSFER, bases, closed.get(2)),
                        new TreeSet<>(bases),
                        awaits
                                && !bases.contains(LegalBasis.MSG_APPROVAL_IYS)
                                && !bases.contains(LegalBasis.TACIR_EXEMPTION),
                        reopened && bases.stream().anyMatch(LegalBasis::reopens)));
    }

    private static ConsentState state(Permission permission, Set<LegalBasis> bases, ConsentState otherwise) {
        return bases.stream().anyMatch(basis -> basis.permission() == permission) ? ConsentState.GRANTED : otherwise;
    }
}
