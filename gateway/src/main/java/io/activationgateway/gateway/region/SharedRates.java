package io.activationgateway.gateway.region;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.courier.LearnedRate;
import io.activationgateway.connectors.courier.RateShare;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rates that vendors allow, shared by the region's nodes: each leases its part of those that it wants to use for a
 * second, from a map of their Hazelcast cluster that knows destinations and numbers only. A request costs a read of
 * memory.
 *
 * <p>Where fewer nodes are in sight than the region has, those in sight use their part of the rate only: the others may
 * be sending too. Where the map does not answer, the node uses its own part. So the region stays within a vendor's
 * rate; for the seconds until the cluster has missed a node that was cut off, that node's own part may come on top.
 */
final class SharedRates implements AutoCloseable {

    static final String MAP = "vendor-rates";

    private static final Logger log = LoggerFactory.getLogger(SharedRates.class);
    private static final Duration LEASE = Duration.ofSeconds(1);
    private static final long RENEWAL_MILLIS = 200;
    private static final int TRIES = 8;

    private final HazelcastInstance member;
    private final IMap<String, byte[]> map;
    private final UUID self;
    private final int nodes;
    private final LongSupplier ticker;
    private final Map<Name, Slot> slots = new ConcurrentHashMap<>();
    private final ScheduledExecutorService renewing = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("vendor-rates").daemon().factory());
    private boolean failing;

    private record Name(String destination, Operation budget) {
        String key() {
            return destination + "/" + budget.wireName();
        }
    }

    /**
     * @param member stays the caller's to close, after this
     * @param nodes how many nodes the region has, at least 1
     */
    SharedRates(HazelcastInstance member, int nodes, LongSupplier ticker) {
        this.member = member;
        this.map = member.getMap(MAP);
        this.self = member.getCluster().getLocalMember().getUuid();
        this.nodes = nodes;
        this.ticker = ticker;
    }

    /** Renews what is in use from now on. */
    SharedRates begin() {
        var _ = renewing.scheduleWithFixedDelay(this::renew, RENEWAL_MILLIS, RENEWAL_MILLIS, TimeUnit.MILLISECONDS);
        return this;
    }

    /** This node's part of the rates of one destination. */
    RateShare of(String destination) {
        return new RateShare() {
            @Override
            public double perSecond(Operation budget, double most) {
                return Double.isInfinite(most) ? most : slot(budget).perSecond(most);
            }

            @Override
            public void slowDown(Operation budget) {
                slot(budget).slowDown();
            }

            private Slot slot(Operation budget) {
                return slots.computeIfAbsent(new Name(destination, budget), Slot::new);
            }
        };
    }

    /** Leases anew what was asked for since the last time. Blocks on the cluster. */
    void renew() {
        for (var slot : slots.values()) {
            if (slot.wanted.getAndSet(false)) {
                try {
                    slot.renew();
                    slot.refused = false;
                    failing = false;
                } catch (RuntimeException failure) {
                    slot.refused = true;
                    missed(failure);
                }
            }
        }
    }

    private void missed(RuntimeException failure) {
        if (!failing) {
            failing = true;
            log.warn(
                    "Vendors' rates are not shared at the moment; this node sends at 1/{} of each ({})",
                    nodes,
                    failure.getClass().getName());
        }
    }

    @Override
    public void close() {
        renewing.shutdownNow();
    }

    /** One rate as this node uses it. */
    private final class Slot {

        private final Name name;
        private final AtomicBoolean wanted = new AtomicBoolean();
        private final AtomicBoolean hinted = new AtomicBoolean();
        /** Since when the first lease after a rest is waited for, on the ticker. */
        private final AtomicReference<@Nullable Long> asking = new AtomicReference<>();

        private volatile double most;
        private volatile @Nullable Granted granted;
        private volatile boolean refused;

        /** What this node has learned by itself, for the time without the others. */
        private volatile LearnedRate learned;

        Slot(Name name) {
            this.name = name;
            this.learned = LearnedRate.all(ticker.getAsLong());
        }

        private record Granted(double perSecond, long until) {}

        double perSecond(double allowed) {
            most = allowed;
            wanted.set(true);
            long now = ticker.getAsLong();
            var lease = granted;
            if (lease != null && lease.until() - now > 0) {
                return hinted.get() ? lease.perSecond() / 2 : lease.perSecond();
            }
            return away(now) ? allowed / nodes * learned.share(now) : 0;
        }

        /** Whether the cluster has failed to answer, or does not answer. */
        private boolean away(long now) {
            askSoon(now);
            var since = asking.get();
            return refused || (since != null && now - since > LEASE.toNanos());
        }

        void slowDown() {
            long now = ticker.getAsLong();
            learned = learned.slowed(now);
            hinted.set(true);
            wanted.set(true);
            askSoon(now);
        }

        /** The first request after a rest does not wait for the next renewal. */
        private void askSoon(long now) {
            if (asking.compareAndSet(null, now)) {
                try {
                    renewing.execute(() -> {
                        SharedRates.this.renew();
                        asking.set(null);
                    });
                } catch (RejectedExecutionException closed) {
                    log.debug("Nothing is leased any more, the node ends");
                }
            }
        }

        private void renew() {
            long asked = ticker.getAsLong();
            boolean hint = hinted.get();
            double inSight = Math.min(1, member.getCluster().getMembers().size() / (double) nodes);
            long now = TimeUnit.MILLISECONDS.toNanos(member.getCluster().getClusterTime());
            var leased = change(leases ->
                    (hint ? leases.slowed(now) : leases).leasing(self, most * inSight, now, now + LEASE.toNanos()));
            granted = new Granted(leased.of(self), asked + LEASE.toNanos());
            if (hint) {
                hinted.set(false);
            }
        }

        private RateLeases change(UnaryOperator<RateLeases> how) {
            for (int i = 0; i < TRIES; i++) {
                var before = map.get(name.key());
                long now = TimeUnit.MILLISECONDS.toNanos(member.getCluster().getClusterTime());
                var after = how.apply(before == null ? RateLeases.none(now) : RateLeases.of(before, now));
                boolean changed = before == null
                        ? map.putIfAbsent(name.key(), after.bytes()) == null
                        : map.replace(name.key(), before, after.bytes());
                if (changed) {
                    return after;
                }
            }
            throw new IllegalStateException("others change the leases all the time");
        }
    }
}
