package io.activationgateway.gateway.region;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.activationgateway.consent.event.Change;
import io.activationgateway.consent.event.ConsentEvent;
import io.activationgateway.consent.event.Evidence;
import io.activationgateway.consent.event.Timing;
import io.activationgateway.consent.identity.Identifier;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.PseudonymKey;
import io.activationgateway.consent.profile.Cell;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.PurposeCode;
import io.activationgateway.consent.register.Acknowledgement.Reached;
import io.activationgateway.consent.register.AcknowledgementMeter;
import io.activationgateway.consent.register.AppendAnswer;
import io.activationgateway.consent.register.ConsentRegister;
import io.activationgateway.consent.register.Peers;
import io.activationgateway.consent.register.RegisterPorts;
import io.activationgateway.consent.register.RegisterSettings;
import io.activationgateway.consent.register.RegisterStore;
import io.activationgateway.consent.register.SendFence;
import io.activationgateway.testing.FreePorts;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Registers on one PostgreSQL that hear each other over a real Hazelcast cluster. */
@Timeout(180)
class ClusterPeersTest {

    private static final int NODES = 3;
    private static final PseudonymKey KEY = PseudonymKey.of(new byte[PseudonymKey.LENGTH]);
    private static final Cell NEWSLETTER = new Cell("acme", PurposeCode.DIRECT_MARKETING, Channel.EMAIL);
    private static final RegisterSettings SETTINGS =
            new RegisterSettings(Duration.ofSeconds(5), Duration.ofMillis(2_500), 16, 8);

    private final List<HazelcastInstance> members = new ArrayList<>();
    private final List<ClusterPeers> peers = new ArrayList<>();
    private final List<RegisterStore> stores = new ArrayList<>();
    private final List<ConsentRegister> registers = new ArrayList<>();
    private EmbeddedPostgres postgres;

    @BeforeEach
    void start() throws Exception {
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
        var ports = IntStream.range(0, NODES).mapToObj(_ -> FreePorts.next()).toList();
        for (int port : ports) {
            var member = Hazelcast.newHazelcastInstance(config(port, ports));
            members.add(member);
            var peer = new ClusterPeers(member);
            peers.add(peer);
            var store = RegisterStore.postgresql(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "", SETTINGS);
            stores.add(store);
            var register = ConsentRegister.open(
                    store,
                    KeyRing.of(KEY),
                    InstantSource.system(),
                    System::nanoTime,
                    new RegisterPorts(SendFence.NOTHING_IS_SENT, peer, AcknowledgementMeter.NONE),
                    SETTINGS);
            registers.add(register);
            register.loaded().toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
        Await.until(
                "the members have found each other",
                () -> members.stream()
                        .allMatch(member -> member.getCluster().getMembers().size() == NODES));
    }

    @AfterEach
    void stop() throws IOException {
        registers.forEach(ConsentRegister::close);
        peers.forEach(ClusterPeers::close);
        members.forEach(HazelcastInstance::shutdown);
        stores.forEach(RegisterStore::close);
        postgres.close();
    }

    @Test
    void everyNodeShowsAWithdrawalWhenItIsAcknowledged() throws Exception {
        for (int i = 0; i < 20; i++) {
            var writer = registers.get(i % NODES);

            var answer = withdraw(writer, i);

            assertThat(answer.acknowledgement().reached()).isEqualTo(Reached.REPORTS);
            assertThat(registers)
                    .allMatch(register -> register.position().sequence()
                            >= answer.acknowledgement().sequence());
        }
        assertThat(registers).allMatch(register -> register.reportsRejected() == 0);
    }

    @Test
    void withoutTheClusterAnAcknowledgementTakesLongerAndHoldsAllTheSame() throws Exception {
        members.forEach(HazelcastInstance::shutdown);

        var answer = withdraw(registers.getFirst(), 1);

        assertThat(answer.acknowledgement().reached()).isEqualTo(Reached.LEASES);
        assertThat(registers).allMatch(register -> register.position().sequence() == 1);
    }

    @Test
    void whatIsNoMessageOfOursIsNobodysWord() {
        var heard = new ArrayList<String>();
        var listener = new Peers.Listener() {
            @Override
            public void woken(long epoch, long sequence) {
                heard.add("woken");
            }

            @Override
            public void reported(byte[] report) {
                heard.add("reported " + report.length);
            }
        };

        ClusterPeers.hear(new byte[0], listener);
        ClusterPeers.hear(new byte[] {7, 1, 2}, listener);
        ClusterPeers.hear(new byte[] {1, 2, 3}, listener);
        ClusterPeers.hear(new byte[] {2}, listener);

        // That an empty report is none is for the register to find.
        assertThat(heard).containsExactly("reported 0");
    }

    private static AppendAnswer withdraw(ConsentRegister register, int number) throws Exception {
        var event = new ConsentEvent(
                "ev-" + number,
                List.of(new Identifier(IdentifierType.EMAIL, "p" + number + "@example.com")),
                "DE",
                new Change.Choice(NEWSLETTER, ConsentState.WITHDRAWN, null),
                Timing.ON_ARRIVAL,
                Evidence.NONE);
        return register.append(List.of(event)).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static Config config(int port, List<Integer> ports) {
        var config = new Config();
        config.setClusterName("cluster-peers-test");
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
