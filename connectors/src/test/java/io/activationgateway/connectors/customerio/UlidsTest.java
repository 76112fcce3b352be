package io.activationgateway.connectors.customerio;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.JsonBytes;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class UlidsTest {

    @Test
    void aRepetitionBearsTheSameIdAndTheTimeComesFirst() {
        var first = ulid("order-7", 1772356500000L);
        assertThat(first).matches("\"[0-7][0-9A-HJKMNP-TV-Z]{25}\"").isEqualTo(ulid("order-7", 1772356500000L));
        // The first ten digits are the milliseconds, to the base of 32: computed by another implementation.
        assertThat(first).startsWith("\"01KJMAVYH0");
        assertThat(ulid("order-8", 1772356500000L)).isNotEqualTo(first).startsWith("\"01KJMAVYH0");
        assertThat(ulid("order-7", -1)).startsWith("\"0000000000");
    }

    @Test
    void keepsAKeyThatIsOne() {
        assertThat(ulid("01JNB7Z6T4S3QW5C0M9K2X8YVA", 0)).isEqualTo("\"01JNB7Z6T4S3QW5C0M9K2X8YVA\"");
        assertThat(ulid("81JNB7Z6T4S3QW5C0M9K2X8YVA", 0)).isNotEqualTo("\"81JNB7Z6T4S3QW5C0M9K2X8YVA\"");
        assertThat(ulid("01JNB7Z6T4S3QW5C0M9K2X8YVU", 0)).isNotEqualTo("\"01JNB7Z6T4S3QW5C0M9K2X8YVU\"");
    }

    private static String ulid(String key, long millis) {
        var out = new JsonBytes(64);
        new Ulids("cio-site").write(key, millis, out);
        return new String(out.toByteArray(), StandardCharsets.UTF_8);
    }
}
