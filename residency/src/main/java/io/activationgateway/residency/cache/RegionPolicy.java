package io.activationgateway.residency.cache;

import com.hazelcast.core.HazelcastInstance;
import io.activationgateway.residency.bundle.Verified;
import io.activationgateway.residency.cache.ActivePolicy.Offer;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the acting policy of a node in step with the region: takes what database and cache hold at the start, and what
 * the cache brings later, on a thread of its own.
 */
public final class RegionPolicy implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RegionPolicy.class);

    private final ActivePolicy active;
    private final BundleStore store;
    private final ScheduledExecutorService worker;
    private final PolicyCache cache;

    /** Starts. Blocks until what the region has is acting here; afterwards there may be none yet. */
    public static RegionPolicy start(ActivePolicy active, BundleStore store, PolicyCache.Settings settings)
            throws SQLException {
        return new RegionPolicy(active, store, settings);
    }

    private RegionPolicy(ActivePolicy active, BundleStore store, PolicyCache.Settings settings) throws SQLException {
        this.active = active;
        this.store = store;
        store.latest().ifPresent(this::take);
        worker = Executors.newSingleThreadScheduledExecutor(
                task -> Thread.ofPlatform().name("policy").daemon(true).unstarted(task));
        cache = PolicyCache.start(settings, envelope -> worker.execute(() -> take(envelope)));
        cache.current().ifPresent(this::take);
        var _ = worker.scheduleWithFixedDelay(this::refresh, 1, 1, TimeUnit.SECONDS);
    }

    /**
     * Publishes a signed version: it lies in the database, acts here and is shown to the other nodes, in this order.
     * Blocks.
     *
     * @return other than {@link Offer.Activated} where it may not act here; then nobody is shown it
     */
    public Offer publish(byte[] envelope) throws SQLException {
        var offer = active.offer(envelope, bundle -> store.put(bundle, envelope));
        if (offer instanceof Offer.Activated) {
            cache.publish(envelope);
        }
        return offer;
    }

    public ActivePolicy active() {
        return active;
    }

    /** This node's member of the region's cluster, for what else its nodes tell each other; closed with this. */
    public HazelcastInstance member() {
        return cache.member();
    }

    private void take(byte[] envelope) {
        try {
            switch (active.offer(envelope, bundle -> store.put(bundle, envelope))) {
                case Offer.Activated activated ->
                    LOG.info("Policy version {} acts now", activated.bundle().version());
                case Offer.Refused refused -> {
                    if (refused.cause() != Verified.Cause.OLD_VERSION) {
                        LOG.warn("Policy bundle refused: {} {}", refused.cause(), refused.text());
                    }
                }
                case Offer.Unreadable unreadable ->
                    LOG.error(
                            "Policy version {} cannot be read by this build: {}",
                            unreadable.bundle().version(),
                            unreadable.text());
            }
        } catch (SQLException | RuntimeException failure) {
            LOG.error("Policy bundle could not be taken; it is tried again at the next change", failure);
        }
    }

    private void refresh() {
        try {
            active.refresh();
        } catch (RuntimeException failure) {
            LOG.error("Policy could not be compiled for now; nothing is decided until it can", failure);
        }
    }

    @Override
    public void close() {
        cache.close();
        worker.shutdownNow();
    }
}
