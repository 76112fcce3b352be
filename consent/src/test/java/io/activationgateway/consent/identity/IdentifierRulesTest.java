package io.activationgateway.consent.identity;

import static io.activationgateway.consent.identity.IdentifierType.CUSTOM;
import static io.activationgateway.consent.identity.IdentifierType.DEVICE_ID;
import static io.activationgateway.consent.identity.IdentifierType.EMAIL;
import static io.activationgateway.consent.identity.IdentifierType.PHONE;
import static io.activationgateway.consent.identity.IdentifierType.USER_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Locale;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IdentifierRulesTest {

    static Stream<Arguments> oneSpelling() {
        return Stream.of(
                arguments(EMAIL, " Ayse@Example.COM ", null, "ayse@example.com"),
                arguments(EMAIL, "INFO@EXAMPLE.COM", null, "info@example.com"),
                arguments(EMAIL, "j.o+news@gmail.com", null, "j.o+news@gmail.com"),
                arguments(EMAIL, "ju\u0308rgen@example.org", null, "j\u00fcrgen@example.org"),
                arguments(EMAIL, "\u0130nfo@example.com", null, "i\u0307nfo@example.com"),
                arguments(PHONE, "+905321234567", null, "+905321234567"),
                arguments(PHONE, "+9005321234567", null, "+905321234567"),
                arguments(PHONE, "+90 (532) 123-45-67", null, "+905321234567"),
                arguments(PHONE, "0532 123 45 67", "TR", "+905321234567"),
                arguments(PHONE, "0532 123 45 67", "tr", "+905321234567"),
                arguments(PHONE, "5321234567", "TR", "+905321234567"),
                arguments(PHONE, "0090 532 123 45 67", "TR", "+905321234567"),
                arguments(PHONE, "07700 900123", "GB", "+447700900123"),
                arguments(PHONE, "+447700900123", null, "+447700900123"),
                arguments(PHONE, "(202) 555-0123", "US", "+12025550123"),
                arguments(PHONE, "(202) 555-0123", "US-CA", "+12025550123"),
                arguments(PHONE, "+999123456789", null, "+999123456789"),
                arguments(USER_ID, " Cust-1 ", null, "Cust-1"),
                arguments(USER_ID, "cust-1", null, "cust-1"),
                arguments(DEVICE_ID, "e\u0301", null, "\u00e9"),
                arguments(CUSTOM, "a b", null, "a b"));
    }

    @ParameterizedTest
    @MethodSource
    void oneSpelling(IdentifierType type, String raw, @Nullable String country, String normal) {
        assertThat(IdentifierRules.normalise(type, raw, country))
                .isEqualTo(new NormalForm.Found(new Identifier(type, normal)));
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments(EMAIL, "", null),
                arguments(EMAIL, "ayse.example.com", null),
                arguments(EMAIL, "a@b@example.com", null),
                arguments(EMAIL, "ayse@localhost", null),
                arguments(EMAIL, "ayse@example..com", null),
                arguments(EMAIL, "ayse@example.com.", null),
                arguments(EMAIL, "ay se@example.com", null),
                arguments(EMAIL, "ayse\u0000@example.com", null),
                arguments(EMAIL, "a".repeat(65) + "@example.com", null),
                arguments(EMAIL, "9b00b0b820caf9556ca074ae455f87d32be94b9543993df0b71176d755f720f7", null),
                arguments(PHONE, "0532 123 45 67", null),
                arguments(PHONE, "0532 123 45 67", "ZZ"),
                arguments(PHONE, "secret", "TR"),
                arguments(PHONE, "123", "TR"),
                arguments(USER_ID, "  ", null),
                arguments(USER_ID, "a\nb", null),
                arguments(USER_ID, "x".repeat(513), null));
    }

    @ParameterizedTest
    @MethodSource
    void refused(IdentifierType type, String raw, @Nullable String country) {
        assertThat(IdentifierRules.normalise(type, raw, country)).isInstanceOf(NormalForm.Refused.class);
    }

    @Test
    void aRefusalNeverHoldsTheValue() {
        assertThat(IdentifierRules.normalise(PHONE, "secret", "TR").toString()).doesNotContain("secret");
        assertThat(IdentifierRules.normalise(EMAIL, "secret", null).toString()).doesNotContain("secret");
    }

    @Test
    void theLocaleDoesNotCount() {
        var before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr-TR"));
        try {
            assertThat(IdentifierRules.normalise(EMAIL, "INFO@EXAMPLE.COM", null))
                    .isEqualTo(new NormalForm.Found(new Identifier(EMAIL, "info@example.com")));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void theShapeOfE164() {
        assertThat(IdentifierRules.isE164("+1234567")).isTrue();
        assertThat(IdentifierRules.isE164("+123456789012345")).isTrue();
        assertThat(IdentifierRules.isE164("+123456")).isFalse();
        assertThat(IdentifierRules.isE164("+1234567890123456")).isFalse();
        assertThat(IdentifierRules.isE164("+01234567")).isFalse();
        assertThat(IdentifierRules.isE164("+12345 67")).isFalse();
        assertThat(IdentifierRules.isE164("\u0661234567")).isFalse();
    }

    @Property
    void normalisingANormalFormChangesNothing(
            @ForAll IdentifierType type, @ForAll @StringLength(max = 30) String text) {
        for (var raw : new String[] {text, text + "@example.com", "+49" + text, "+90532" + (text.hashCode() >>> 1)}) {
            if (IdentifierRules.normalise(type, raw, "DE") instanceof NormalForm.Found(var identifier)) {
                assertThat(IdentifierRules.normalise(type, identifier.value(), "DE"))
                        .isEqualTo(new NormalForm.Found(identifier));
            }
        }
    }
}
