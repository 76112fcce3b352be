package io.activationgateway.consent.register;

import static io.activationgateway.consent.register.BulkInsert.Type.BYTEA;
import static io.activationgateway.consent.register.BulkInsert.Type.INTEGER;

import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.profile.ConsentProfileCodec;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

    /** The stored numbers of those profiles that were read already. */
    Map<ConsentProfile, Integer> known(Collection<ConsentProfile> wanted) {
        var numbers = new HashMap<ConsentProfile, Integer>();
        for (var profile : wanted) {
            int local = profiles.find(profile);
            if (local >= 0 && local < storedOf.length && storedOf[local] > 0) {
                numbers.put(profile, storedOf[local] - 1);
            }
        }
        return numbers;
    }

    /**
     * The stored numbers of profiles, of which the new ones are stored first; the transaction holds the head's lock.
     * What a transaction stores is learnt by {@link #catchUp} once it is committed.
     */
    Map<ConsentProfile, Integer> store(Connection connection, Collection<ConsentProfile> wanted) throws SQLException {
        var numbers = known(wanted);
        var unknown = new HashMap<Digest, ConsentProfile>();
        for (var profile : wanted) {
            if (!numbers.containsKey(profile)) {
                unknown.put(Digest.of(ConsentProfileCodec.encode(profile)), profile);
            }
        }
        if (unknown.isEmpty()) {
            return numbers;
        }
        find(connection, unknown.keySet()).forEach((digest, number) -> numbers.put(unknown.remove(digest), number));
        int number = count(connection);
        var inserts = new BulkInsert("profile", List.of("number", "digest", "canonical"), INTEGER, BYTEA, BYTEA);
        for (var entry : unknown.entrySet()) {
            inserts.add(number, entry.getKey().bytes(), ConsentProfileCodec.encode(entry.getValue()));
            numbers.put(entry.getValue(), number);
            number++;
        }
        inserts.run(connection);
        return numbers;
    }

    private static Map<Digest, Integer> find(Connection connection, Collection<Digest> digests) throws SQLException {
        var found = new HashMap<Digest, Integer>();
        try (var select = connection.prepareStatement(
                "SELECT p.digest, p.number FROM UNNEST(?) AS u(digest) JOIN profile p ON p.digest = u.digest")) {
            select.setArray(
                    1,
                    connection.createArrayOf(
                            "BYTEA", digests.stream().map(Digest::bytes).toArray(byte[][]::new)));
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    found.put(Digest.stored(rows.getBytes(1)), rows.getInt(2));
                }
            }
        }
        return found;
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
