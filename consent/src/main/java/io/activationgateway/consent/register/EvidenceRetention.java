package io.activationgateway.consent.register;

import io.activationgateway.consent.event.Change;
import io.activationgateway.consent.event.Effect;
import io.activationgateway.consent.event.Merge;
import io.activationgateway.consent.event.RecordedEvent;
import io.activationgateway.consent.event.RecordedEventCodec;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.SubjectKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Deletes the evidence of events that have been over for so long that nobody asks for a proof any more (GDPR Art 5(1)(e)):
 * of a grant that was withdrawn, objected to or had lapsed by then, of a refusal that something else had replaced, of what
 * never counted. A grant keeps its evidence while it counts, and while it could count again without a new one: beside a
 * newer grant that may lapse, or under a restriction that may be lifted (GDPR Art 7(1)). The log stays as it is.
 *
 * <p>It goes through the evidence a page at a time, once a day. Several nodes may do so at once. One thread at a time.
 */
public final class EvidenceRetention {

    private static final Duration PAUSE = Duration.ofDays(1);
    private static final int PAGE = 500;

    private final RegisterStore store;
    private final KeyRing keys;
    private final InstantSource clock;
    private final Duration retention;
    private final int page;
    private long last;
    private Instant next = Instant.MIN;

    /** @param retention how long evidence is kept after its event has ended */
    public EvidenceRetention(RegisterStore store, KeyRing keys, InstantSource clock, Duration retention) {
        this(store, keys, clock, retention, PAGE);
    }

    EvidenceRetention(RegisterStore store, KeyRing keys, InstantSource clock, Duration retention, int page) {
        this.store = store;
        this.keys = keys;
        this.clock = clock;
        this.retention = retention;
        this.page = page;
    }

    /** An event that has evidence, and who it is about. */
    private record Proven(long sequence, List<SubjectKey> keys, RecordedEvent event) {}

    /** Looks at the next page; between two rounds at nothing, for a day. */
    public void sweep() throws SQLException {
        var now = clock.instant();
        if (now.isBefore(next)) {
            return;
        }
        var over = over(now.minus(retention));
        if (!over.isEmpty()) {
            try (var connection = store.dataSource().getConnection();
                    var delete = connection.prepareStatement("DELETE FROM evidence WHERE sequence = ANY(?)")) {
                delete.setArray(1, Subjects.longs(over, sequence -> sequence).of(connection));
                delete.executeUpdate();
            }
        }
        if (last == 0) {
            next = now.plus(PAUSE);
        }
    }

    /** The rows of the next page whose evidence is over; {@link #last} is 0 after the last page. */
    private List<Long> over(Instant end) throws SQLException {
        try (var connection = store.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try {
                var found = page(connection);
                last = found.size() < page ? 0 : found.getLast().sequence;
                var old = found.stream()
                        .filter(proven -> !proven.event.received().isAfter(end))
                        .toList();
                return old.isEmpty() ? List.of() : over(connection, old, end);
            } finally {
                connection.rollback();
            }
        }
    }

    private List<Proven> page(Connection connection) throws SQLException {
        var found = new ArrayList<Proven>();
        try (var select = connection.prepareStatement("SELECT e.sequence, l.subject_keys, l.event FROM evidence e"
                + " JOIN consent_log l ON l.sequence = e.sequence WHERE e.sequence > ? ORDER BY e.sequence"
                + " FETCH FIRST " + page + " ROWS ONLY")) {
            select.setLong(1, last);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(new Proven(
                            rows.getLong(1),
                            LogRow.unpack(rows.getBytes(2)),
                            RecordedEventCodec.decode(rows.getBytes(3))));
                }
            }
        }
        return found;
    }

    private List<Long> over(Connection connection, List<Proven> old, Instant end) throws SQLException {
        var keying = Keying.toRead(connection, Head.read(connection), keys);
        var all = new HashSet<SubjectKey>();
        old.forEach(proven -> all.add(key(keying, proven)));
        var who = new RoundTrip();
        var found = Subjects.find(who, keying.generation(), all);
        who.run(connection);
        var subjects = new Subjects(keying, found.get());
        var reads = new RoundTrip();
        subjects.ask(reads);
        reads.run(connection);
        var over = new ArrayList<Long>();
        for (var proven : old) {
            var subject = subjects.of(key(keying, proven));
            if (subject != null && isOver(proven.event, subject.live(), end)) {
                over.add(proven.sequence);
            }
        }
        return over;
    }

    private static SubjectKey key(Keying keying, Proven proven) {
        return keying.ofRow(proven.sequence, proven.keys).getFirst();
    }

    /** Whether an event had ended by {@code end}, and only a new one can say the same again. */
    private static boolean isOver(RecordedEvent event, List<Subject.Live> live, Instant end) {
        var merged = new ArrayList<RecordedEvent>();
        merged.add(event);
        for (var each : live) {
            var other = each.event();
            if (!other.received().isAfter(end) && (event.change().closes() || endsForGood(other.change()))) {
                merged.add(other);
            }
        }
        return !(Merge.of(merged).effect(event, end) instanceof Effect.Applied);
    }

    private static boolean endsForGood(Change change) {
        return change.closes() && !(change instanceof Change.Restricted);
    }
}
