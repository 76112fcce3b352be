package io.activationgateway.gateway.region;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.courier.RateShare;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes that share vendors' rates over a real Hazelcast cluster. */
@Timeout(120)
class SharedRatesTest {

    private static final int NODES = 3;
    private static final double RATE = 90;
    private static final long SECOND = 1_000_000_000L;

    private final List<HazelcastInstance> members = new ArrayList<>();
    private final List<SharedRates> nodes = new ArrayList<>();
    private final List<RateShare> shares = new ArrayList<>();

    @AfterEach
    void stop() {
        nodes.forEach(SharedRates::close);
        members.forEach(HazelcastInstance::shutdown);
    }

    @Test
    void thoseWhoWantToSendShareTheRateEvenlyAndNeverLeaseMore() throws Exception {
        start();
        Await.until("one node alone has all", () -> share(0) == RATE);

        for (int i = 1; i < NODES; i++) {
            int wanting = i + 1;
            Await.until(wanting + " nodes share evenly", () -> {
                assertThat(leased()).isLessThanOrEqualTo(RATE + 1e-9);
                return all(wanting, RATE / wanting);
            });
        }

        Await.until("a node that no longer asks leaves its part to the others", () -> {
            assertThat(leased()).isLessThanOrEqualTo(RATE + 1e-9);
            return all(2, RATE / 2);
        });
    }

    @Test
    void ofANodeThatLeavesThePartStaysFree() throws Exception {
        start();
        Await.until("all share", () -> all(NODES, RATE / NODES));

        members.getLast().shutdown();

        Await.until("two parts of three are used", () -> all(2, RATE / NODES));
        Await.until("one of the two may use both", () -> share(0) == RATE * 2 / NODES);
        assertThat(share(2)).as("it sends on by its own part").isEqualTo(RATE / NODES);
    }

    @Test
    void allHearOfAVendorThatAsksToSlowDown() throws Exception {
        start();
        Await.until("all share", () -> all(NODES, RATE / NODES));

        shares.getFirst().slowDown(Operation.UPSERT);

        assertThat(share(0)).isLessThan(RATE / NODES * 0.7);
        Await.until("each has half", () -> {
            var halved = true;
            for (int i = 0; i < NODES; i++) {
                halved &= share(i) < RATE / NODES * 0.7;
            }
            return halved;
        });
        Await.until("and all again in time", () -> all(NODES, RATE / NODES));
    }

    @Test
    void aRateWithoutBoundNeedsNoLease() throws Exception {
        start();

        assertThat(shares.getFirst().perSecond(Operation.UPSERT, Double.POSITIVE_INFINITY))
                .isInfinite();
    }

    @Test
    void whatIsNoLeaseOfOursCountsForNothing() {
        var node = UUID.randomUUID();

        assertThat(RateLeases.of(new byte[3], 0)).isEqualTo(RateLeases.none(0));
        assertThat(RateLeases.of(new byte[64], 0)).isEqualTo(RateLeases.none(0));
        var forEver = RateLeases.none(0).leasing(UUID.randomUUID(), RATE, 0, Long.MAX_VALUE);
        assertThat(forEver.leasing(node, RATE, 0, SECOND).of(node)).isEqualTo(RATE);
    }

    @Property(tries = 200)
    void leasesThatRunNeverAddUpToMoreThanTheRate(@ForAll @Size(max = 60) List<@IntRange(max = 39) Integer> steps) {
        var names = List.of(new UUID(0, 1), new UUID(0, 2), new UUID(0, 3), new UUID(0, 4));
        var leases = RateLeases.none(0);
        long now = 0;
        for (int step : steps) {
            now += step / 4 * (SECOND / 7);
            leases = RateLeases.of(
                    leases.leasing(names.get(step % 4), RATE, now, now + SECOND).bytes(), now);
            assertThat(running(leases, now)).isLessThanOrEqualTo(RATE + 1e-9);
        }
    }

    private void start() throws IOException {
        var ports = ReservedPorts.reserve(NODES);
        for (int port : ports) {
            var member = Hazelcast.newHazelcastInstance(config(port, ports));
            members.add(member);
            var node = new SharedRates(member, NODES, System::nanoTime).begin();
            nodes.add(node);
            shares.add(node.of("iterable-eu"));
        }
        Await.until(
                "the members have found each other",
                () -> members.stream()
                        .allMatch(member -> member.getCluster().getMembers().size() == NODES));
    }

    private double share(int node) {
        return shares.get(node).perSecond(Operation.UPSERT, RATE);
    }

    /** Asks for the shares of the first nodes, and whether each is so large. */
    private boolean all(int wanting, double expected) {
        var right = true;
        for (int i = 0; i < wanting; i++) {
            right &= Math.abs(share(i) - expected) < 1e-6;
        }
        return right;
    }

    /** What all nodes have leased now, as the cluster has it. */
    private double leased() {
        var member = members.getFirst();
        byte[] bytes = member.<String, byte[]>getMap(SharedRates.MAP).get("iterable-eu/upsert");
        long now = TimeUnit.MILLISECONDS.toNanos(member.getCluster().getClusterTime());
        return bytes == null ? 0 : running(RateLeases.of(bytes, now), now);
    }

    private static double running(RateLeases leases, long now) {
        return leases.leases().stream()
                .filter(lease -> lease.until() > now)
                .mapToDouble(RateLeases.Lease::perSecond)
                .sum();
    }

    private static Config config(int port, List<Integer> ports) {
        var config = new Config();
        config.setClusterName("shared-rates-test");
        var network = config.getNetworkConfig();
        network.setPort(port).setPortAutoIncrement(false);
        network.getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        network.getJoin().getMulticastConfig().setEnabled(false);
        network.getJoin().getAutoDetectionConfig().setEnabled(false);
        network.getJoin()
                .getTcpIpConfig()
                .setEnabled(true)
                .setMembers(ports.stream().map(each -> "127.0.0.1:" + each).toList());
        return config;
    }
}
