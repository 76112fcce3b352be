package io.activationgateway.residency.cache;

import static java.util.Objects.requireNonNull;

import com.hazelcast.core.HazelcastInstance;
import io.activationgateway.residency.bundle.PolicyBundle;
import io.activationgateway.residency.cache.ActivePolicy.Offer;
import io.activationgateway.residency.cache.NodeReports.Report;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a node in step with the region's policy. It takes each new version from the cache, which is quick, and looks for
 * one in the database every second, so that a node that is cut off from the cluster falls behind nobody. The head moves to
 * a version once every node that is alive has it ready; each node sees to that, so that it happens whoever ends. All of it
 * runs on a thread of its own; what is public may be called on any.
 */
public final class RegionPolicy implements AutoCloseable {

    private static final long CLOSE_SECONDS = 5;
    private static final Logger LOG = LoggerFactory.getLogger(RegionPolicy.class);
    private static final long BEAT_MILLIS = 25;
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A node is alive that said something within this time. */
    private static final long ALIVE_MILLIS = 5_000;

    /** A node that is alive and cannot take a version holds the others up no longer than this. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private static final RegionHead NOT_YET = new RegionHead() {
        @Override
        public OptionalLong version() {
            return OptionalLong.empty();
        }

        @Override
        public CompletionStage<Void> move(long version) {
            return CompletableFuture.failedStage(new IllegalStateException("the node is starting"));
        }

        @Override
        public CompletionStage<Void> look() {
            return CompletableFuture.completedStage(null);
        }
    };

    private final ActivePolicy active;
    private final BundleStore store;
    private final NodeReports reports;
    private final Node node;
    private final LongSupplier ticker;
    private final ScheduledExecutorService worker;
    private final PolicyCache cache;
    private volatile RegionHead head = NOT_YET;
    private Report said = new Report("", "", 0, 0, "");
    private long lookedAt;
    private long pending;
    private long pendingSince;
    private boolean failing;

    /** Who this node is: its region and its own name. */
    public record Node(String region, String name) {}

    /**
     * Starts. Blocks until what the region has is compiled here; afterwards there may be none yet.
     *
     * @param ticker monotonic nanoseconds
     */
    public static RegionPolicy start(
            ActivePolicy active, BundleStore store, PolicyCache.Settings settings, Node node, LongSupplier ticker)
            throws SQLException {
        return new RegionPolicy(active, store, settings, node, ticker);
    }

    private RegionPolicy(
            ActivePolicy active, BundleStore store, PolicyCache.Settings settings, Node node, LongSupplier ticker)
            throws SQLException {
        this.active = active;
        this.store = store;
        this.reports = store.reports();
        this.node = node;
        this.ticker = ticker;
        this.lookedAt = ticker.getAsLong();
        // The head may still name the one before the newest.
        store.newest(2).forEach(this::take);
        worker = Executors.newSingleThreadScheduledExecutor(
                task -> Thread.ofPlatform().name("policy").daemon(true).unstarted(task));
        cache = PolicyCache.start(settings, envelope -> hand(() -> take(envelope)), () -> hand(this::woken));
        cache.current().ifPresent(this::take);
    }

