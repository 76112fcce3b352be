package io.activationgateway.connectors;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** When an event happened, as senders write it: ISO 8601 with zone; a space may stand for the {@code T}. */
public final class EventTime {

    /** Characters of the shortest and the longest text that can be one. */
    static final int SHORTEST = 17;

    static final int LONGEST = 38;

    private static final int SEPARATOR = 10;
    private static final int SECONDS = 16;
    private static final int SHORTEST_RFC_3339 = 20;
    private static final String PLAIN = "0000-00-00T00:00:00Z";
    private static final long SECONDS_OF_A_DAY = 86_400;

    private EventTime() {}

    /** The instant, or null where the text is not one or leaves open which. */
    public static @Nullable Instant parse(@Nullable String text) {
        if (text == null || text.length() <= SEPARATOR) {
            return null;
        }
        try {
            return isPlain(text) ? plain(text) : any(text);
        } catch (DateTimeException notATime) {
            return null;
        }
    }

    /** Whether it is {@code yyyy-MM-ddTHH:mm:ssZ}, which nearly all are: the general way costs a microsecond and more. */
    private static boolean isPlain(String text) {
        if (text.length() != PLAIN.length()) {
            return false;
        }
        for (int i = 0; i < PLAIN.length(); i++) {
            char wanted = PLAIN.charAt(i);
            char c = text.charAt(i);
            boolean fits = wanted == '0' ? c >= '0' && c <= '9' : c == wanted || (i == SEPARATOR && c == ' ');
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static Instant plain(String text) {
        var day = LocalDate.of(number(text, 0) * 100 + number(text, 2), number(text, 5), number(text, 8));
        var time = LocalTime.of(number(text, 11), number(text, 14), number(text, 17));
        return Instant.ofEpochSecond(day.toEpochDay() * SECONDS_OF_A_DAY + time.toSecondOfDay());
    }

    private static int number(String text, int at) {
        return (text.charAt(at) - '0') * 10 + text.charAt(at + 1) - '0';
    }

    private static Instant any(String text) {
        var iso = text.charAt(SEPARATOR) == ' '
                ? text.substring(0, SEPARATOR) + 'T' + text.substring(SEPARATOR + 1)
                : text;
        return OffsetDateTime.parse(iso, DateTimeFormatter.ISO_OFFSET_DATE_TIME).toInstant();
    }

    /**
     * Whether a text that is such a time is one of RFC 3339 too, with its {@code T} and its seconds: vendors whose
     * descriptions say {@code date-time} take it as it is.
     */
    public static boolean isRfc3339(String time) {
        return time.length() >= SHORTEST_RFC_3339 && time.charAt(SEPARATOR) == 'T' && time.charAt(SECONDS) == ':';
    }
}
