package io.activationgateway.connectors.customerio;

import io.activationgateway.connectors.EventTime;
import io.activationgateway.connectors.JsonBytes;

/** The vendor's conditions on dates need Unix seconds where senders write ISO 8601. */
final class UnixTime {

    /** With its quotes: the shortest and longest text that can be a date and time with zone. */
    private static final int SHORTEST = 19;

    private static final int LONGEST = 40;

    private UnixTime() {}

    /** Replaces the value that was written last, from this position on, where it is a time with zone. */
    static void convert(int from, JsonBytes out) {
        int length = out.length() - from;
        if (length < SHORTEST
                || length > LONGEST
                || out.at(from) != '"'
                || out.at(from + 5) != '-'
                || out.at(from + 11) != 'T') {
            return;
        }
        var instant = EventTime.parse(out.ascii(from + 1, out.length() - 1));
        if (instant != null) {
            out.truncate(from);
            out.number(instant.getEpochSecond());
        }
    }
}