    /** From now on the node acts on the version that the head names, and helps to move it. */
    public void follow(RegionHead regionHead) {
        head = requireNonNull(regionHead, "regionHead");
        var _ = worker.scheduleWithFixedDelay(this::beat, 0, BEAT_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Publishes a signed version: it lies in the database, is ready here and is shown to the other nodes, in this order.
     * It acts once all of them are ready. Blocks.
     *
     * @return other than {@link Offer.Taken} or {@link Offer.Known} where it may not act here; then nobody is shown it
     */
    public Offer publish(byte[] envelope) throws SQLException {
        var offer = active.offer(envelope, bundle -> store.put(bundle, envelope));
        if (offer instanceof Offer.Taken || offer instanceof Offer.Known) {
            tell(() -> cache.publish(envelope));
        }
        return offer;
    }

    /**
     * Waits until the newest version acts here. Blocks.
     *
     * @throws IllegalStateException where it does not within this time
     */
    public void settled(Duration patience) {
        long begun = ticker.getAsLong();
        while (actingVersion() == 0
                || actingVersion() < active.newest().map(PolicyBundle::version).orElse(0L)) {
            if (ticker.getAsLong() - begun > patience.toNanos()) {
                throw new IllegalStateException("the newest policy version does not act after " + patience);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(BEAT_MILLIS));
        }
    }

    public ActivePolicy active() {
        return active;
    }

    /** Which node this is. */
    public Node node() {
        return node;
    }

    /** What the nodes of this region, and where it is the authority those of the others, say they have. Blocks. */
    public List<NodeReports.Heard> nodes() throws SQLException {
        return reports.all();
    }

    /** Keeps what a node of another region says, which follows this one. Blocks. */
    public void heard(NodeReports.Report report) throws SQLException {
        if (!report.region().equals(node.region())) {
            reports.put(report);
        }
    }

    /** The signed bytes of a version; empty where there is none. Blocks. */
    public Optional<byte[]> envelope(long version) throws SQLException {
        return store.find(version);
    }

    /** Whether a node that said something so long ago counts as alive. */
    public static boolean isAlive(NodeReports.Heard heard) {
        return heard.age().toMillis() < ALIVE_MILLIS;
    }

    /** This node's member of the region's cluster, for what else its nodes tell each other; closed with this. */
    public HazelcastInstance member() {
        return cache.member();
    }

    private void take(byte[] envelope) {
        try {
            if (active.offer(envelope, bundle -> store.put(bundle, envelope)) instanceof Offer.Taken(var bundle)) {
                LOG.info("Policy version {} is ready", bundle.version());
            }
        } catch (SQLException | RuntimeException failure) {
            LOG.error("A policy bundle could not be taken; it is tried again within a second", failure);
        }
    }

    private void hand(Runnable task) {
        try {
            worker.execute(task);
        } catch (RejectedExecutionException closed) {
            LOG.debug("The node ends; what the cluster tells comes too late");
        }
    }

    /** Tells the other nodes what they find by themselves within a second. */
    private static void tell(Runnable told) {
        try {
            told.run();
        } catch (RuntimeException cutOff) {
            LOG.debug("The cluster does not take it; the other nodes find it in the database", cutOff);
        }
    }

    private void woken() {
        lookedAt = ticker.getAsLong() - LOOK_NANOS;
        head.look().whenComplete((_, _) -> {});
    }

    private void beat() {
        try {
            active.refresh();
            head.version().ifPresent(this::act);
            boolean isDue = ticker.getAsLong() - lookedAt >= LOOK_NANOS;
            if (isDue) {
                lookedAt = ticker.getAsLong();
                store.after(active.newest().map(PolicyBundle::version).orElse(0L))
                        .forEach(this::take);
            }
            say(isDue);
            settle();
            failing = false;
        } catch (SQLException | RuntimeException failure) {
            if (!failing) {
                failing = true;
                LOG.error("The policy cannot be kept up with; nothing is decided once the lease ends", failure);
            }
        }
    }

    private void act(long version) {
        var before = active.bundle();
        if (version > 0) {
            active.act(version);
        }
        var acting = active.bundle();
        if (!acting.equals(before)) {
            acting.ifPresent(bundle -> LOG.info("Policy version {} acts now", bundle.version()));
        }
    }

    private void say(boolean isDue) throws SQLException {
        var report = new Report(
                node.region(),
                node.name(),
                active.newest().map(PolicyBundle::version).orElse(0L),
                actingVersion(),
                active.refusals().last().map(Refusals.Refusal::code).orElse(""));
        if (isDue || !report.equals(said)) {
            reports.put(report);
            said = report;
        }
    }

    private long actingVersion() {
        var named = head.version();
        return named.isEmpty()
                ? 0
                : active.bundle()
                        .map(PolicyBundle::version)
                        .filter(version -> version == named.getAsLong())
                        .orElse(0L);
    }

    /** Moves the head to the newest version that every node has which is alive. */
    private void settle() throws SQLException {
        long newest = active.newest().map(PolicyBundle::version).orElse(0L);
        var named = head.version();
        if (named.isEmpty() || newest <= named.getAsLong()) {
            return;
        }
        if (pending != newest) {
            pending = newest;
            pendingSince = ticker.getAsLong();
        }
        boolean isReady = reports.all().stream()
                .filter(heard -> heard.report().region().equals(node.region()))
                .filter(RegionPolicy::isAlive)
                .allMatch(heard -> heard.report().prepared() >= newest);
        if (isReady || ticker.getAsLong() - pendingSince > PATIENCE_NANOS) {
            head.move(newest).toCompletableFuture().join();
            act(newest);
            tell(() -> cache.wake(newest));
        }
    }

    @Override
    public void close() {
        // What is under way comes to its end: H2 closes a file on which a thread is interrupted.
        worker.shutdown();
        try {
            if (!worker.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.debug("What the policy had under way did not end in time");
            }
            cache.close();
            reports.remove(node.region(), node.name());
        } catch (SQLException unreachable) {
            LOG.debug("The database does not answer; the node's report ends by its age");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            cache.close();
        }
    }
}
