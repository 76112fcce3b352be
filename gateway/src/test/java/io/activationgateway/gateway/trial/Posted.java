package io.activationgateway.gateway.trial;

import java.util.List;
import java.util.Map;

/**
 * A batch that the gateway accepted, and what it says became of it.
 *
 * @param counts as the gateway gave them, {@code received} among them
 * @param outcomes by the row's index
 */
record Posted(Batch batch, Map<String, Integer> counts, Map<Integer, String> outcomes) {

    /** Of nobody who is in an audience again: somebody without a consent, or of another region. */
    static final int PASSING = -1;

    Posted {
        counts = Map.copyOf(counts);
        outcomes = Map.copyOf(outcomes);
    }

    /** What the vendor is asked to do. */
    enum Act {
        ADD("operation=add&audience=spring"),
        REMOVE("operation=remove&audience=spring"),
        TRACK("operation=track");

        private final String query;

        Act(String query) {
            this.query = query;
        }

        String query() {
            return "purpose=email-newsletter&" + query;
        }
    }

    /**
     * What a sender posted.
     *
     * @param id of the activation, which the sender chose
     * @param queued whether it was to be sent later
     * @param turn the sender's posts are acknowledged in this order; a person is of one sender only
     * @param people whom the rows are about
     */
    record Batch(String id, String destination, Act act, boolean queued, int turn, List<Integer> people) {

        Batch {
            people = List.copyOf(people);
        }

        /** The key by which a vendor that has keys knows a row again; where it has none the event has this name. */
        String key(int row) {
            return id + "-" + row;
        }
    }

    boolean isForwarded(int row) {
        return "forwarded".equals(outcomes.get(row));
    }
}
