package io.activationgateway.consent.register;

import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.profile.ConsentProfileCodec;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * The table {@code profile}, as far as this node has read it. Stored numbers are the log's; a node numbers profiles
 * itself, so that its numbers keep their meaning when the log turns out to be another one. For one thread at a time.
 */
final class StoredProfiles {

    private final ProfileTable profiles;
    /** The stored number of each local one plus one, 0 where it has none, and the other way round. */
    private int[] storedOf = new int[0];

    private int[] localOf = new int[0];
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
        int known = profiles.find(profile);
        if (known >= 0 && known < storedOf.length && storedOf[known] > 0) {
            return storedOf[known] - 1;
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
        return storedNumber >= 0 && storedNumber < localOf.length && localOf[storedNumber] > 0;
    }

    /** This node's number of a stored profile. */
    int local(int stored) {
        if (!knows(stored)) {
            throw new IllegalStateException(
                    "consent register: profile " + stored + " is not in table profile; restore the database");
        }
        return localOf[stored] - 1;
    }

    /** Forgets the stored numbers, of another log. */
    void clear() {
        storedOf = new int[0];
        localOf = new int[0];
        next = 0;
    }

    private void learn(int stored, ConsentProfile profile) {
        int local = profiles.intern(profile);
        storedOf = with(storedOf, local, stored + 1);
        localOf = with(localOf, stored, local + 1);
        next = stored + 1;
    }

    private static int[] with(int[] numbers, int place, int number) {
        var longer = place < numbers.length ? numbers : Arrays.copyOf(numbers, place + place / 8 + 16);
        longer[place] = number;
        return longer;
    }

    private static int count(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT COALESCE(MAX(number) + 1, 0) FROM profile")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
