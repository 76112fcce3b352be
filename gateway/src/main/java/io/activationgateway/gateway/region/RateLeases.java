package io.activationgateway.gateway.region;

import io.activationgateway.connectors.courier.LearnedRate;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Who may use how much of one rate that a vendor allows, and how much of it the vendor takes at all. A value; its
 * instants are nanoseconds on the cluster's clock.
 */
record RateLeases(LearnedRate learned, List<Lease> leases) {

    private static final int HEAD_BYTES = Double.BYTES + Long.BYTES;
    private static final int LEASE_BYTES = 2 * Long.BYTES + Double.BYTES + Long.BYTES;

    RateLeases {
        leases = List.copyOf(leases);
    }

    /** Requests a second that a node may send until an instant. */
    record Lease(UUID node, double perSecond, long until) {}

    static RateLeases none(long now) {
        return new RateLeases(LearnedRate.all(now), List.of());
    }

    /** The vendor has asked to slow down. */
    RateLeases slowed(long now) {
        return new RateLeases(learned.slowed(now), leases);
    }

    /**
     * Leases a node its share: an equal part of the rate, or what the other leases leave of it. All leases that have not
     * run out never add up to more than the rate, once it has not shrunk for the length of a lease.
     *
     * @param perSecond what the nodes together may send, before what is learned
     */
    RateLeases leasing(UUID node, double perSecond, long now, long until) {
        double rate = perSecond * learned.share(now);
        var others = new ArrayList<Lease>();
        double taken = 0;
        for (var lease : leases) {
            long left = lease.until() - now;
            if (!lease.node().equals(node) && left > 0 && left <= 2 * (until - now)) {
                others.add(lease);
                taken += lease.perSecond();
            }
        }
        double share = Math.min(rate / (others.size() + 1), Math.max(0, rate - taken));
        others.add(new Lease(node, share, until));
        return new RateLeases(learned, others);
    }

    /** What a node has leased; 0 where it has not. */
    double of(UUID node) {
        return leases.stream()
                .filter(lease -> lease.node().equals(node))
                .mapToDouble(Lease::perSecond)
                .sum();
    }

    byte[] bytes() {
        var bytes = ByteBuffer.allocate(HEAD_BYTES + leases.size() * LEASE_BYTES)
                .putDouble(learned.at())
                .putLong(learned.since());
        for (var lease : leases) {
            bytes.putLong(lease.node().getMostSignificantBits())
                    .putLong(lease.node().getLeastSignificantBits())
                    .putDouble(lease.perSecond())
                    .putLong(lease.until());
        }
        return bytes.array();
    }

    /** What a node has written; what cannot be one of ours counts as nothing. */
    static RateLeases of(byte[] bytes, long now) {
        var in = ByteBuffer.wrap(bytes);
        if (in.remaining() < HEAD_BYTES) {
            return none(now);
        }
        var learned = new LearnedRate(in.getDouble(), in.getLong());
        if (!(learned.at() > 0 && learned.at() <= 1)) {
            return none(now);
        }
        var leases = new ArrayList<Lease>();
        while (in.remaining() >= LEASE_BYTES) {
            var lease = new Lease(new UUID(in.getLong(), in.getLong()), in.getDouble(), in.getLong());
            if (lease.perSecond() >= 0) {
                leases.add(lease);
            }
        }
        return new RateLeases(learned, leases);
    }
}
