package io.activationgateway.connectors;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** When an event happened, as senders write it: ISO 8601 with zone; a space may stand for the {@code T}. */
public final class EventTime {

    private static final int SEPARATOR = 10;

    private EventTime() {}

    /** The instant, or null where the text is not one or leaves open which. */
    public static @Nullable Instant parse(@Nullable String text) {
        if (text == null || text.length() <= SEPARATOR) {
            return null;
        }
        var iso = text.charAt(SEPARATOR) == ' '
                ? text.substring(0, SEPARATOR) + 'T' + text.substring(SEPARATOR + 1)
                : text;
        try {
            return OffsetDateTime.parse(iso, DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException notATime) {
            return null;
        }
    }
}
