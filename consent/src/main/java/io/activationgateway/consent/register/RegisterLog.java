package io.activationgateway.consent.register;

import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.register.Standing.Cause;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The transactions of one node on the register's database, and what they bring to its replica. Storage thread only. */
final class RegisterLog {

    private static final Logger log = LoggerFactory.getLogger(RegisterLog.class);

    private final SecureRandom random = new SecureRandom();
    private final RegisterStore store;
    private final Transactions transactions;
    private final Replica replica;
    private final LogFollower follower;
    private final LogWriter writer;
    private final InstantSource clock;
    private final LongSupplier ticker;
    private final Duration lease;
    private final Census census;
    private long node;

    RegisterLog(
            RegisterStore store,
            Replica replica,
            LogWriter writer,
            InstantSource clock,
            LongSupplier ticker,
            Duration lease) {
        this.store = store;
        this.transactions = new Transactions(store);
        this.follower = new LogFollower(transactions, replica, clock);
        this.replica = replica;
        this.writer = writer;
        this.clock = clock;
        this.ticker = ticker;
        this.lease = lease;
        this.census = new Census(lease);
    }

    /** This node's number in table {@code node}. */
    long node() {
        return node;
    }

    /** Enters this node and loads the log, without a lease yet; says whether the snapshot was of use. */
    boolean start(Optional<Snapshot> snapshot) throws SQLException {
        register();
        return follower.begin(snapshot);
    }

    /** How often the whole log was loaded: a row that was there before may not be there after. */
    long loads() {
        return follower.loads();
    }

    Census census() {
        return census;
    }

    /** Takes a new lease, applies what the log has beyond this node, and says up to where. */
    Head renew() throws SQLException {
        long sentTicks = ticker.getAsLong();
        long sentMillis = clock.millis();
        var renewed = transactions.run(connection -> {
            boolean listed = Nodes.renew(connection, node, store.time(connection), replica.keys());
            return new Renewed(listed, headOnThisServer(connection));
        });
        if (!renewed.listed) {
            log.warn("Other nodes removed this one, which had not renewed for two leases; it enters again");
            replica.hold(Cause.LEASE);
            register();
            return renew();
        }
        var head = follower.follow(renewed.head);
        replica.switchDue();
        replica.renewed(new Lease(sentTicks, sentMillis, lease.toNanos()), head);
        return head;
    }

    private record Renewed(boolean listed, Head head) {}

    /** Appends events in one transaction, which survives the sudden end of the machine when this returns. */
    LogWriter.Appended append(List<Submission> events) throws SQLException {
        if (follower.loads() == 0) {
            throw new SQLException("consent register: the log is not loaded; try again later");
        }
        var appended = tryAppend(events);
        if (appended.isEmpty()) {
            renew();
            appended = tryAppend(events);
        }
        return appended.orElseThrow(() ->
                new SQLException("consent register: the database server changed twice during one append; try again"));
    }

    /** Names the policy version that every node must run; it only grows. */
    void publishPolicyVersion(long version) throws SQLException {
        transactions.durably(connection -> {
            var head = Head.lock(connection);
            if (version < head.policyVersion()) {
                throw new IllegalArgumentException("policy version " + version + " (expected: " + head.policyVersion()
                        + ", which stands, or a later one)");
            }
            head.withPolicy(version).save(connection);
            return version;
        });
        renew();
    }

    /** Applies what is due, reading on where this node has not read far enough ahead. */
    void switchDue() throws SQLException {
        replica.switchDue();
        if (replica.needsReadAhead()) {
            follower.catchUp();
        }
        replica.goOn();
    }

    /** Who must be bound before an answer; those who have been silent for too long are removed. */
    Set<Long> registered() throws SQLException {
        return transactions.alone(connection -> census.take(connection, ticker));
    }

    /** Applies what the log has beyond this node, between two renewals. */
    void followHead() throws SQLException {
        if (follower.readOn().epoch() != replica.position().epoch()) {
            renew();
        }
    }

    /** Removes this node: nothing it decided can leave any more. */
    void leave() throws SQLException {
        transactions.run(connection -> {
            Nodes.remove(connection, node);
            return true;
        });
    }

    /** Each entry has a number of its own, so that a report of an earlier one counts for nothing. */
    private void register() throws SQLException {
        node = random.nextLong(1, Long.MAX_VALUE);
        transactions.run(connection -> {
            if (!store.isShared()) {
                Nodes.removeAll(connection);
            }
            Nodes.register(connection, node, lease, store.time(connection));
            return true;
        });
    }

    /** The head, with a new epoch if the database server is another one than it names, or its log went back. */
    private Head headOnThisServer(Connection connection) throws SQLException {
        var server = store.server(connection);
        var head = Head.read(connection);
        if (!isAnotherLog(head, server)) {
            return head;
        }
        head = Head.lock(connection);
        if (isAnotherLog(head, server)) {
            head = head.onServer(random.nextLong(), server);
            head.save(connection);
        }
        return head;
    }

    /** A log that went back within its epoch would else be answered for by reports of the rows it lost. */
    private boolean isAnotherLog(Head head, String server) {
        var applied = replica.position();
        return !head.server().equals(server)
                || (head.epoch() == applied.epoch() && head.sequence() < applied.sequence());
    }

    /** Empty, and nothing appended, where the log is not the one this node has applied. */
    private Optional<LogWriter.Appended> tryAppend(List<Submission> events) throws SQLException {
        var applied = replica.position();
        var appended = transactions.durably(connection -> {
            var trip = new RoundTrip();
            var locked = Head.lock(trip);
            var where = store.here(trip);
            var question = writer.ask(trip, replica.generation(), events);
            trip.run(connection);
            var head = locked.get();
            var here = where.get();
            if (head.epoch() != applied.epoch()
                    || head.sequence() < applied.sequence()
                    || !head.server().equals(here.server())) {
                return Optional.<LogWriter.Appended>empty();
            }
            return Optional.of(writer.append(connection, head.receivedAt(here.time()), known(head), question));
        });
        if (appended.isPresent()) {
            follower.apply(appended.get());
        }
        return appended;
    }

    /** A node that has applied the whole log knows without the database who is new, which most of an import are. */
    private Predicate<SubjectKey> known(Head locked) {
        boolean hasAll = locked.sequence() == replica.position().sequence()
                && locked.digest().equals(replica.digest());
        return hasAll ? key -> replica.find(locked.generation(), key.high(), key.low()) >= 0 : _ -> true;
    }
}
