package io.activationgateway.gateway.lifecycle;

import static io.activationgateway.gateway.storage.Sql.update;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.activationgateway.gateway.screening.WhatIfReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the nodes of a region ask each other about their traffic, and answer, over the region's database. Blocks; any
 * thread.
 */
final class WhatIfQuestions {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final byte[] NOTHING = {};

    private final Transactions transactions;

    WhatIfQuestions(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * What is asked.
     *
     * @param node who asks
     * @param version that the draft is compared with
     * @param draft its documents in canonical form
     */
    @SuppressWarnings("ArrayRecordComponent") // carried, never compared
    record Question(String id, String node, long version, Instant at, byte[] draft) {

        @Override
        public String toString() {
            return "Question[" + id + ", " + node + ", " + version + ", " + at + "]";
        }
    }

    /** A report as it is stored. */
    private record Stored(
            long sinceMillis,
            long screened,
            long recorded,
            long decided,
            long features,
            long same,
            List<WhatIfReport.Flip> flips,
            Map<String, Long> columns) {}

    /** Asks all other nodes; what somebody asked long ago and did not take away goes first. */
    void ask(Question question) throws SQLException {
        transactions.run(connection -> {
            update(
                    connection,
                    "DELETE FROM what_if_answer WHERE question IN (SELECT id FROM what_if_question"
                            + " WHERE asked < CURRENT_TIMESTAMP - INTERVAL '10' MINUTE)");
            update(connection, "DELETE FROM what_if_question WHERE asked < CURRENT_TIMESTAMP - INTERVAL '10' MINUTE");
            return update(
                    connection,
                    "INSERT INTO what_if_question (id, node, acting, at_millis, documents, asked)"
                            + " VALUES (?, ?, ?, ?, ?, CURRENT_TIMESTAMP)",
                    question.id(),
                    question.node(),
                    question.version(),
                    question.at().toEpochMilli(),
                    question.draft());
        });
    }

    /** What others asked within a minute and this node has not answered. */
    List<Question> open(String node) throws SQLException {
        return transactions.run(connection -> {
            try (var query = connection.prepareStatement("SELECT id, node, acting, at_millis, documents FROM"
                    + " what_if_question WHERE node <> ? AND asked > CURRENT_TIMESTAMP - INTERVAL '1' MINUTE AND NOT"
                    + " EXISTS (SELECT 1 FROM what_if_answer WHERE question = what_if_question.id AND what_if_answer.node"
                    + " = ?)")) {
                query.setString(1, node);
                query.setString(2, node);
                try (var rows = query.executeQuery()) {
                    var open = new ArrayList<Question>();
                    while (rows.next()) {
                        open.add(new Question(
                                rows.getString(1),
                                rows.getString(2),
                                rows.getLong(3),
                                Instant.ofEpochMilli(rows.getLong(4)),
                                rows.getBytes(5)));
                    }
                    return open;
                }
            }
        });
    }

    /** Answers, with nothing where this node cannot tell; an answer to what is no longer asked is not kept. */
    void answer(Question question, String node, Optional<WhatIfReport> report) throws SQLException {
        var bytes = report.map(WhatIfQuestions::write).orElse(NOTHING);
        transactions.run(connection -> update(
                connection,
                "INSERT INTO what_if_answer (question, node, report) SELECT id, CAST(? AS VARCHAR), CAST(? AS BYTEA)"
                        + " FROM what_if_question WHERE id = ?",
                node,
                bytes,
                question.id()));
    }

    /** What was answered until now, by node; empty from one that cannot tell. */
    Map<String, Optional<WhatIfReport>> answers(Question question) throws SQLException {
        return transactions.run(connection -> {
            try (var query =
                    connection.prepareStatement("SELECT node, report FROM what_if_answer WHERE question = ?")) {
                query.setString(1, question.id());
                try (var rows = query.executeQuery()) {
                    var answers = new TreeMap<String, Optional<WhatIfReport>>();
                    while (rows.next()) {
                        answers.put(rows.getString(1), read(rows.getBytes(2)));
                    }
                    return answers;
                }
            }
        });
    }

    /** Takes a question and its answers away. */
    void forget(Question question) throws SQLException {
        transactions.run(connection -> update(connection, "DELETE FROM what_if_question WHERE id = ?", question.id())
                + update(connection, "DELETE FROM what_if_answer WHERE question = ?", question.id()));
    }

    private static byte[] write(WhatIfReport report) {
        try {
            return JSON.writeValueAsBytes(new Stored(
                    report.since().toEpochMilli(),
                    report.screened(),
                    report.recorded(),
                    report.decided(),
                    report.features(),
                    report.same(),
                    report.flips(),
                    report.columns()));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Optional<WhatIfReport> read(byte[] bytes) {
        if (bytes.length == 0) {
            return Optional.empty();
        }
        try {
            var stored = JSON.readValue(bytes, Stored.class);
            return Optional.of(new WhatIfReport(
                    Instant.ofEpochMilli(stored.sinceMillis()),
                    stored.screened(),
                    stored.recorded(),
                    stored.decided(),
                    stored.features(),
                    stored.same(),
                    stored.flips(),
                    stored.columns()));
        } catch (IOException otherBuild) {
            // A node of another release, as while they are exchanged one by one.
            return Optional.empty();
        }
    }
}
