package io.activationgateway.residency.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activationgateway.residency.bundle.BundleSigner;
import io.activationgateway.residency.bundle.BundleVerifier;
import io.activationgateway.residency.bundle.PolicyBundle;
import io.activationgateway.residency.bundle.TrustedKey;
import io.activationgateway.residency.bundle.Verified.Cause;
import io.activationgateway.residency.cache.ActivePolicy.Offer;
import io.activationgateway.residency.document.PolicyDocuments;
import io.activationgateway.residency.document.PolicyDocuments.Loaded;
import io.activationgateway.residency.document.PolicyDocuments.Rejected;
import io.activationgateway.residency.signing.SigningKey;
import io.activationgateway.testing.FreePorts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
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
    private final List<Integer> ports = List.of(FreePorts.next(), FreePorts.next(), FreePorts.next());

    @Test
    void twoMembersConvergeAndNeitherGoesBack() throws Exception {
        var database = BundleStore.open(BundleStoreTest.database());
        var head = new TestHead();
        try (var one = node(database, 0, head);
                var other = node(database, 1, head)) {
            assertThat(one.publish(seal(first))).isEqualTo(new Offer.Taken(first));
            await(() -> other.active().bundle().equals(Optional.of(first)));

            assertThat(other.publish(seal(second))).isEqualTo(new Offer.Taken(second));
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
        try (var intruder = PolicyCache.start(settings(1), seen::set, () -> {});
                var node = node(database, 0, new TestHead())) {
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
    void theHeadMovesOnceEveryNodeIsReady() throws Exception {
        var database = BundleStore.open(BundleStoreTest.database());
        var head = new TestHead();
        // Alive, and without the new version.
        database.reports().put(new NodeReports.Report(REGION, "slow", 0, 0, ""));
        try (var node = node(database, 0, head)) {
            node.publish(seal(first));
            await(() -> reported(database, "node-0", 1));
            assertThat(head.version()).hasValue(0);
            assertThat(node.active().at(NOW, 0)).isEmpty();

            database.reports().put(new NodeReports.Report(REGION, "slow", 1, 0, ""));
            await(() -> head.version().getAsLong() == 1);
            await(() -> acting(node).equals(Optional.of(first)));
            assertThat(node.active().at(NOW, 1)).isPresent();
        }
        assertThat(database.reports().all())
                .as("who ends says nothing any more")
                .extracting(heard -> heard.report().node())
                .containsExactly("slow");
    }

    @Test
    void theVersionBeforeActsUntilTheHeadMoves() throws Exception {
        var database = BundleStore.open(BundleStoreTest.database());
        var head = new TestHead();
        try (var node = node(database, 0, head)) {
            node.publish(seal(first));
            await(() -> head.version().getAsLong() == 1);
            database.reports().put(new NodeReports.Report(REGION, "slow", 1, 1, ""));
            node.publish(seal(second));
            assertThat(node.active().newest()).contains(second);
            assertThat(node.active().bundle()).contains(first);
            assertThat(node.active().at(NOW, 1)).isPresent();
            assertThat(node.active().at(NOW, 2)).isPresent();

            database.reports().remove(REGION, "slow");
            await(() -> acting(node).equals(Optional.of(second)));
            assertThat(node.active().at(NOW, 1)).as("let go").isEmpty();
        }
    }

    @Test
    void aNodeCutOffFromTheClusterTakesANewVersionFromTheDatabase() throws Exception {
        var database = BundleStore.open(BundleStoreTest.database());
        var head = new TestHead();
        try (var one = node(database, 0, head);
                var other = node(database, 1, head)) {
            one.publish(seal(first));
            await(() -> acting(other).equals(Optional.of(first)));
            other.member().shutdown();

            one.publish(seal(second));

            await(() -> acting(other).equals(Optional.of(second)));
            await(() -> acting(one).equals(Optional.of(second)));
        }
    }

    /**
     * What Hazelcast issue 12407 tells of: after a split heals, a replicated map may have lost entries of the smaller side
     * or brought back old ones. The third member forms a cluster of its own here, which later joins that of the others.
     */
    @Test
    void afterASplitHealsNoMemberLosesTheVersionOrGoesBack() throws Exception {
        var database = BundleStore.open(BundleStoreTest.database());
        var head = new TestHead();
        var all = addresses();
        try (var alone = node(database, 2, head, all)) {
            alone.publish(seal(first));
            await(() -> acting(alone).equals(Optional.of(first)));
            try (var one = node(database, 0, head, all.subList(0, 2));
                    var other = node(database, 1, head, all.subList(0, 2))) {
                one.publish(seal(second));
                await(() -> acting(alone).equals(Optional.of(second)));
                var third = bundle(second);
                alone.publish(seal(third));
                await(() -> Stream.of(one, other, alone)
                        .allMatch(node -> acting(node).equals(Optional.of(third))));

                await(() -> Stream.of(one, other, alone)
                        .allMatch(
                                node -> node.member().getCluster().getMembers().size() == 3));
                var fourth = bundle(third);
                other.publish(seal(fourth));
                await(() -> Stream.of(one, other, alone)
                        .allMatch(node -> acting(node).equals(Optional.of(fourth))));
            }
        }
    }

    @Test
    void aRefusedBundleIsToldOnce() throws Exception {
        var active = active();
        active.offer(seal(second), _ -> {});
        byte[] cut = Arrays.copyOf(seal(second), 40);
        active.offer(cut, _ -> {});
        active.offer(cut, _ -> {});
        active.offer(seal(first), _ -> {});
        active.offer(BundleSigner.seal(bundle(second), SigningKey.generate(new SecureRandom())), _ -> {});

        assertThat(active.refusals().count(Cause.MALFORMED)).isOne();
        assertThat(active.refusals().count(Cause.OLD_VERSION)).isOne();
        assertThat(active.refusals().count(Cause.UNKNOWN_KEY)).isOne();
        assertThat(active.refusals().last())
                .hasValueSatisfying(refusal -> assertThat(refusal.code()).isEqualTo("unknown-key"));
        assertThat(active.offer(seal(second), _ -> {})).isEqualTo(new Offer.Known(second));
    }

    @Test
    void aNodeThatStartsTakesWhatTheDatabaseHolds() throws SQLException {
        var database = BundleStore.open(BundleStoreTest.database());
        database.put(first, seal(first));
        try (var node = node(database, 0, new TestHead())) {
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
        return new ActivePolicy(new BundleVerifier(List.of(TrustedKey.always(KEY.verifyingKey())), REGION), source);
    }

    private static Optional<PolicyBundle> acting(RegionPolicy node) {
        return node.active().bundle();
    }

    private static boolean reported(BundleStore database, String node, long prepared) {
        try {
            return database.reports().all().stream()
                    .map(NodeReports.Heard::report)
                    .anyMatch(report -> report.node().equals(node) && report.prepared() == prepared);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private RegionPolicy node(BundleStore database, int number, RegionHead head) throws SQLException {
        return node(database, number, head, addresses().subList(0, 2));
    }

    private RegionPolicy node(BundleStore database, int number, RegionHead head, List<String> members)
            throws SQLException {
        var node = RegionPolicy.start(
                active(),
                database,
                new PolicyCache.Settings(REGION, "127.0.0.1", ports.get(number), members),
                new RegionPolicy.Node(REGION, "node-" + number),
                System::nanoTime);
        node.follow(head);
        return node;
    }

    private PolicyCache.Settings settings(int node) {
        return new PolicyCache.Settings(
                REGION, "127.0.0.1", ports.get(node), addresses().subList(0, 2));
    }

    private List<String> addresses() {
        return ports.stream().map(port -> "127.0.0.1:" + port).toList();
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
