package io.activationgateway.residency.cache;

import com.hazelcast.config.Config;
import com.hazelcast.core.EntryAdapter;
import com.hazelcast.core.EntryEvent;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import com.hazelcast.map.MapEvent;
import com.hazelcast.replicatedmap.ReplicatedMap;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * This node's member of the region's Hazelcast cluster, whose one {@code ReplicatedMap} carries the signed bytes of the
 * acting policy and wakes the nodes up. Nothing in it is trusted: after a split its merge may bring back an older
 * version, and whoever reaches its port may write into it. Blocks; any thread.
 */
public final class PolicyCache implements AutoCloseable {

    static final String MAP = "policy";
    static final String BUNDLE = "bundle";
    private static final String HEAD = "head";

    private final HazelcastInstance member;
    private final ReplicatedMap<String, byte[]> map;

    /**
     * Where the member listens and whom it joins.
     *
     * @param region the cluster's name; a cluster never spans regions
     * @param address the interface it binds to, {@code 127.0.0.1} unless configured
     * @param port the port, exactly this one
     * @param members all members as {@code host:port}, this one included or not; empty for a region of one node
     */
    public record Settings(String region, String address, int port, List<String> members) {
        public Settings {
            members = List.copyOf(members);
        }
    }

    private PolicyCache(HazelcastInstance member) {
        this.member = member;
        this.map = member.getReplicatedMap(MAP);
    }

    /**
     * Starts the member and joins the others.
     *
     * @param arrived told of every envelope that appears, on a thread of Hazelcast: it hands over and returns
     * @param woken told that the head may have moved, on such a thread too
     */
    public static PolicyCache start(Settings settings, Consumer<byte[]> arrived, Runnable woken) {
        var cache = new PolicyCache(Hazelcast.newHazelcastInstance(config(settings)));
        cache.map.addEntryListener(new Arrivals(arrived), BUNDLE);
        cache.map.addEntryListener(new Arrivals(_ -> woken.run()), HEAD);
        cache.member.getLifecycleService().addLifecycleListener(event -> {
            // A merge after a split replaces entries without telling their listeners.
            if (event.getState() == LifecycleState.MERGED) {
                cache.current().ifPresent(arrived);
            }
        });
        return cache;
    }

    static Config config(Settings settings) {
        var config = new Config();
        config.setClusterName(settings.region());
        config.setProperty("hazelcast.logging.type", "slf4j");
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.shutdownhook.enabled", "false");
        config.setProperty("hazelcast.socket.bind.any", "false");
        // A member that is cut off or stopped is missed within seconds and taken back within seconds, not minutes:
        // meanwhile each consent write on its side waits for the end of leases.
        config.setProperty("hazelcast.heartbeat.interval.seconds", "2");
        config.setProperty("hazelcast.max.no.heartbeat.seconds", "10");
        config.setProperty("hazelcast.merge.first.run.delay.seconds", "5");
        config.setProperty("hazelcast.merge.next.run.delay.seconds", "5");
        var network = config.getNetworkConfig();
        network.setPort(settings.port()).setPortAutoIncrement(false);
        network.getInterfaces().setEnabled(true).addInterface(settings.address());
        var join = network.getJoin();
        join.getMulticastConfig().setEnabled(false);
        join.getAutoDetectionConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).setMembers(settings.members());
        // A node that joins answers only when it has all, instead of pretending there is nothing.
        config.getReplicatedMapConfig(MAP).setAsyncFillup(false);
        return config;
    }

    /** Puts an envelope where all nodes see it. */
    public void publish(byte[] envelope) {
        map.put(BUNDLE, envelope);
    }

    /** Has all nodes look at the head, which is in the database: what is written here only wakes them. */
    public void wake(long version) {
        map.put(HEAD, ByteBuffer.allocate(Long.BYTES).putLong(version).array());
    }

    /** The envelope that is there. */
    public Optional<byte[]> current() {
        return Optional.ofNullable(map.get(BUNDLE));
    }

    HazelcastInstance member() {
        return member;
    }

    /** How many members the cluster has, as this one sees it. */
    public int members() {
        return member.getCluster().getMembers().size();
    }

    @Override
    public void close() {
        member.shutdown();
    }

    private static final class Arrivals extends EntryAdapter<String, byte[]> {

        private final Consumer<byte[]> arrived;

        Arrivals(Consumer<byte[]> arrived) {
            this.arrived = arrived;
        }

        @Override
        public void onEntryEvent(EntryEvent<String, byte[]> event) {
            var envelope = event.getValue();
            if (envelope != null) {
                arrived.accept(envelope);
            }
        }

        @Override
        public void onMapEvent(MapEvent event) {
            // Cleared: what acts goes on acting.
        }
    }
}
