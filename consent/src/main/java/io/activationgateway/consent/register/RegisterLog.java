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

    /** How many of the last rows are checked against the running digest when the log is loaded. */
    private static final int TAIL = 1000;

    private final SecureRandom random = new SecureRandom();
    private final RegisterStore store;
    private final Replica replica;
    private final LogWriter writer;
    private final InstantSource clock;
    private final LongSupplier ticker;
    private final Duration lease;
    private final Census census;
    private long node;
    private long loads;

    RegisterLog(
            RegisterStore store,
            Replica replica,
            LogWriter writer,
            InstantSource clock,
            LongSupplier ticker,
            Duration lease) {
        this.store = store;
        this.replica = replica;
        this.writer = writer;
        this.clock = clock;
        this.ticker = ticker;
        this.lease = lease;
        this.census = new Census(lease);
    }

    @FunctionalInterface
    private interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    /** This node's number in table {@code node}. */
    long node() {
        return node;
    }

    /** Enters this node, loads the log and takes the first lease; says whether the snapshot was of use. */
    boolean start(Optional<Snapshot> snapshot) throws SQLException {
        register();
        boolean isResumed = transaction(Connection.TRANSACTION_REPEATABLE_READ, connection -> {
            var head = Head.read(connection);
            boolean isOfUse = snapshot.isPresent() && resume(connection, snapshot.get(), head);
            if (!isOfUse) {
                load(connection, head, Cause.LOADING);
            }
            replica.readAhead(connection);
            return isOfUse;
        });
        renew();
        return isResumed;
    }

    /** How often the whole log was loaded: a row that was there before may not be there after. */
    long loads() {
        return loads;
    }

    Census census() {
        return census;
    }

    /** Takes a new lease, and applies what the log has beyond this node. */
    void renew() throws SQLException {
        long sentTicks = ticker.getAsLong();
        long sentMillis = clock.millis();
        var renewed = transaction(Connection.TRANSACTION_READ_COMMITTED, connection -> {
            boolean listed = Nodes.renew(connection, node, store.time(connection));
            return new Renewed(listed, headOnThisServer(connection));
        });
        if (!renewed.listed) {
            log.warn("Other nodes removed this one, which had not renewed for two leases; it enters again");
            replica.hold(Cause.LEASE);
            register();
            renew();
            return;
        }
        var head = follow(renewed.head);
        replica.switchDue();
        replica.renewed(new Lease(sentTicks, sentMillis, lease.toNanos()), head);
    }

    private record Renewed(boolean listed, Head head) {}

    /** Appends events in one transaction, which survives the sudden end of the machine when this returns. */
    LogWriter.Appended append(List<Submission> events) throws SQLException {
        if (loads == 0) {
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
        durably(connection -> {
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
            catchUp();
        }
        replica.goOn();
    }

    /** Who must be bound before an answer; those who have been silent for too long are removed. */
    Set<Long> registered() throws SQLException {
        return transaction(Connection.TRANSACTION_READ_COMMITTED, connection -> census.take(connection, ticker));
    }

    /** Applies what the log has beyond this node, between two renewals. */
    void followHead() throws SQLException {
        var head = transaction(Connection.TRANSACTION_READ_COMMITTED, Head::read);
        if (head.epoch() == replica.position().epoch()) {
            follow(head);
        } else {
            renew();
        }
    }

    /** Removes this node: nothing it decided can leave any more. */
    void leave() throws SQLException {
        transaction(Connection.TRANSACTION_READ_COMMITTED, connection -> {
            Nodes.remove(connection, node);
            return true;
        });
    }

    /** Each entry has a number of its own, so that a report of an earlier one counts for nothing. */
    private void register() throws SQLException {
        node = random.nextLong(1, Long.MAX_VALUE);
        transaction(Connection.TRANSACTION_READ_COMMITTED, connection -> {
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
        var appended = durably(connection -> {
            var head = Head.lock(connection);
            if (head.epoch() != applied.epoch()
                    || head.sequence() < applied.sequence()
                    || !head.server().equals(store.server(connection))) {
                return Optional.<LogWriter.Appended>empty();
            }
            return Optional.of(writer.append(connection, head.receivedAt(store.time(connection)), known(head), events));
        });
        if (appended.isPresent()) {
            apply(appended.get());
        }
        return appended;
    }

    /** A node that has applied the whole log knows without the database who is new, which most of an import are. */
    private Predicate<SubjectKey> known(Head locked) {
        boolean hasAll = locked.sequence() == replica.position().sequence()
                && locked.digest().equals(replica.digest());
        return hasAll ? key -> replica.find(replica.generation(), key.high(), key.low()) >= 0 : _ -> true;
    }

    private void apply(LogWriter.Appended appended) throws SQLException {
        var applied = replica.position();
        var before = appended.before();
        if (before.sequence() != applied.sequence() || !before.digest().equals(replica.digest())) {
            catchUp();
            return;
        }
        if (!replica.knowsProfiles(appended.rows())) {
            transaction(Connection.TRANSACTION_READ_COMMITTED, connection -> {
                replica.stored().catchUp(connection);
                return true;
            });
        }
        replica.apply(appended.rows(), appended.head());
    }

    /** Applies what the log has up to {@code head} or later, and says up to where. */
    private Head follow(Head head) throws SQLException {
        var applied = replica.position();
        boolean another = head.epoch() != applied.epoch() || head.sequence() < applied.sequence();
        if (another) {
            replica.hold(Cause.EPOCH);
        }
        return another || head.sequence() > applied.sequence() || replica.mayReadAhead() ? catchUp() : head;
    }

    private Head catchUp() throws SQLException {
        return transaction(Connection.TRANSACTION_REPEATABLE_READ, connection -> {
            var head = Head.read(connection);
            long applied = replica.position().sequence();
            boolean isThisLog = applied <= head.sequence()
                    && LogReader.digestAt(connection, applied).equals(Optional.of(replica.digest()));
            replica.stored().catchUp(connection);
            if (!isThisLog || !applyUpTo(connection, head)) {
                log.warn("The log differs from what this node applied up to row {}; it loads the log anew", applied);
                load(connection, head, Cause.EPOCH);
            }
            replica.readAhead(connection);
            return head;
        });
    }

    /** Takes a snapshot and what the log has after it; false where it does not agree with the log or with the clock. */
    private boolean resume(Connection connection, Snapshot snapshot, Head head) throws SQLException {
        var begin = snapshot.begin();
        var end = snapshot.end();
        boolean isOfThisLog = LogReader.digestAt(connection, begin.sequence()).equals(Optional.of(begin.digest()))
                && LogReader.digestAt(connection, end.sequence()).equals(Optional.of(end.digest()));
        String why = null;
        if (!isOfThisLog) {
            why = "the log is another one, or an older copy";
        } else if (end.switchedTo() > clock.millis()) {
            why = "the clock went back behind it";
        } else if (!replica.resume(snapshot, head)) {
            why = "the numbers of its profiles are taken";
        } else {
            checkTail(connection, head, Cause.LOADING);
            replica.stored().catchUp(connection);
            if (!applyUpTo(connection, head)) {
                why = "the rows after it do not follow from it";
            }
        }
        if (why != null) {
            log.warn("The snapshot of the consent index is not used, the index is built from the log: {}", why);
            return false;
        }
        log.info("The consent index continues a snapshot at row {} of {}", begin.sequence(), head.sequence());
        loads++;
        return true;
    }

    /** Applies the rows up to {@code head}, some at a time; false where they do not follow from what was applied. */
    private boolean applyUpTo(Connection connection, Head head) throws SQLException {
        while (replica.position().sequence() < head.sequence()) {
            var rows = LogReader.rowsAfter(connection, replica.position().sequence());
            if (rows.isEmpty() || !isChain(replica.digest(), rows)) {
                return false;
            }
            replica.apply(rows, head.after(rows.getLast()));
        }
        if (!replica.digest().equals(head.digest())) {
            return false;
        }
        replica.apply(List.of(), head);
        return true;
    }

    private void load(Connection connection, Head head, Cause cause) throws SQLException {
        checkTail(connection, head, cause);
        replica.load(connection, head, cause);
        loads++;
    }

    private void checkTail(Connection connection, Head head, Cause cause) throws SQLException {
        long from = Math.max(0, head.sequence() - TAIL);
        var digest = LogReader.digestAt(connection, from);
        var rows = LogReader.rowsAfter(connection, from);
        var last = rows.isEmpty() ? digest : Optional.of(rows.getLast().digest());
        if (digest.isEmpty() || !isChain(digest.get(), rows) || !last.equals(Optional.of(head.digest()))) {
            replica.hold(cause);
            throw new IllegalStateException("consent register: the last rows of consent_log do not give the digest in"
                    + " log_head; they were changed from outside, restore the database from a backup");
        }
    }

    private static boolean isChain(Digest digest, List<LogRow> rows) {
        var last = digest;
        for (var row : rows) {
            if (!row.follows(last)) {
                return false;
            }
            last = row.digest();
        }
        return true;
    }

    private <T> T transaction(int isolation, Work<T> work) throws SQLException {
        try (var connection = store.dataSource().getConnection()) {
            return committed(connection, isolation, work);
        }
    }

    private <T> T durably(Work<T> work) throws SQLException {
        try (var connection = store.dataSource().getConnection()) {
            var result = committed(connection, Connection.TRANSACTION_READ_COMMITTED, work);
            store.makeDurable(connection);
            return result;
        }
    }

    private static <T> T committed(Connection connection, int isolation, Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        // Connections come with READ_COMMITTED; asking for it would cost a round trip.
        if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
            connection.setTransactionIsolation(isolation);
        }
        try {
            var result = work.in(connection);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            rollback(connection, e);
            throw e;
        }
    }

    /** A connection that broke cannot roll back either; what broke it is what the caller must hear of. */
    private static void rollback(Connection connection, Exception why) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
    }
}
