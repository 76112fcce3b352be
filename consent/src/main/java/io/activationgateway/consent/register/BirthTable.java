package io.activationgateway.consent.register;

import static io.activationgateway.consent.register.BulkInsert.Type.BIGINT;
import static io.activationgateway.consent.register.BulkInsert.Type.BYTEA;
import static io.activationgateway.consent.register.BulkInsert.Type.INTEGER;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The table {@code birth}, for the rows of one transaction. An erasure leaves the hashes of all that its subject had. */
final class BirthTable {

    private final Map<Long, Long> subjects = new HashMap<>();
    private final Set<Long> erasedSubjects = new HashSet<>();
    private final Set<Long> erasedRows = new HashSet<>();

    /** A row of a subject of whom a date of birth is known. */
    void add(long sequence, Subject subject) {
        subjects.put(sequence, subject.number());
    }

    /** Destroys what was there and what was added before. */
    void erase(Subject subject) {
        erasedSubjects.addAll(subject.members());
        subjects.forEach((sequence, number) -> {
            if (subject.members().contains(number)) {
                erasedRows.add(sequence);
            }
        });
    }

    /** @param rows those that were added, among others */
    void write(Connection connection, RoundTrip trip, List<LogRow> rows) throws SQLException {
        if (!erasedSubjects.isEmpty()) {
            trip.change(
                    "UPDATE birth SET salt = NULL, born = NULL, profile = NULL,"
                            + " due = NULL WHERE salt IS NOT NULL AND sequence IN (SELECT l.sequence FROM UNNEST(?)"
                            + " AS u(number) JOIN consent_log l ON l.subject = u.number)",
                    Subjects.longs(erasedSubjects, number -> number));
        }
        var inserts = new BulkInsert(
                "birth",
                List.of("sequence", "hash", "salt", "born", "profile", "due"),
                BIGINT,
                BYTEA,
                BYTEA,
                BIGINT,
                INTEGER,
                BYTEA);
        for (var row : rows) {
            var birth = row.birth();
            if (birth != null) {
                birth.addTo(inserts, row, erasedRows.contains(row.sequence()));
            }
        }
        inserts.run(connection, trip);
    }
}
