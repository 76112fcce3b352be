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

    /**
     * Whether this objection closes a cell. Direct marketing includes the profiling that serves it (GDPR Art 21(2));
     * which profiling does not serve it nobody can tell from outside, so that all of the brand's is closed. Audiences for
     * advertising are marketing and profiling at once. Messages about a service and legal notices are neither.
     */
    public boolean covers(Cell cell) {
        return brand.equals(cell.brand())
                && switch (cell.purpose()) {
                    case DIRECT_MARKETING ->
                        scope == ObjectionScope.ALL_DM
                                || (scope == ObjectionScope.CHANNEL && channel == cell.channel());
                    case PROFILING, AD_TARGETING -> scope != ObjectionScope.CHANNEL || channel == cell.channel();
                    case ANALYTICS, SERVICE_MESSAGE, LEGAL_NOTICE, SUPPRESSION_SYNC -> false;
                };
    }

    @Override
    public int compareTo(Objection other) {
        return ORDER.compare(this, other);
    }
}
