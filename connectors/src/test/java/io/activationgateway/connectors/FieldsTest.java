package io.activationgateway.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.consent.identity.IdentifierType;
import org.junit.jupiter.api.Test;

class FieldsTest {

    private final JsonBytes out = new JsonBytes(16);

    @Test
    void writesTextNumbersAndBooleansAsText() {
        assertThat(written("\"a \\\"b\\\"\"")).isEqualTo("\"a \\\"b\\\"\"");
        assertThat(written("\"\\u0061\"")).isEqualTo("\"a\"");
        assertThat(written("\" a\"")).isEqualTo("\" a\"");
        assertThat(written("\"\u3042\"")).isEqualTo("\"\u3042\"");
        assertThat(written("12345678901234567890123")).isEqualTo("\"12345678901234567890123\"");
        assertThat(written("-1.50")).isEqualTo("\"-1.50\"");
        assertThat(written("true")).isEqualTo("\"true\"");
    }

    /** The consent register knows nobody by it: a vendor would make one person of all who have it. */
    @Test
    void whiteSpaceIsNobodysIdentifier() {
        for (var blank : new String[] {
            "\"\"",
            "\" \"",
            "\"\\t\"",
            "\"\\u0020\\u2003\"",
            "\"\u2003\"",
            "\"\u3000 \"",
            "\"\u1680\"",
            "null",
            "[\"a\"]",
            "{}"
        }) {
            assertThat(written(blank)).as(blank).isEmpty();
            var record = JsonRecord.of(0, "{\"user_id\":" + blank + "}");
            assertThat(Fields.identifier(record, IdentifierType.USER_ID)).isNull();
            assertThat(Fields.has(record, IdentifierType.USER_ID, out)).isFalse();
        }
        assertThat(out.length()).isZero();
    }

    private String written(String json) {
        int from = out.length();
        boolean any = Fields.writeText(JsonRecord.of(0, "{\"user_id\":" + json + "}"), 0, out);
        var text = out.text(from, out.length());
        out.truncate(from);
        assertThat(any).isEqualTo(!text.isEmpty());
        return text;
    }
}
