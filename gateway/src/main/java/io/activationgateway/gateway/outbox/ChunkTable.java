package io.activationgateway.gateway.outbox;

import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.gateway.storage.Sql;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Chunks in the database. Every change of one is made under its row's lock. Blocks; any thread. */
final class ChunkTable {

    /** H2 holds no longer binary than a mebibyte. */
    private static final int PIECE = 512 << 10;

    private final SealRing seals;

    ChunkTable(SealRing seals) {
        this.seals = seals;
    }

    long insert(Connection connection, String activation, String destination, List<Entry> entries, long now)
            throws SQLException {
        try (var insert = connection.prepareStatement(
                "INSERT INTO outbox_chunk (activation, destination, waiting, dead, marks, sealed_bytes)"
                        + " VALUES (?, ?, 0, 0, ?, 0)",
                Statement.RETURN_GENERATED_KEYS)) {
            insert.setString(1, activation);
            insert.setString(2, destination);
            insert.setBytes(3, new byte[0]);
            insert.executeUpdate();
            try (var key = insert.getGeneratedKeys()) {
                if (!key.next()) {
                    throw new SQLException("the database gave a chunk no id");
                }
                var chunk = new Chunk(key.getLong("id"), activation, destination, entries);
                chunk.remember();
                save(connection, chunk, now);
                saveSubjects(connection, chunk);
                return chunk.id;
            }
        }
    }

    /** The marks alone, without a lock. */
    Optional<Chunk> marks(Connection connection, long id) throws SQLException {
        return read(connection, id, "");
    }

    /** The chunk with its content, locked until the transaction ends. */
    Optional<Chunk> lock(Connection connection, long id) throws SQLException {
        var chunk = read(connection, id, " FOR UPDATE");
        if (chunk.isPresent()) {
            chunk.get().remember();
            chunk.get().fill(seals.open(place(chunk.get()), sealed(connection, id)));
        }
        return chunk;
    }

    /** Writes a chunk that was read under its lock. */
    void save(Connection connection, Chunk chunk, long now) throws SQLException {
        var sealed = seals.seal(place(chunk), chunk.content());
        Sql.update(connection, "DELETE FROM outbox_piece WHERE chunk = ?", chunk.id);
        for (int at = 0; at < sealed.length; at += PIECE) {
            Sql.update(
                    connection,
                    "INSERT INTO outbox_piece (chunk, place, sealed) VALUES (?, ?, ?)",
                    chunk.id,
                    at / PIECE,
                    Arrays.copyOfRange(sealed, at, Math.min(sealed.length, at + PIECE)));
        }
        Sql.update(connection, "UPDATE outbox_chunk SET sealed_bytes = ? WHERE id = ?", sealed.length, chunk.id);
        saveWaiting(connection, chunk, now);
        saveMarks(connection, chunk, now);
    }

    /** Writes of whom nothing waits in a chunk any more, and of whom something waits again. */
    private static void saveWaiting(Connection connection, Chunk chunk, long now) throws SQLException {
        setWaiting(connection, chunk, chunk.again(), true);
        var ended = chunk.ended();
        if (chunk.waiting() == 0) {
            Sql.update(connection, "UPDATE outbox_subject SET waiting = FALSE WHERE chunk = ? AND waiting", chunk.id);
        } else {
            setWaiting(connection, chunk, ended, false);
        }
        if (!ended.isEmpty()) {
            Queue.wake(connection, chunk.destination, chunk.id);
        }
        chunk.wake(now);
    }

