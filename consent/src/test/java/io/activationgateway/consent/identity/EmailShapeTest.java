package io.activationgateway.consent.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The shapes that are read character by character are those that these expressions describe. */
class EmailShapeTest {

    private static final Pattern EMAIL =
            Pattern.compile("[^@\\s\\p{Cntrl}]{1,64}@[^@\\s\\p{Cntrl}.]+(\\.[^@\\s\\p{Cntrl}.]+)+");
    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");

    @Property(tries = 5_000)
    void anAddressHasTheShapeOfOne(@ForAll("nearlyAddresses") String text) {
        assertThat(IdentifierRules.isEmail(text))
                .isEqualTo(text.length() <= 254 && EMAIL.matcher(text).matches());
    }

    @Property(tries = 5_000)
    void aNumberHasTheShapeOfOne(@ForAll("nearlyNumbers") String text) {
        assertThat(IdentifierRules.isE164(text)).isEqualTo(E164.matcher(text).matches());
    }

    @Provide
    Arbitrary<String> nearlyAddresses() {
        var parts =
                Arbitraries.of("a", "b.c", "@", ".", "é", "😀", " ", "\t", "\u007f", "example", "com", "x".repeat(31));
        return parts.list().ofMaxSize(9).map(list -> String.join("", list));
    }

    @Provide
    Arbitrary<String> nearlyNumbers() {
        var parts = Arbitraries.of("+", "0", "1", "49", "555", " ", "٣", "-");
        return parts.list().ofMaxSize(10).map(list -> String.join("", list));
    }
}
