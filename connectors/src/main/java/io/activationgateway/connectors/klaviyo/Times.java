package io.activationgateway.connectors.klaviyo;

import java.time.Instant;

/** How Klaviyo writes times: RFC 3339. */
final class Times {

    /** Before it the vendor takes no time. */
    static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");

    private static final int SEPARATOR = 10;
    private static final int SECONDS = 16;
    private static final int SHORTEST = 20;

    private Times() {}

    /** Whether a text that is an ISO 8601 time with zone is one of RFC 3339 too: with its {@code T} and its seconds. */
    static boolean readable(String time) {
        return time.length() >= SHORTEST && time.charAt(SEPARATOR) == 'T' && time.charAt(SECONDS) == ':';
    }
}
