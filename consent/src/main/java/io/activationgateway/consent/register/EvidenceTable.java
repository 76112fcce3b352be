package io.activationgateway.consent.register;

import static io.activationgateway.consent.register.BulkInsert.Type.BIGINT;
import static io.activationgateway.consent.register.BulkInsert.Type.VARCHAR;

import io.activationgateway.consent.event.Evidence;
import io.activationgateway.consent.event.EvidenceMethod;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The table {@code evidence}, for the events of one transaction. An erasure deletes all that its subject had, and its
 * own is not kept.
 */
final class EvidenceTable {

    private final Map<Long, Proof> added = new LinkedHashMap<>();
    private final Set<Long> erased = new HashSet<>();

    private record Proof(long subject, Evidence evidence) {}

    void add(long sequence, Subject subject, Evidence evidence) {
        if (!evidence.equals(Evidence.NONE)) {
            added.put(sequence, new Proof(subject.number(), evidence));
        }
    }

    /** Deletes what was there and what was added before. */
    void erase(Subject subject) {
        erased.addAll(subject.members());
        added.values().removeIf(proof -> subject.members().contains(proof.subject));
    }

    void write(Connection connection, RoundTrip trip) throws SQLException {
        if (!erased.isEmpty()) {
            trip.change(
                    "DELETE FROM evidence WHERE sequence IN (SELECT l.sequence"
                            + " FROM UNNEST(?) AS u(number) JOIN consent_log l ON l.subject = u.number)",
                    Subjects.longs(erased, number -> number));
        }
        var inserts = new BulkInsert(
                "evidence",
                List.of("sequence", "notice", "method", "source", "place", "details"),
                BIGINT,
                VARCHAR,
                VARCHAR,
                VARCHAR,
                VARCHAR,
                VARCHAR);
        added.forEach((sequence, proof) -> {
            var method = proof.evidence.method();
            inserts.add(
                    sequence,
                    proof.evidence.notice(),
                    method == null ? null : method.name(),
                    proof.evidence.source(),
                    proof.evidence.place(),
                    DetailsJson.write(proof.evidence.details()));
        });
        inserts.run(connection, trip);
    }

    /** The evidence of these rows, as far as there is any. */
    static Map<Long, Evidence> read(Connection connection, Collection<Long> sequences) throws SQLException {
        var found = new HashMap<Long, Evidence>();
        try (var select = connection.prepareStatement("SELECT e.sequence, e.notice, e.method, e.source, e.place,"
                + " e.details FROM UNNEST(?) AS u(number) JOIN evidence e ON e.sequence = u.number")) {
            select.setArray(1, Subjects.longs(sequences, number -> number).of(connection));
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    var method = rows.getString(3);
                    found.put(
                            rows.getLong(1),
                            new Evidence(
                                    rows.getString(2),
                                    method == null ? null : EvidenceMethod.valueOf(method),
                                    rows.getString(4),
                                    rows.getString(5),
                                    DetailsJson.read(rows.getString(6))));
                }
            }
        }
        return found;
    }
}
