package io.activationgateway.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class JsonBytesTest {

    private final JsonBytes out = new JsonBytes(1);

    @Property
    void aStringIsReadAsItWasWritten(@ForAll String text) throws IOException {
        var readable = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        try (var parser = new JsonFactory().createParser(out.string(text).toByteArray())) {
            parser.nextToken();
            assertThat(parser.getText()).isEqualTo(readable);
        }
        int length = out.length();
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        assertThat(out.string(utf8, 0, utf8.length).copy(length))
                .isEqualTo(new JsonBytes(1).string(text).toByteArray());
        out.truncate(0);
    }

    @Test
    void halfASurrogatePairBecomesAQuestionMark() {
        assertThat(text(out.string("a\ud83d\ude00\u20ac\ud83d!\ude00"))).isEqualTo("\"a\ud83d\ude00\u20ac?!?\"");
    }

    @Test
    void jsonIsCopiedAsItIs() {
        assertThat(text(out.json("{\"a\":\"\u20ac\ud83d\ude00\\n\"}"))).isEqualTo("{\"a\":\"\u20ac\ud83d\ude00\\n\"}");
    }

    @Test
    void whatWasWrittenIsQuotedAndUnquotedInItsPlace() {
        out.ascii("[").json("{\"a\":[1,\t\"\\\"\u20ac\"]}").quote(1);
        assertThat(new String(out.toByteArray(), StandardCharsets.UTF_8))
                .isEqualTo("[\"{\\\"a\\\":[1,\\u0009\\\"\\\\\\\"\u20ac\\\"]}\"");
        out.truncate(1);
        out.string("ab").unquote(1);
        assertThat(text(out.again(1, 3))).isEqualTo("[abab");
    }

    @Property
    void aNumberIsItsDigits(@ForAll long number) {
        assertThat(text(out.number(number))).isEqualTo(Long.toString(number));
    }

    @Test
    void theOutermostNumbersToo() {
        assertThat(text(out.number(Long.MIN_VALUE))).isEqualTo(Long.toString(Long.MIN_VALUE));
        assertThat(text(out.number(0))).isEqualTo("0");
    }

    @Property
    void digitsAreFilledWithZeros(@ForAll @IntRange(max = 999) int number) {
        assertThat(text(out.digits(number, 3)))
                .isEqualTo(Integer.toString(number + 1_000).substring(1));
    }

    @Test
    void aCommaStandsBetweenMembersOnly() {
        assertThat(text(out.ascii("[").comma(1).ascii("1").comma(1).ascii("2"))).isEqualTo("[1,2");
    }

    private String text(JsonBytes written) {
        var text = new String(written.toByteArray(), StandardCharsets.UTF_8);
        out.truncate(0);
        return text;
    }
}
