package io.activationgateway.consent.register;

import static io.activationgateway.consent.register.BulkInsert.Type.BIGINT;
import static io.activationgateway.consent.register.BulkInsert.Type.BYTEA;
import static io.activationgateway.consent.register.BulkInsert.Type.INTEGER;
import static io.activationgateway.consent.register.BulkInsert.Type.VARCHAR;
import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.event.Folded;
import io.activationgateway.consent.profile.ConsentProfile;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the log's rows of drafts: numbers their profiles, sets dates of birth apart and carries the digest on. */
final class LogRows {

    private final StoredProfiles profiles;
    private final SecureRandom random = new SecureRandom();

    LogRows(StoredProfiles profiles) {
        this.profiles = profiles;
    }

    /** The rows in order, of which each follows from the one before, the first from the head; adds them to the inserts. */
    List<LogRow> of(Overlap writes, Head before, List<Draft> drafts, BulkInsert inserts) throws SQLException {
        var numbers = numbers(writes, drafts);
        var rows = new ArrayList<LogRow>();
        var digest = before.digest();
        for (var draft : drafts) {
            var unsigned = new LogRow(
                    draft.sequence(),
                    draft.keys(),
                    draft.entry().event(),
                    draft.outcome().effect(),
                    requireNonNull(numbers.get(draft.outcome().folded().now())),
                    due(draft.outcome().folded(), numbers),
                    null,
                    Digest.EMPTY);
            if (draft.bare() != null) {
                int profile = requireNonNull(numbers.get(draft.bare().now()));
                unsigned = unsigned.with(Birth.of(random, profile, due(draft.bare(), numbers), unsigned));
            }
            var packed = unsigned.packed();
            var row = unsigned.following(digest, packed);
            packed.addTo(inserts, draft.subject().number(), draft.entry().hash(), row);
            rows.add(row);
            digest = row.digest();
        }
        return rows;
    }

    /** The stored numbers of the drafts' profiles, by identity: many drafts share one, and comparing is dearer. */
    private Map<ConsentProfile, Integer> numbers(Overlap writes, List<Draft> drafts) throws SQLException {
        var numbers = new IdentityHashMap<ConsentProfile, Integer>();
        for (var draft : drafts) {
            for (var folded : draft.folded()) {
                numbers.put(folded.now(), -1);
                folded.later().forEach(due -> numbers.put(due.profile(), -1));
            }
        }
        var wanted = new HashSet<>(numbers.keySet());
        var known = profiles.known(wanted);
        var stored = known.size() == wanted.size() ? known : profiles.store(writes.connection(), wanted);
        numbers.replaceAll((profile, _) -> requireNonNull(stored.get(profile)));
        return numbers;
    }

    /** What falls due, by whole milliseconds: of two changes within one the later is left. */
    private static List<LogRow.Due> due(Folded folded, Map<ConsentProfile, Integer> numbers) {
        var due = new LinkedHashMap<Long, LogRow.Due>();
        for (var next : folded.later()) {
            long millis = next.at().toEpochMilli();
            due.put(millis, new LogRow.Due(millis, requireNonNull(numbers.get(next.profile()))));
        }
        return List.copyOf(due.values());
    }

    /** No rows for the log yet. */
    static BulkInsert inserts() {
        return new BulkInsert(
                "consent_log",
                List.of(
                        "sequence",
                        "subject",
                        "event_hash",
                        "subject_keys",
                        "event",
                        "effect",
                        "superseded_by",
                        "profile",
                        "due",
                        "digest"),
                BIGINT,
                BIGINT,
                BIGINT,
                BYTEA,
                BYTEA,
                VARCHAR,
                VARCHAR,
                INTEGER,
                BYTEA,
                BYTEA);
    }
}
