package io.activationgateway.consent.register;

import io.activationgateway.consent.register.Standing.Cause;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the replica to where the log is: by what follows, by a snapshot or by loading it anew. Storage thread only. */
final class LogFollower {

    private static final Logger log = LoggerFactory.getLogger(LogFollower.class);

    /** How many of the last rows are checked against the running digest when the log is loaded. */
    private static final int TAIL = 1000;

    private final Transactions transactions;
    private final Replica replica;
    private final InstantSource clock;
    private long loads;

    LogFollower(Transactions transactions, Replica replica, InstantSource clock) {
        this.transactions = transactions;
        this.replica = replica;
        this.clock = clock;
    }

    /** How often the whole log was loaded: a row that was there before may not be there after. */
    long loads() {
        return loads;
    }

    /** Takes the log for the first time; says whether the snapshot was of use. */
    boolean begin(Optional<Snapshot> snapshot) throws SQLException {
        return transactions.onOneSnapshot(connection -> {
            var head = Head.read(connection);
            boolean isOfUse = snapshot.isPresent() && resume(connection, snapshot.get(), head);
            if (!isOfUse) {
                load(connection, head, Cause.LOADING);
            }
            replica.readAhead(connection);
            return isOfUse;
        });
    }

    /** Applies what the log has up to {@code head} or later, and says up to where. */
    Head follow(Head head) throws SQLException {
        var applied = replica.position();
        boolean another = head.epoch() != applied.epoch() || head.sequence() < applied.sequence();
        if (another) {
            replica.hold(Cause.EPOCH);
        }
        return another || head.sequence() > applied.sequence() || replica.mayReadAhead() ? catchUp() : head;
    }

    /**
     * The same for a node that is told of every few rows: where they follow plainly, one statement reads them. Where the
     * log is of another epoch nothing is applied.
     */
    Head readOn() throws SQLException {
        var applied = replica.position();
        var tail = transactions.alone(connection -> LogReader.tail(connection, applied.sequence()));
        var head = tail.head();
        if (head.epoch() != applied.epoch()) {
            return head;
        }
        var rows = tail.rowsAfter(replica.digest());
        if (rows.isEmpty() || replica.mayReadAhead()) {
            return follow(head);
        }
        learnProfiles(rows);
        replica.apply(rows, head);
        return head;
    }

    /** Applies what the log has beyond this node, and says up to where. */
    Head catchUp() throws SQLException {
        return transactions.onOneSnapshot(connection -> {
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

    /** Applies what this node appended, as far as nothing else is missing. */
    void apply(LogWriter.Appended appended) throws SQLException {
        var applied = replica.position();
        var before = appended.before();
        if (before.sequence() != applied.sequence() || !before.digest().equals(replica.digest())) {
            if (readOn().epoch() != applied.epoch()) {
                catchUp();
            }
            return;
        }
        learnProfiles(appended.rows());
        replica.apply(appended.rows(), appended.head());
    }

    private void learnProfiles(List<LogRow> rows) throws SQLException {
        if (!replica.knowsProfiles(rows)) {
            transactions.alone(connection -> {
                replica.stored().catchUp(connection);
                return true;
            });
        }
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
        } else if (Generations.read(connection).at(begin.sequence() + 1)
                != snapshot.index().generation()) {
            why = "its keys are of another generation than the log's there";
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
            var entries = LogReader.entriesAfter(connection, replica.position().sequence());
            if (entries.isEmpty() || !LogReader.isChain(replica.digest(), entries)) {
                return false;
            }
            applyAll(entries, head);
        }
        if (!replica.digest().equals(head.digest())) {
            return false;
        }
        replica.apply(List.of(), head);
        return true;
    }

    private void applyAll(List<LogEntry> entries, Head head) {
        var rows = new ArrayList<LogRow>();
        for (var entry : entries) {
            switch (entry) {
                case LogRow row -> rows.add(row);
                case KeySwitch turn -> {
                    applyRows(rows, head);
                    rows.clear();
                    replica.turn(turn, head.after(turn));
                }
            }
        }
        applyRows(rows, head);
    }

    private void applyRows(List<LogRow> rows, Head head) {
        if (!rows.isEmpty()) {
            replica.apply(rows, head.after(rows.getLast()));
        }
    }

    private void load(Connection connection, Head head, Cause cause) throws SQLException {
        checkTail(connection, head, cause);
        replica.load(connection, head, cause);
        loads++;
    }

    private void checkTail(Connection connection, Head head, Cause cause) throws SQLException {
        long from = Math.max(0, head.sequence() - TAIL);
        var digest = LogReader.digestAt(connection, from);
        var entries = LogReader.entriesAfter(connection, from);
        var last = entries.isEmpty() ? digest : Optional.of(entries.getLast().digest());
        if (digest.isEmpty() || !LogReader.isChain(digest.get(), entries) || !last.equals(Optional.of(head.digest()))) {
            replica.hold(cause);
            throw new IllegalStateException("consent register: the last rows of consent_log do not give the digest in"
                    + " log_head; they were changed from outside, restore the database from a backup");
        }
    }
}
