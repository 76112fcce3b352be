package io.activationgateway.gateway.lifecycle;

import io.activationgateway.residency.cache.NodeReports.Heard;
import io.activationgateway.residency.cache.RegionPolicy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Whether all nodes of all regions act under a version, and who does not. Blocks; any thread. */
public final class Convergence {

    private static final long LOOK_MILLIS = 10;

    private final RegionPolicy policy;
    private final List<String> regions;
    private final LongSupplier ticker;

    /**
     * @param regions all in which versions act
     * @param ticker monotonic nanoseconds
     */
    public Convergence(RegionPolicy policy, List<String> regions, LongSupplier ticker) {
        this.policy = policy;
        this.regions = List.copyOf(regions);
        this.ticker = ticker;
    }

    /**
     * Where the nodes stand.
     *
     * @param nodes what each says, by region and node
     * @param missing who does not act under the version: {@code region/node}, or {@code region} of which nobody is heard
     */
    public record State(long version, List<Heard> nodes, List<String> missing) {
        public State {
            nodes = List.copyOf(nodes);
            missing = List.copyOf(missing);
        }

        public boolean isReached() {
            return missing.isEmpty();
        }
    }

    /** How it stands now. */
    public State now(long version) throws SQLException {
        var nodes = policy.nodes();
        var missing = new ArrayList<String>();
        for (var region : regions) {
            var alive = nodes.stream()
                    .filter(heard -> heard.report().region().equals(region))
                    .filter(RegionPolicy::isAlive)
                    .toList();
            if (alive.isEmpty()) {
                missing.add(region);
            }
            alive.stream()
                    .filter(heard -> heard.report().acting() < version)
                    .forEach(heard -> missing.add(region + "/" + heard.report().node()));
        }
        return new State(version, nodes, missing);
    }

    /** Waits until every node acts under a version, no longer than this. */
    public State reached(long version, Duration patience) throws SQLException {
        long begun = ticker.getAsLong();
        var state = now(version);
        while (!state.isReached() && ticker.getAsLong() - begun < patience.toNanos()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
            state = now(version);
        }
        return state;
    }
}
