package io.activationgateway.consent.register;

import io.activationgateway.consent.identity.Identifier;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.identity.SubjectKeys;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Subject keys as one transaction has them: all of the generation that the head names in it, whichever generation they
 * were written under. One thread.
 */
final class Keying {

    private final KeyRing ring;
    private final SubjectKeys keys;
    private final Generations generations;
    private final int generation;
    private final int next;

    private Keying(KeyRing ring, Generations generations, int generation, int next) {
        this.ring = ring;
        this.keys = new SubjectKeys(ring).under(generation);
        this.generations = generations;
        this.generation = generation;
        this.next = next;
    }

    /**
     * For a transaction that has locked the head and writes.
     *
     * @throws MissingKey where this node has not the keys for that, the one that is being prepared included
     */
    static Keying toWrite(Connection connection, Head locked, KeyRing ring) throws SQLException {
        MissingKey.check(ring, locked.nextGeneration());
        return toRead(connection, locked, ring);
    }

    /**
     * For a transaction that has read the head.
     *
     * @throws MissingKey where this node has not the key that counts
     */
    static Keying toRead(Connection connection, Head head, KeyRing ring) throws SQLException {
        MissingKey.check(ring, head.generation());
        var generations = head.generation() == 0 ? Generations.FIRST : Generations.read(connection);
        generations.check(ring);
        return new Keying(ring, generations, head.generation(), head.nextGeneration());
    }

    /** The generation of all keys that this hands out. */
    int generation() {
        return generation;
    }

    SubjectKey key(Identifier identifier) {
        return keys.key(identifier);
    }

    /** The keys of an identifier in each generation before, the oldest first. */
    List<SubjectKey> former(Identifier identifier) {
        var former = new ArrayList<SubjectKey>();
        var earlier = new SubjectKeys(ring);
        for (int each = 0; each < generation; each++) {
            former.add(earlier.under(each).key(identifier));
        }
        return former;
    }

    /** The keys that the row at a sequence has, or what falls due by it. */
    List<SubjectKey> ofRow(long sequence, List<SubjectKey> stored) {
        return of(generations.at(sequence), stored);
    }

    /** Keys of an earlier generation. */
    List<SubjectKey> of(int earlier, List<SubjectKey> stored) {
        return earlier == generation
                ? stored
                : stored.stream().map(key -> keys.wrap(key, earlier)).toList();
    }

    /** The table that says whom keys belong to. */
    String table() {
        return table(generation);
    }

    /** Whether another generation is being prepared: then whatever is written to {@link #table} is written for it too. */
    boolean preparesNext() {
        return next > generation;
    }

    /** The table of the generation that is being prepared. */
    String nextTable() {
        return table(next);
    }

    /** What a key will be in the generation that is being prepared. */
    SubjectKey next(SubjectKey key) {
        return ring.wrap(key, generation, next);
    }

    static String table(int ofGeneration) {
        return ofGeneration % 2 == 0 ? "subject_key" : "subject_key_odd";
    }
}
