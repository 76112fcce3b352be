package io.activationgateway.residency.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.residency.bundle.BundleSigner;
import io.activationgateway.residency.bundle.BundleVerifier;
import io.activationgateway.residency.bundle.PolicyBundle;
import io.activationgateway.residency.bundle.Verified.Cause;
import io.activationgateway.residency.cache.ActivePolicy.Offer;
import io.activationgateway.residency.document.PolicyDocuments;
import io.activationgateway.residency.document.PolicyDocuments.Loaded;
import io.activationgateway.residency.document.PolicyDocuments.Rejected;
import io.activationgateway.residency.signing.SigningKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RegionPolicyTest {

    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
    private static final String REGION = "eu-central";
    private static final SigningKey KEY = SigningKey.generate(new SecureRandom());
    private static final byte[] DOCUMENTS = documents();

    private final AtomicReference<Instant> clock = new AtomicReference<>(NOW);
    private final PolicyBundle first = bundle(null);
    private final PolicyBundle second = bundle(first);
    private List<Integer> ports;

    @BeforeEach
    void findPorts() throws IOException {
        try (var one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ports = List.of(one.getLocalPort(), other.getLocalPort());
        }
    }

    @Test
    void twoMembersConvergeAndNeitherGoesBack() throws Exception {
        var database = BundleStore.open(BundleStoreTest.database());
        try (var one = RegionPolicy.start(active(), database, settings(0));
                var other = RegionPolicy.start(active(), database, settings(1))) {
            assertThat(one.publish(seal(first))).isEqualTo(new Offer.Activated(first));
            await(() -> other.active().bundle().equals(Optional.of(first)));

            assertThat(other.publish(seal(second))).isEqualTo(new Offer.Activated(second));
            await(() -> one.active().bundle().equals(Optional.of(second)));
            assertThat(one.active().at(NOW).orElseThrow().version()).isEqualTo(2);
            assertThat(one.active().at(NOW).orElseThrow().digest()).isEqualTo(second.digest());

            assertThat(one.publish(seal(first))).isInstanceOf(Offer.Refused.class);
            assertThat(database.latest()).contains(seal(second));
        }
    }

    @Test
    void anOlderOrForgedBundleInTheCacheIsIgnored() throws Exception {
        var database = BundleStore.open(BundleStoreTest.database());
        var seen = new AtomicReference<byte[]>(new byte[0]);
        try (var intruder = PolicyCache.start(settings(1), seen::set);
                var node = RegionPolicy.start(active(), database, settings(0))) {
            await(() -> intruder.members() == 2);
            node.publish(seal(first));
            node.publish(seal(second));
            intruder.publish(seal(first));
            intruder.publish(BundleSigner.seal(bundle(second), SigningKey.generate(new SecureRandom())));
            intruder.publish("nonsense".getBytes(StandardCharsets.UTF_8));
            // What is published after them is taken after them.
            var third = bundle(second);
            intruder.publish(seal(third));
            await(() -> node.active().bundle().equals(Optional.of(third)));
            assertThat(database.find(2)).contains(seal(second));
            assertThat(database.find(3)).contains(seal(third));
        }
    }

    @Test
    void aNodeThatStartsTakesWhatTheDatabaseHolds() throws SQLException {
        var database = BundleStore.open(BundleStoreTest.database());
        database.put(first, seal(first));
        try (var node = RegionPolicy.start(active(), database, settings(0))) {
            assertThat(node.active().bundle()).contains(first);
        }
    }

    @Test
    void theMemberIsAskedToBeFoundByNobodyElse() {
        var config = PolicyCache.config(settings(0));
        assertThat(config.getClusterName()).isEqualTo(REGION);
        var join = config.getNetworkConfig().getJoin();
        assertThat(join.getMulticastConfig().isEnabled()).isFalse();
        assertThat(join.getAutoDetectionConfig().isEnabled()).isFalse();
        assertThat(join.getTcpIpConfig().isEnabled()).isTrue();
        assertThat(config.getProperty("hazelcast.phone.home.enabled")).isEqualTo("false");
        assertThat(config.getProperty("hazelcast.logging.type")).isEqualTo("slf4j");
        assertThat(config.getNetworkConfig().getInterfaces().getInterfaces()).containsExactly("127.0.0.1");
        assertThat(config.getReplicatedMapConfig(PolicyCache.MAP).isAsyncFillup())
                .isFalse();
    }

    @Test
    void anUnreadableOrRefusedBundleLeavesTheActingOneInPlace() throws SQLException {
        var active = active();
        active.offer(seal(first), _ -> {});
        var unreadable =
                PolicyBundle.following(first, NOW, List.of(REGION), List.of(), "{}".getBytes(StandardCharsets.UTF_8));
        assertThat(active.offer(seal(unreadable), _ -> {})).isInstanceOf(Offer.Unreadable.class);
        var foreign = PolicyBundle.following(first, NOW, List.of("tr-istanbul"), List.of(), DOCUMENTS);
        assertThat(active.offer(seal(foreign), _ -> {}))
                .isInstanceOfSatisfying(
                        Offer.Refused.class,
                        refused -> assertThat(refused.cause()).isEqualTo(Cause.REGION));
        assertThat(active.bundle()).contains(first);
    }

    @Test
    void aBundleThatCannotBeKeptDoesNotAct() {
        var active = active();
        assertThatThrownBy(() -> active.offer(seal(first), _ -> {
                    throw new SQLException("gone");
                }))
                .isInstanceOf(SQLException.class);
        assertThat(active.bundle()).isEmpty();
    }

    @Test
    void noTableIsUsedPastItsEndAndNoneIsMissingAtIt() {
        var active = active();
        assertThat(active.at(NOW)).isEmpty();
        active.offer(seal(first), _ -> {});
        var table = active.at(NOW).orElseThrow();
        var end = table.validUntil();
        assertThat(end).as("a pack has a dated fact").isBefore(Instant.MAX);
        assertThat(active.at(end.minusNanos(1))).containsSame(table);
        var next = active.at(end).orElseThrow();
        assertThat(next).isNotSameAs(table);

        active.refresh();
        assertThat(active.at(NOW)).containsSame(table);
        clock.set(end);
        active.refresh();
        assertThat(active.at(end)).as("compiled ahead").containsSame(next);
        assertThat(active.at(next.validUntil()))
                .as("the one after it is ready too, if there is one")
                .hasValueSatisfying(after -> assertThat(after).isNotSameAs(next));
        assertThat(active.age()).hasValueSatisfying(age -> assertThat(age).isPositive());
    }

    private ActivePolicy active() {
        InstantSource source = clock::get;
        return new ActivePolicy(new BundleVerifier(List.of(KEY.verifyingKey()), REGION), source);
    }

    private PolicyCache.Settings settings(int node) {
        var members = ports.stream().map(port -> "127.0.0.1:" + port).toList();
        return new PolicyCache.Settings(REGION, "127.0.0.1", ports.get(node), members);
    }

    private static byte[] seal(PolicyBundle bundle) {
        return BundleSigner.seal(bundle, KEY);
    }

    private static PolicyBundle bundle(PolicyBundle last) {
        return PolicyBundle.following(last, NOW, List.of(REGION), List.of(), DOCUMENTS);
    }

    private static byte[] documents() {
        var paths =
                List.of(Path.of("src/test/resources/dated-policy"), Path.of("../deploy/policies/field-catalogue.yaml"));
        return switch (PolicyDocuments.load(1, paths)) {
            case Loaded loaded -> loaded.canonicalBytes();
            case Rejected rejected -> throw new IllegalStateException(rejected.toString());
        };
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS))
                    .join();
        }
    }
}
