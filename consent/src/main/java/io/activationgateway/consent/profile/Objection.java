package io.activationgateway.consent.profile;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/** A standing objection. {@code channel} is {@link Channel#NONE} unless the scope is {@link ObjectionScope#CHANNEL}. */
public record Objection(String brand, ObjectionScope scope, Channel channel) implements Comparable<Objection> {

    private static final Comparator<Objection> ORDER = Comparator.comparing(Objection::brand)
            .thenComparing(Objection::scope)
            .thenComparing(Objection::channel);

    public Objection {
        requireNonNull(brand, "brand");
        requireNonNull(scope, "scope");
        requireNonNull(channel, "channel");
        if ((scope == ObjectionScope.CHANNEL) == (channel == Channel.NONE)) {
            throw new IllegalArgumentException("objection: scope " + scope + " with channel " + channel
                    + " (expected: a channel exactly for scope CHANNEL)");
        }
    }

    @Override
    public int compareTo(Objection other) {
        return ORDER.compare(this, other);
    }
}
