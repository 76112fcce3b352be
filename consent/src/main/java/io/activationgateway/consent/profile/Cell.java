package io.activationgateway.consent.profile;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/** What a choice is about: one brand, one purpose, one channel (GDPR Art 7(2): one record per purpose). */
public record Cell(String brand, PurposeCode purpose, Channel channel) implements Comparable<Cell> {

    private static final Comparator<Cell> ORDER =
            Comparator.comparing(Cell::brand).thenComparing(Cell::purpose).thenComparing(Cell::channel);

    public Cell {
        requireNonNull(brand, "brand");
        requireNonNull(purpose, "purpose");
        requireNonNull(channel, "channel");
    }

    @Override
    public int compareTo(Cell other) {
        return ORDER.compare(this, other);
    }
}
