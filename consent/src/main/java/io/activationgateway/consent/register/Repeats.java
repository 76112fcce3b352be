package io.activationgateway.consent.register;

import io.activationgateway.consent.event.Effect;
import io.activationgateway.consent.event.RecordedEvent;
import io.activationgateway.consent.event.RecordedEventCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds the events of a transaction that the log has already. */
final class Repeats {

    private final Map<Long, List<First>> byHash = new HashMap<>();

    /** A subject that may have had an event with this hash. */
    record Candidate(long subject, long hash) {}

    private record First(long subject, RecordedEvent event, AppendResult result) {}

    /** The first half of the SHA-256 of an event's id. */
    static long hash(String eventId) {
        return ByteBuffer.wrap(
                        Digest.of(eventId.getBytes(StandardCharsets.US_ASCII)).bytes())
                .getLong();
    }

    /** What the log has of these, once the round trip is made. */
    static Supplier<Repeats> ask(RoundTrip trip, Set<Candidate> candidates) {
        return candidates.isEmpty()
                ? Repeats::new
                : trip.ask(
                        "SELECT l.subject, l.event_hash, l.sequence, l.event, l.effect,"
                                + " l.superseded_by, b.born FROM UNNEST(?, ?) AS u(number, hash)"
                                + " JOIN consent_log l ON l.subject = u.number AND l.event_hash = u.hash" + Birth.JOIN,
                        Repeats::read,
                        Subjects.longs(candidates, Candidate::subject),
                        Subjects.longs(candidates, Candidate::hash));
    }

    private static Repeats read(ResultSet rows) throws SQLException {
        var repeats = new Repeats();
        while (rows.next()) {
            repeats.add(
                    new Candidate(rows.getLong(1), rows.getLong(2)),
                    rows.getLong(3),
                    Birth.told(RecordedEventCodec.decode(rows.getBytes(4)), rows, 7),
                    LogRow.effect(rows.getString(5), rows.getString(6)));
        }
        return repeats;
    }

    /** The log has this event from now on. */
    void add(Candidate of, long sequence, RecordedEvent event, Effect effect) {
        byHash.computeIfAbsent(of.hash(), _ -> new ArrayList<>(1))
                .add(new First(of.subject(), event, new AppendResult.Appended(sequence, effect)));
    }

    /**
     * What the first arrival of this very event was answered, null where it is new; an id that comes with other content
     * or of another subject is another event.
     */
    @Nullable
    AppendResult find(Subject subject, long hash, RecordedEvent event) {
        for (var first : byHash.getOrDefault(hash, List.of())) {
            if (subject.members().contains(first.subject) && event.repeats(first.event)) {
                return first.result;
            }
        }
        return null;
    }
}
