package io.activationgateway.connectors;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to say a request: what is said anew each time is known before the first record is written.
 *
 * @param operation what the vendor is asked to do
 * @param audience the audience as the sender names it; null where the operation needs none
 * @param use what the data is for
 * @param requestKey names the request: the same at every attempt, also where records have been withdrawn since, and
 *     never used for other records (a split half is another set). ASCII letters, digits, hyphen and underscore, at most 64 characters
 * @param since when the gateway took the records, to the millisecond; the same at every attempt
 * @param at the legal time of this attempt, to the millisecond: finer fractions than that are not read everywhere
 * @param number 0 for the first attempt
 */
public record Attempt(
        Operation operation,
        @Nullable String audience,
        Use use,
        String requestKey,
        Instant since,
        Instant at,
        int number) {

    private static final int MAX_KEY = 64;

    public Attempt {
        requireNonNull(operation, "operation");
        requireNonNull(use, "use");
        since = since.truncatedTo(ChronoUnit.MILLIS);
        at = at.truncatedTo(ChronoUnit.MILLIS);
        if (!isKey(requestKey)) {
            throw new IllegalArgumentException(
                    "request key " + requestKey + " (expected: 1 to 64 letters, digits, hyphens and underscores)");
        }
        if (number < 0) {
            throw new IllegalArgumentException("attempt " + number + " (expected: 0 or more)");
        }
    }

    /** The audience of an operation that was let through by {@link Connector#refusal}. */
    public String requireAudience() {
        return requireNonNull(audience, "audience");
    }

    private static boolean isKey(String key) {
        if (key.isEmpty() || key.length() > MAX_KEY) {
            return false;
        }
        return key.chars()
                .allMatch(c -> (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || c == '-'
                        || c == '_');
    }
}
