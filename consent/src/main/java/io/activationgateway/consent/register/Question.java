package io.activationgateway.consent.register;

import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.identity.SubjectKeys;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Whom the events of a transaction are of, asked in the round trip that locks the head, before the generation of keys that
 * counts is known.
 *
 * @param generation the one that was guessed
 * @param asked the keys that were asked for, of that generation
 * @param found once the round trip is made
 */
record Question(
        List<Submission> submissions, int generation, Set<SubjectKey> asked, Supplier<List<Subjects.Found>> found) {

    /** Of more events it is not asked: a node may know without the database that most of them are of nobody. */
    private static final int FEW = 16;

    static Question of(RoundTrip trip, KeyRing keys, int generation, List<Submission> submissions) {
        var named = new HashSet<SubjectKey>();
        if (submissions.size() <= FEW && keys.reaches(generation)) {
            var guessed = new SubjectKeys(keys).under(generation);
            for (var submission : submissions) {
                if (submission instanceof Submission.Told(var event)) {
                    event.identifiers().forEach(identifier -> named.add(guessed.key(identifier)));
                }
            }
        }
        return new Question(submissions, generation, named, Subjects.find(trip, generation, named));
    }

    /** The answer for these keys; what the guess missed is asked now. */
    List<Subjects.Found> answer(Connection connection, Keying keying, Set<SubjectKey> named) throws SQLException {
        if (generation == keying.generation() && asked.containsAll(named)) {
            return found.get();
        }
        var trip = new RoundTrip();
        var again = Subjects.find(trip, keying.generation(), named);
        trip.run(connection);
        return again.get();
    }

    /** Names nobody. */
    @Override
    public String toString() {
        return "Question[events=" + submissions.size() + ", generation=" + generation + "]";
    }
}
