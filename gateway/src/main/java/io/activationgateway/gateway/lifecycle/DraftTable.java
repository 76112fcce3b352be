package io.activationgateway.gateway.lifecycle;

import io.activationgateway.gateway.lifecycle.Draft.Approved;
import io.activationgateway.gateway.lifecycle.Draft.State;
import io.activationgateway.gateway.storage.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The drafts in the region's database, within a transaction of the caller. */
final class DraftTable {

    private static final String COLUMNS =
            "SELECT id, title, base, revision, state, digest, documents, version, changed_millis FROM policy_draft";

    private DraftTable() {}

    static void insert(Connection connection, Draft draft) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO policy_draft (id, title, base, revision, state, digest, documents, changed_millis)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                draft.id(),
                draft.title(),
                draft.base(),
                draft.revision(),
                draft.state().name(),
                draft.digest(),
                FilesFormat.write(draft.files()),
                draft.changed().toEpochMilli());
        editors(connection, draft);
    }

    /** Writes a draft's content and state; false where somebody else changed it since it was read. */
    static boolean update(Connection connection, Draft draft, int before) throws SQLException {
        int updated = Sql.update(
                connection,
                "UPDATE policy_draft SET title = ?, base = ?, revision = ?, state = ?, digest = ?, documents = ?,"
                        + " version = ?, changed_millis = ? WHERE id = ? AND revision = ? AND state = 'OPEN'",
                draft.title(),
                draft.base(),
                draft.revision(),
                draft.state().name(),
                draft.digest(),
                FilesFormat.write(draft.files()),
                draft.version(),
                draft.changed().toEpochMilli(),
                draft.id(),
                before);
        editors(connection, draft);
        return updated == 1;
    }

    private static void editors(Connection connection, Draft draft) throws SQLException {
        for (var editor : draft.editors()) {
            Sql.update(
                    connection,
                    "INSERT INTO policy_draft_editor (draft, person) SELECT CAST(? AS VARCHAR), CAST(? AS VARCHAR)"
                            + " WHERE NOT EXISTS (SELECT 1 FROM policy_draft_editor WHERE draft = ? AND person = ?)",
                    draft.id(),
                    editor,
                    draft.id(),
                    editor);
        }
    }

    static void approve(Connection connection, Draft draft, String person, Instant at) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO policy_approval (draft, digest, person, at_millis) SELECT CAST(? AS VARCHAR),"
                        + " CAST(? AS VARCHAR), CAST(? AS VARCHAR), CAST(? AS BIGINT) WHERE NOT EXISTS (SELECT 1 FROM"
                        + " policy_approval WHERE draft = ? AND digest = ? AND person = ?)",
                draft.id(),
                draft.digest(),
                person,
                at.toEpochMilli(),
                draft.id(),
                draft.digest(),
                person);
    }

    static Optional<Draft> find(Connection connection, String id) throws SQLException {
        try (var query = connection.prepareStatement(COLUMNS + " WHERE id = ?")) {
            query.setString(1, id);
            try (var rows = query.executeQuery()) {
                return rows.next() ? Optional.of(draft(connection, rows)) : Optional.empty();
            }
        }
    }

    /** The drafts, newest first. */
    static List<Draft> newest(Connection connection, int count) throws SQLException {
        try (var query = connection.prepareStatement(
                        COLUMNS + " ORDER BY changed_millis DESC, id DESC FETCH FIRST " + count + " ROWS ONLY");
                var rows = query.executeQuery()) {
            var drafts = new ArrayList<Draft>();
            while (rows.next()) {
                drafts.add(draft(connection, rows));
            }
            return drafts;
        }
    }

    private static Draft draft(Connection connection, ResultSet rows) throws SQLException {
        var id = rows.getString(1);
        var digest = rows.getString(6);
        long version = rows.getLong(8);
        return new Draft(
                id,
                rows.getString(2),
                rows.getLong(3),
                rows.getInt(4),
                State.valueOf(rows.getString(5)),
                digest,
                editors(connection, id),
                approvals(connection, id, digest),
                version == 0 ? null : Long.valueOf(version),
                Instant.ofEpochMilli(rows.getLong(9)),
                FilesFormat.read(rows.getBytes(7)));
    }

    private static List<String> editors(Connection connection, String id) throws SQLException {
        try (var query =
                connection.prepareStatement("SELECT person FROM policy_draft_editor WHERE draft = ? ORDER BY person")) {
            query.setString(1, id);
            try (var rows = query.executeQuery()) {
                var names = new ArrayList<String>();
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
                return names;
            }
        }
    }

    private static List<Approved> approvals(Connection connection, String id, String digest) throws SQLException {
        try (var query = connection.prepareStatement(
                "SELECT person, at_millis FROM policy_approval WHERE draft = ? AND digest = ? ORDER BY person")) {
            query.setString(1, id);
            query.setString(2, digest);
            try (var rows = query.executeQuery()) {
                var approvals = new ArrayList<Approved>();
                while (rows.next()) {
                    approvals.add(new Approved(rows.getString(1), Instant.ofEpochMilli(rows.getLong(2))));
                }
                return approvals;
            }
        }
    }
}
