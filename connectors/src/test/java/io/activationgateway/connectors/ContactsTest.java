package io.activationgateway.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContactsTest {

    @ParameterizedTest
    @CsvSource({
        "Ayse@Example.com, Ayse@Example.com",
        "a+tag@example.com, a+tag@example.com",
        "'  Ayse@Example.com ', ayse@example.com",
        "\\u0061yse@example.com, ayse@example.com",
        "ayşe@örnek.example, ayşe@örnek.example"
    })
    void copiesAddressesAndMendsWhatIsSpelledOtherwise(String raw, String said) {
        assertThat(email(raw)).isEqualTo("\"" + said + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nobody",
                "@example.com",
                "ayse@",
                "a@b@example.com",
                "5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592"
            })
    void refusesWhatIsNoAddress(String raw) {
        assertThat(email(raw)).isEqualTo("IDENTIFIER_INVALID");
    }

    @ParameterizedTest
    @CsvSource({"+905550000001, +905550000001", "+90 555 000 00 01, +905550000001", "+49 (170) 000-0001, +491700000001"
    })
    void writesNumbersInE164(String raw, String said) {
        assertThat(phone(raw)).isEqualTo("\"" + said + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0555 000 00 01", "12", "+", "phone", "+0555000000001"})
    void refusesWhatIsNoNumberOrOfAnUnknownCountry(String raw) {
        assertThat(phone(raw)).isEqualTo("IDENTIFIER_INVALID");
    }

    @Test
    void tellsWhatIsMissing() {
        for (var value : new String[] {"null", "\"\"", "{}", "[]"}) {
            var record = JsonRecord.of(0, "{\"email\":" + value + "}");
            assertThat(Contacts.writeEmail(record, 0, new JsonBytes(8))).isEqualTo(VendorCode.IDENTIFIER_MISSING);
            assertThat(Contacts.writePhone(record, 0, new JsonBytes(8))).isEqualTo(VendorCode.IDENTIFIER_MISSING);
        }
    }

    private static String email(String raw) {
        var out = new JsonBytes(8);
        var refusal = Contacts.writeEmail(JsonRecord.of(0, "{\"email\":\"" + raw + "\"}"), 0, out);
        return refusal == null ? new String(out.toByteArray(), StandardCharsets.UTF_8) : refusal.name();
    }

    private static String phone(String raw) {
        var out = new JsonBytes(8);
        var refusal = Contacts.writePhone(JsonRecord.of(0, "{\"phone\":\"" + raw + "\"}"), 0, out);
        return refusal == null ? new String(out.toByteArray(), StandardCharsets.UTF_8) : refusal.name();
    }
}
