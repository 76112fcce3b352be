package io.activationgateway.gateway.optout;

import java.time.Instant;
import java.util.List;

/**
 * One set of identifiers that a destination was sent. Personal data: it does not print.
 *
 * @param since when it was sent first
 */
record Entry(long id, String destination, Instant since, List<SentIdentifier> identifiers) {

    Entry {
        identifiers = List.copyOf(identifiers);
    }

    @Override
    public String toString() {
        return "Entry[" + destination + ", redacted]";
    }
}
