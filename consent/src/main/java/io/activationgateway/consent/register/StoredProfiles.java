package io.activationgateway.consent.register;

import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.profile.ConsentProfileCodec;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * The table {@code profile}, as far as this node has read it. Stored numbers are the log's; a node numbers profiles
 * itself, so that its numbers keep their meaning when the log turns out to be another one. For one thread at a time.
 */
final class StoredProfiles {

    private final ProfileTable profiles;
    private final Map<ConsentProfile, Integer> storedOf = new HashMap<>();
    private final Map<Integer, Integer> localOf = new HashMap<>();
    private int next;

    StoredProfiles(ProfileTable profiles) {
        this.profiles = profiles;
    }

    /** Reads what was stored since the last call. */
    void catchUp(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement(
                "SELECT number, canonical FROM profile WHERE number >= ? ORDER BY number")) {
            select.setInt(1, next);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    learn(rows.getInt(1), ConsentProfileCodec.decode(rows.getBytes(2)));
                }
            }
        }
    }

    /**
     * The stored number of a profile, which is stored first if it is new; the transaction holds the head's lock. What a
     * transaction stores is learnt by {@link #catchUp} once it is committed.
     */
    int store(Connection connection, ConsentProfile profile) throws SQLException {
        var known = storedOf.get(profile);
        if (known != null) {
            return known;
        }
        var canonical = ConsentProfileCodec.encode(profile);
        var digest = Digest.of(canonical);
        try (var select = connection.prepareStatement("SELECT number FROM profile WHERE digest = ?")) {
            select.setBytes(1, digest.bytes());
            try (var rows = select.executeQuery()) {
                if (rows.next()) {
                    return rows.getInt(1);
                }
            }
        }
        int number = count(connection);
        try (var insert =
                connection.prepareStatement("INSERT INTO profile (number, digest, canonical) VALUES (?, ?, ?)")) {
            insert.setInt(1, number);
            insert.setBytes(2, digest.bytes());
            insert.setBytes(3, canonical);
            insert.executeUpdate();
        }
        return number;
    }

    /** Whether a stored number was read already. */
    boolean knows(int storedNumber) {
        return localOf.containsKey(storedNumber);
    }

    /** This node's number of a stored profile. */
    int local(int stored) {
        var local = localOf.get(stored);
        if (local == null) {
            throw new IllegalStateException(
                    "consent register: profile " + stored + " is not in table profile; restore the database");
        }
        return local;
    }

    /** Forgets the stored numbers, of another log. */
    void clear() {
        storedOf.clear();
        localOf.clear();
        next = 0;
    }

    private void learn(int stored, ConsentProfile profile) {
        storedOf.put(profile, stored);
        localOf.put(stored, profiles.intern(profile));
        next = stored + 1;
    }

    private static int count(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT COALESCE(MAX(number) + 1, 0) FROM profile")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
