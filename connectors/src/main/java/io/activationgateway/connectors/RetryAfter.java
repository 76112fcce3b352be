package io.activationgateway.connectors;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The header {@code Retry-After} in both of its forms (RFC 9110 section 10.2.3): seconds, or an HTTP date. */
public final class RetryAfter {

    private static final int MAX_DIGITS = 9;

    private RetryAfter() {}

    /** How long the vendor asks to wait, never negative; null where it does not say, or says it unreadably. */
    public static @Nullable Duration of(VendorResponse response) {
        var value = response.headers().get("Retry-After");
        if (value == null) {
            return null;
        }
        var seconds = seconds(value);
        return seconds != null ? seconds : untilDate(value.strip(), response.receivedAt());
    }

    /** Whole seconds as a header gives them, or null. */
    public static @Nullable Duration seconds(@Nullable String value) {
        if (value == null) {
            return null;
        }
        var digits = value.strip();
        if (digits.isEmpty() || digits.length() > MAX_DIGITS || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        return Duration.ofSeconds(Long.parseLong(digits));
    }

    private static @Nullable Duration untilDate(String date, Instant now) {
        try {
            var until = Duration.between(now, Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)));
            return until.isNegative() ? Duration.ZERO : until;
        } catch (DateTimeException notADate) {
            return null;
        }
    }
}
