package io.activationgateway.consent.register;

import io.activationgateway.consent.identity.KeyRing;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which generation the keys in a row of the log are of: that to which the last switch before it led. The rows themselves
 * stay as they were written, and so do their digests, which cover the switches too.
 *
 * @param switches those to each generation after the first, in order
 */
record Generations(List<Turn> switches) {

    /** There was no switch. */
    static final Generations FIRST = new Generations(List.of());

    /**
     * A switch.
     *
     * @param print of the pseudonym key to which it led
     */
    record Turn(long sequence, long print) {}

    Generations {
        switches = List.copyOf(switches);
    }

    /** As the transaction sees them. */
    static Generations read(Connection connection) throws SQLException {
        var switches = new ArrayList<Turn>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT sequence, print FROM key_generation WHERE sequence > 0 ORDER BY generation")) {
            while (rows.next()) {
                switches.add(new Turn(rows.getLong(1), rows.getLong(2)));
            }
        }
        return new Generations(switches);
    }

    /** The generation of the keys in the row at a sequence, and in what falls due by it. */
    int at(long sequence) {
        int generation = 0;
        while (generation < switches.size() && switches.get(generation).sequence < sequence) {
            generation++;
        }
        return generation;
    }

    /** Throws {@link MissingKey} unless the ring has the keys of all these generations. */
    void check(KeyRing keys) {
        for (int i = 0; i < switches.size(); i++) {
            MissingKey.check(keys, i + 1, switches.get(i).print);
        }
    }
}