    private static void setWaiting(Connection connection, Chunk chunk, Set<SubjectKey> keys, boolean waiting)
            throws SQLException {
        if (keys.isEmpty()) {
            return;
        }
        try (var update = connection.prepareStatement(
                "UPDATE outbox_subject SET waiting = ? WHERE key_high = ? AND key_low = ? AND chunk = ?")) {
            for (var key : keys) {
                update.setBoolean(1, waiting);
                update.setLong(2, key.high());
                update.setLong(3, key.low());
                update.setLong(4, chunk.id);
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    /** Writes what is readable of a chunk, whose content has not changed. */
    void saveMarks(Connection connection, Chunk chunk, long now) throws SQLException {
        var due = chunk.due();
        Sql.update(
                connection,
                "UPDATE outbox_chunk SET waiting = ?, dead = ?, due_millis = ?, marks = ? WHERE id = ?",
                chunk.waiting(),
                chunk.dead(),
                due.isPresent() ? (Long) due.getAsLong() : null,
                chunk.marks(),
                chunk.id);
        var dead = chunk.deadLetters();
        if (dead.isEmpty()) {
            Sql.update(connection, "DELETE FROM outbox_dead WHERE chunk = ?", chunk.id);
            return;
        }
        long since = Sql.first(
                        connection,
                        "SELECT min(since_millis) FROM outbox_dead WHERE chunk = ? HAVING count(*) > 0",
                        row -> row.getLong(1),
                        chunk.id)
                .orElse(now);
        Sql.update(connection, "DELETE FROM outbox_dead WHERE chunk = ?", chunk.id);
        for (var group : dead.entrySet()) {
            Sql.update(
                    connection,
                    "INSERT INTO outbox_dead (chunk, reason, uncertain, records, since_millis) VALUES (?, ?, ?, ?, ?)",
                    chunk.id,
                    group.getKey().reason(),
                    group.getKey().uncertain(),
                    group.getValue(),
                    since);
        }
    }

    /** Writes anew whom a chunk holds something of. */
    void saveSubjects(Connection connection, Chunk chunk) throws SQLException {
        Sql.update(connection, "DELETE FROM outbox_subject WHERE chunk = ?", chunk.id);
        var waiting = chunk.waitingSubjects();
        try (var insert = connection.prepareStatement(
                "INSERT INTO outbox_subject (key_high, key_low, chunk, waiting) VALUES (?, ?, ?, ?)")) {
            for (var key : chunk.subjects()) {
                insert.setLong(1, key.high());
                insert.setLong(2, key.low());
                insert.setLong(3, chunk.id);
                insert.setBoolean(4, waiting.contains(key));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** The chunks that hold something of these people, in their order. */
    NavigableSet<Long> ofSubjects(Connection connection, Collection<SubjectKey> keys) throws SQLException {
        var found = new TreeSet<Long>();
        try (var select =
                connection.prepareStatement("SELECT chunk FROM outbox_subject WHERE key_high = ? AND key_low = ?")) {
            for (var key : keys) {
                select.setLong(1, key.high());
                select.setLong(2, key.low());
                try (var rows = select.executeQuery()) {
                    while (rows.next()) {
                        found.add(rows.getLong(1));
                    }
                }
            }
        }
        return found;
    }

    List<Long> ofActivation(Connection connection, String activation) throws SQLException {
        return Sql.list(
                connection,
                "SELECT id FROM outbox_chunk WHERE activation = ? ORDER BY id",
                row -> row.getLong(1),
                activation);
    }

    /** What lies here by now, where anything for the destination may still be sent. */
    Horizon horizon(Connection connection, String destination) throws SQLException {
        return Sql.first(
                        connection,
                        "SELECT (SELECT max(id) FROM outbox_chunk) FROM outbox_chunk"
                                + " WHERE destination = ? AND due_millis IS NOT NULL FETCH FIRST 1 ROWS ONLY",
                        row -> new Horizon(row.getLong(1)),
                        destination)
                .orElse(Horizon.NOTHING);
    }

    void delete(Connection connection, long id) throws SQLException {
        for (var table : List.of("outbox_piece", "outbox_subject", "outbox_dead", "outbox_wake")) {
            Sql.update(connection, "DELETE FROM " + table + " WHERE chunk = ?", id);
        }
        Sql.update(connection, "DELETE FROM outbox_chunk WHERE id = ?", id);
    }

    private static Optional<Chunk> read(Connection connection, long id, String lock) throws SQLException {
        return Sql.first(
                connection,
                "SELECT activation, destination, marks FROM outbox_chunk WHERE id = ?" + lock,
                row -> new Chunk(id, row.getString(1), row.getString(2), Chunk.ofMarks(row.getBytes(3))),
                id);
    }

    private static byte[] sealed(Connection connection, long id) throws SQLException {
        var whole = new ByteArrayOutputStream();
        Sql.list(
                        connection,
                        "SELECT sealed FROM outbox_piece WHERE chunk = ? ORDER BY place",
                        row -> row.getBytes(1),
                        id)
                .forEach(whole::writeBytes);
        return whole.toByteArray();
    }

    /** What a chunk's seal is bound to: in another chunk's place it does not open. */
    private static String place(Chunk chunk) {
        return chunk.activation + "/" + chunk.id;
    }
}
