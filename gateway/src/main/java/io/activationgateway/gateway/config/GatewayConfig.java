package io.activationgateway.gateway.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one node, checked: what stands here is complete and consistent with itself. Whether it agrees with the
 * policy is found at start.
 *
 * @param region the name of the region's policy document
 * @param node the name of this node, unique in its region; the origin of its ledger
 * @param data the folder of the database, the ledger and everything else that must survive
 * @param consent where the register lies and how long it keeps evidence
 * @param sources senders by name
 * @param destinations destinations by name
 * @param openDsr how data subject requests are taken by OpenDSR; null where they are not
 * @param governance who may change the policy and where it comes from
 */
public record GatewayConfig(
        String region,
        String node,
        Path data,
        Listen listen,
        Keys keys,
        Path policies,
        Cluster cluster,
        Consent consent,
        Delivery delivery,
        Map<String, SourceConfig> sources,
        Map<String, DestinationConfig> destinations,
        @Nullable OpenDsr openDsr,
        Governance governance) {

    public GatewayConfig {
        requireNonNull(region, "region");
        requireNonNull(node, "node");
        sources = Map.copyOf(sources);
        destinations = Map.copyOf(destinations);
    }

    /** Where the consent register lies. */
    public ConsentStore consentStore() {
        return consent.store();
    }

    /** The longest that a request to any destination may wait for its answer after its last check. */
    public Duration longestRequest() {
        return destinations.values().stream()
                .map(destination -> destination.sending().requestTimeout())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** Where the API listens; loopback unless told. */
    public record Listen(String host, int port) {}

    /**
     * The files of the region's keys.
     *
     * @param pseudonym the region's pseudonym key
     * @param ledger the private key that signs this node's checkpoints
     * @param policySigner the private key that signs policy versions; null where this node publishes none
     * @param policyTrust the public keys that a policy version must be signed with one of
     */
    public record Keys(
            Path pseudonym, Path ledger, @Nullable Path policySigner, List<Trust> policyTrust) {
        public Keys {
            policyTrust = List.copyOf(policyTrust);
        }
    }

    /**
     * A public key for policy versions.
     *
     * @param from since when what it signs counts; null for no beginning
     * @param until until when, exclusive; null for no end
     */
    public record Trust(
            Path file, @Nullable Instant from, @Nullable Instant until) {

        public static Trust always(Path file) {
            return new Trust(file, null, null);
        }
    }

    /** The region's Hazelcast cluster: an explicit list of members, never found by multicast. */
    public record Cluster(String host, int port, List<String> members) {
        public Cluster {
            members = List.copyOf(members);
        }

        /** How many nodes the region has: those that are listed, and this one. */
        public int nodes() {
            var all = new HashSet<>(members);
            all.add(host + ":" + port);
            return all.size();
        }
    }

    /**
     * The consent register.
     *
     * @param evidence how long evidence is kept after its event has ended
     */
    public record Consent(ConsentStore store, Duration evidence) {

        /** Three years, after which the claims that evidence answers are barred in much of the EEA. */
        public static final Duration USUAL_EVIDENCE = Duration.ofDays(1096);
    }

    /** Where the consent register lies. */
    public sealed interface ConsentStore {

        /** An embedded database in the data folder, for a region of one node. */
        record InDataFolder() implements ConsentStore {}

        /** A PostgreSQL primary that all nodes of the region share. */
        record PostgreSql(String url, String user, Secret password) implements ConsentStore {}
    }

    /**
     * Bounds of delivery.
     *
     * @param deadline the time over all attempts of a synchronous activation
     * @param lease how long a node may decide after it last reached the database
     * @param maxBytesInFlight the request bodies held at once, in bytes; beyond it a sender is told to come back
     * @param outbox what is sent later
     * @param optOuts what destinations are told of withdrawals, objections, restrictions and erasures
     */
    public record Delivery(Duration deadline, Duration lease, long maxBytesInFlight, Outbox outbox, OptOuts optOuts) {

        /** With the product's outbox and opt-outs. */
        public Delivery(Duration deadline, Duration lease, long maxBytesInFlight) {
            this(deadline, lease, maxBytesInFlight, Outbox.DEFAULT, OptOuts.DEFAULT);
        }
    }

    /**
     * Times of opt-outs, from the receipt of the event.
     *
     * @param overdue after this one that has not reached its destination is reported
     * @param giveUp how long a destination is asked; then people must see to it
     */
    public record OptOuts(Duration overdue, Duration giveUp) {

        /** Three days; and thirty, as what is answered to a person has a month (GDPR Art 12(3)). */
        public static final OptOuts DEFAULT = new OptOuts(Duration.ofDays(3), Duration.ofDays(30));
    }

    /**
     * Bounds of what is sent later.
     *
     * @param retention how long a record is tried; then it is a dead letter
     * @param deadLetters how long a dead letter can be redriven
     * @param results how long results are kept after the last record of an activation has ended
     * @param mostBytes what the region's outbox may hold, sealed; beyond it a sender is told to come back
     * @param firstPause the upper bound of the first pause between attempts; it doubles with each
     * @param longestPause the bound it does not grow beyond
     */
    public record Outbox(
            Duration retention,
            Duration deadLetters,
            Duration results,
            long mostBytes,
            Duration firstPause,
            Duration longestPause) {

        /** A day, a week, a day, 4 GiB; pauses of 5 seconds to an hour. */
        public static final Outbox DEFAULT = new Outbox(
                Duration.ofHours(24),
                Duration.ofDays(7),
                Duration.ofHours(24),
                4L << 30,
                Duration.ofSeconds(5),
                Duration.ofHours(1));
    }

    /**
     * The processor's side of OpenDSR.
     *
     * @param domain the name under which controllers know this processor, in lower case
     * @param key the file of the RSA key that signs answers
     * @param certificate the file of the certificate for key and domain, and of those above it
     * @param callbackHosts where callbacks may go: a host for its port 443, or {@code host:port}
     * @param expected the time within which a request is promised to be completed
     * @param waiting how long a request stays pending, so that it can be cancelled
     * @param privateAddresses whether callbacks may go to private addresses, and over plain HTTP to this machine
     */
    public record OpenDsr(
            String domain,
            Path key,
            Path certificate,
            Set<String> callbackHosts,
            Duration expected,
            Duration waiting,
            boolean privateAddresses) {
        public OpenDsr {
            callbackHosts = Set.copyOf(callbackHosts);
        }
    }
}
