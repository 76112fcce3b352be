package io.activationgateway.gateway.optout;

import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.identity.SubjectKeys;
import io.activationgateway.gateway.storage.Tables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the disclosure record to the newest pseudonym key: the keys by which entries are found, and the seals of their
 * identifiers. Blocks; any thread.
 */
final class KeyFollower {

    private static final Logger log = LoggerFactory.getLogger(KeyFollower.class);

    private static final int PAGE = 5_000;

    private final Tables tables;
    private final KeyRing ring;
    private final EntrySeal seal;

    KeyFollower(Tables tables, KeyRing ring, EntrySeal seal) {
        this.tables = tables;
        this.ring = ring;
        this.seal = seal;
    }

    private record OldKey(SubjectKey key, long entry, int generation) {}

    /**
     * Brings some keys of earlier generations to this one, and with them all seals of their entries.
     *
     * @return whether any were left
     */
    boolean step(int generation) throws SQLException {
        if (generation == 0) {
            return false;
        }
        return tables.write((connection, _) -> {
            var old = old(connection, generation);
            if (!old.isEmpty()) {
                wrap(connection, old, new SubjectKeys(ring).under(generation));
                seal(connection, old.stream().map(OldKey::entry).collect(Collectors.toSet()), generation);
            }
            return !old.isEmpty();
        });
    }

    private static List<OldKey> old(Connection connection, int generation) throws SQLException {
        var old = new ArrayList<OldKey>();
        try (var select = connection.prepareStatement("SELECT key_high, key_low, entry, generation FROM disclosure_key"
                + " WHERE generation < ? FETCH FIRST " + PAGE + " ROWS ONLY")) {
            select.setInt(1, generation);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    old.add(new OldKey(
                            new SubjectKey(rows.getLong(1), rows.getLong(2)), rows.getLong(3), rows.getInt(4)));
                }
            }
        }
        return old;
    }

    private static void wrap(Connection connection, List<OldKey> old, SubjectKeys keys) throws SQLException {
        try (var update = connection.prepareStatement("UPDATE disclosure_key SET key_high = ?, key_low = ?,"
                + " generation = ? WHERE key_high = ? AND key_low = ? AND entry = ? AND generation = ?")) {
            for (var each : old) {
                var now = keys.wrap(each.key(), each.generation());
                update.setLong(1, now.high());
                update.setLong(2, now.low());
                update.setInt(3, keys.generation());
                update.setLong(4, each.key().high());
                update.setLong(5, each.key().low());
                update.setLong(6, each.entry());
                update.setInt(7, each.generation());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    private void seal(Connection connection, Set<Long> entries, int generation) throws SQLException {
        var sealed = new ArrayList<SealedIdentifiers>();
        int broken = 0;
        for (var each : read(connection, entries).values()) {
            try {
                if (each.generation() < generation) {
                    sealed.add(seal.seal(each.place(), generation, seal.open(each)));
                }
            } catch (IllegalStateException doesNotOpen) {
                broken++;
            }
        }
        SealColumns.update(connection, sealed);
        if (broken > 0) {
            log.error(
                    "{} entries of the disclosure record do not open and stay under their pseudonym key: was it replaced?",
                    broken);
        }
    }

    private static Map<Long, SealedIdentifiers> read(Connection connection, Set<Long> entries) throws SQLException {
        var read = new HashMap<Long, SealedIdentifiers>();
        try (var select = connection.prepareStatement(
                "SELECT " + SealColumns.READ + " FROM UNNEST(?) AS u(entry) JOIN disclosure d ON d.entry = u.entry")) {
            select.setArray(1, DisclosureStore.longs(connection, entries, entry -> entry));
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    var sealed = SealColumns.read(rows);
                    read.put(sealed.place().entry(), sealed);
                }
            }
        }
        return read;
    }
}
