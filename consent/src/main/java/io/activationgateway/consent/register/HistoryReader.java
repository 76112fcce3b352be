package io.activationgateway.consent.register;

import io.activationgateway.consent.event.Evidence;
import io.activationgateway.consent.event.Merge;
import io.activationgateway.consent.event.RecordedEvent;
import io.activationgateway.consent.event.RecordedEventCodec;
import io.activationgateway.consent.identity.Identifier;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.SubjectKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Reads the log for people, on one thread of its own: however many ask, the lease and the appends do not wait for it.
 * Any thread.
 */
final class HistoryReader implements AutoCloseable {

    /** How many events a page has at most. */
    static final int PAGE = 10_000;

    private static final int WAITING = 256;
    private static final String EVENTS =
            "SELECT l.sequence, l.subject_keys, l.event, l.effect, l.superseded_by, b.born FROM ";

    private final RegisterStore store;
    private final KeyRing keys;
    private final InstantSource clock;
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().name("consent-register-reads").daemon().factory());

    HistoryReader(RegisterStore store, KeyRing keys, InstantSource clock) {
        this.store = store;
        this.keys = keys;
        this.clock = clock;
    }

    @FunctionalInterface
    private interface Read<T> {
        T in(Connection connection, Keying keying) throws SQLException;
    }

    CompletionStage<List<HeldSubject>> subject(List<Identifier> identifiers) {
        return read("reading a subject", (connection, keying) -> {
            var named = identifiers.stream().map(keying::key).distinct().toList();
            var former = new HashMap<SubjectKey, List<SubjectKey>>();
            identifiers.forEach(identifier -> former.put(keying.key(identifier), keying.former(identifier)));
            var numbers = new LinkedHashSet<>(
                    Subjects.numbers(connection, keying, named).values());
            var held = new ArrayList<HeldSubject>();
            for (long number : numbers) {
                held.add(held(connection, keying, number).with(former));
            }
            return held;
        });
    }

    CompletionStage<List<LoggedEvent>> read(long after, int limit) {
        if (limit < 1 || limit > PAGE) {
            throw new IllegalArgumentException("a page of " + limit + " events (expected: 1 to " + PAGE + ")");
        }
        return read("reading the log", (connection, keying) -> {
            try (var select = connection.prepareStatement(
                    EVENTS + "consent_log l" + Birth.JOIN + " WHERE l.sequence > ? AND l.effect <> '" + KeySwitch.EFFECT
                            + "' ORDER BY l.sequence FETCH FIRST ? ROWS ONLY")) {
                select.setLong(1, after);
                select.setInt(2, limit);
                return events(connection, keying, select);
            }
        });
    }

    private HeldSubject held(Connection connection, Keying keying, long number) throws SQLException {
        var members = new ArrayList<Long>();
        members.add(number);
        try (var select = connection.prepareStatement("SELECT members FROM subject WHERE subject = ?")) {
            select.setLong(1, number);
            try (var rows = select.executeQuery()) {
                if (rows.next()) {
                    members.addAll(Subjects.unpack(rows.getBytes(1)));
                }
            }
        }
        var distinct = new LinkedHashSet<>(members);
        try (var select =
                connection.prepareStatement(EVENTS + "UNNEST(?) AS u(number) JOIN consent_log l ON l.subject = u.number"
                        + Birth.JOIN + " ORDER BY l.sequence")) {
            select.setArray(1, Subjects.longs(distinct, member -> member).of(connection));
            var events = events(connection, keying, select);
            var recorded = new ArrayList<RecordedEvent>();
            events.forEach(event -> recorded.add(event.event()));
            var folded = Merge.of(recorded).fold(clock.instant());
            var due = folded.later().stream()
                    .map(next -> new HeldSubject.Due(next.at(), next.profile()))
                    .toList();
            return new HeldSubject(events.getLast().keys(), List.of(), folded.now(), events, due);
        }
    }

    private static List<LoggedEvent> events(Connection connection, Keying keying, PreparedStatement select)
            throws SQLException {
        var bare = new ArrayList<LoggedEvent>();
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                bare.add(new LoggedEvent(
                        rows.getLong(1),
                        keying.generation(),
                        keying.ofRow(rows.getLong(1), LogRow.unpack(rows.getBytes(2))),
                        Birth.told(RecordedEventCodec.decode(rows.getBytes(3)), rows, 6),
                        LogRow.effect(rows.getString(4), rows.getString(5)),
                        Evidence.NONE));
            }
        }
        var evidence = EvidenceTable.read(
                connection, bare.stream().map(LoggedEvent::sequence).toList());
        return bare.stream()
                .map(event -> new LoggedEvent(
                        event.sequence(),
                        event.generation(),
                        event.keys(),
                        event.event(),
                        event.effect(),
                        evidence.getOrDefault(event.sequence(), Evidence.NONE)))
                .toList();
    }

    private <T> CompletionStage<T> read(String what, Read<T> read) {
        var answer = new CompletableFuture<T>();
        try {
            thread.execute(() -> {
                try (var connection = store.dataSource().getConnection()) {
                    connection.setAutoCommit(false);
                    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                    var result = read.in(connection, Keying.toRead(connection, Head.read(connection), keys));
                    connection.rollback();
                    answer.complete(result);
                } catch (SQLException | RuntimeException e) {
                    answer.completeExceptionally(Failures.forCaller(what, e));
                }
            });
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(new IllegalStateException(
                    "consent register: too many reads wait, or it is closed; try again later", e));
        }
        return answer.minimalCompletionStage();
    }

    /** Ends what is read; what waits fails. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
