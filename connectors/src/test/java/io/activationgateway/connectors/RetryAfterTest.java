package io.activationgateway.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|PT0S",
                "120|PT2M",
                " 7 |PT7S",
                "999999999|PT277777H46M39S",
                "Sun, 01 Mar 2026 09:16:00 GMT|PT1M",
                "Sun, 01 Mar 2026 09:14:00 GMT|PT0S"
            })
    void readsSecondsAndDates(String header, Duration expected) {
        assertThat(of(header)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1.5", "9999999999", "٣", "Sun, 01 Mar 2026", "2026-03-01T09:16:00Z"})
    void ignoresWhatItCannotRead(String header) {
        assertThat(of(header)).isNull();
    }

    private static Duration of(String header) {
        var headers = MultiMap.caseInsensitiveMultiMap().add("retry-after", header);
        var received = Instant.parse("2026-03-01T09:15:00Z");
        return RetryAfter.of(new VendorResponse(503, headers, Buffer.buffer(), received));
    }
}
