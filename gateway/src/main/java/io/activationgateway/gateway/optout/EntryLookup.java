package io.activationgateway.gateway.optout;

import static io.activationgateway.gateway.optout.DisclosureStore.longs;

import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.gateway.storage.Tables;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Finds people in the disclosure record. Blocks; any thread. */
final class EntryLookup {

    private final Tables tables;

    EntryLookup(Tables tables) {
        this.tables = tables;
    }

    /** Where an entry of a person stands. */
    record Place(SubjectKey key, long entry, String destination) {}

    /** The entries of people with these keys, which are of the newest generation, and not going; oldest first. */
    List<Place> places(Collection<SubjectKey> keys) throws SQLException {
        return tables.read((connection, _) -> {
            var places = new ArrayList<Place>();
            try (var select = connection.prepareStatement("SELECT k.key_high, k.key_low, d.entry, d.destination,"
                    + " d.going_millis FROM UNNEST(?, ?) AS u(high, low)"
                    + " JOIN disclosure_key k ON k.key_high = u.high AND k.key_low = u.low"
                    + " JOIN disclosure d ON d.entry = k.entry ORDER BY d.since_millis, d.entry")) {
                select.setArray(1, longs(connection, keys, SubjectKey::high));
                select.setArray(2, longs(connection, keys, SubjectKey::low));
                try (var rows = select.executeQuery()) {
                    while (rows.next()) {
                        places.add(new Place(
                                new SubjectKey(rows.getLong(1), rows.getLong(2)), rows.getLong(3), rows.getString(4)));
                    }
                }
            }
            return places;
        });
    }

    /** The entries of people with these keys, oldest first. */
    List<Entry> of(Collection<SubjectKey> keys) throws SQLException {
        var ids = places(keys).stream().map(Place::entry).distinct().toList();
        var found = entries(ids);
        return ids.stream().map(found::get).filter(Objects::nonNull).toList();
    }

    /** These entries by their ids; what is destroyed is missing. */
    Map<Long, Entry> entries(Collection<Long> ids) throws SQLException {
        return tables.read((connection, _) -> {
            var keys = keys(connection, ids);
            var entries = new HashMap<Long, Entry>();
            try (var select = connection.prepareStatement("SELECT " + SealColumns.READ
                    + ", d.since_millis, d.unsure_millis"
                    + " FROM UNNEST(?) AS u(entry) JOIN disclosure d ON d.entry = u.entry")) {
                select.setArray(1, longs(connection, ids, id -> id));
                try (var rows = select.executeQuery()) {
                    while (rows.next()) {
                        long id = rows.getLong(1);
                        entries.put(id, entry(rows, keys.getOrDefault(id, Set.of())));
                    }
                }
            }
            return entries;
        });
    }

    private static Entry entry(ResultSet row, Set<SubjectKey> keys) throws SQLException {
        var since = Instant.ofEpochMilli(row.getLong(SealColumns.WIDTH + 1));
        long unsure = row.getLong(SealColumns.WIDTH + 2);
        return new Entry(since, row.wasNull() ? null : Instant.ofEpochMilli(unsure), keys, SealColumns.read(row));
    }

    /** By entry, the keys by which it is found. */
    static Map<Long, Set<SubjectKey>> keys(Connection connection, Collection<Long> ids) throws SQLException {
        var keys = new HashMap<Long, Set<SubjectKey>>();
        try (var select = connection.prepareStatement("SELECT k.entry, k.key_high, k.key_low FROM UNNEST(?) AS u(entry)"
                + " JOIN disclosure_key k ON k.entry = u.entry")) {
            select.setArray(1, longs(connection, ids, id -> id));
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    keys.computeIfAbsent(rows.getLong(1), _ -> new HashSet<>())
                            .add(new SubjectKey(rows.getLong(2), rows.getLong(3)));
                }
            }
        }
        return keys;
    }

    /**
     * Which of these keys a destination was sent until an instant; a person who is going is nobody there.
     *
     * @param generation of the keys
     * @throws SQLException also where the record has keys of another generation, so that a miss would say nothing
     */
    Set<SubjectKey> sent(String destination, int generation, Collection<SubjectKey> keys, Instant until)
            throws SQLException {
        return tables.read((connection, _) -> {
            requireGeneration(connection, generation);
            var sent = new HashSet<SubjectKey>();
            try (var select = connection.prepareStatement("SELECT k.key_high, k.key_low, d.destination,"
                    + " d.since_millis, d.going_millis FROM UNNEST(?, ?) AS u(high, low)"
                    + " JOIN disclosure_key k ON k.key_high = u.high AND k.key_low = u.low"
                    + " JOIN disclosure d ON d.entry = k.entry")) {
                select.setArray(1, longs(connection, keys, SubjectKey::high));
                select.setArray(2, longs(connection, keys, SubjectKey::low));
                try (var rows = select.executeQuery()) {
                    while (rows.next()) {
                        boolean held = rows.getString(3).equals(destination)
                                && rows.getObject(5) == null
                                && !Instant.ofEpochMilli(rows.getLong(4)).isAfter(until);
                        if (held) {
                            sent.add(new SubjectKey(rows.getLong(1), rows.getLong(2)));
                        }
                    }
                }
            }
            return sent;
        });
    }

    private static void requireGeneration(Connection connection, int generation) throws SQLException {
        try (var select = connection.prepareStatement("SELECT MIN(generation), MAX(generation) FROM disclosure_key");
                var row = select.executeQuery()) {
            row.next();
            int oldest = row.getInt(1);
            if (!row.wasNull() && (oldest != generation || row.getInt(2) != generation)) {
                throw new SQLException("the disclosure record is being brought to other keys");
            }
        }
    }
}
