package io.activationgateway.connectors.sandbox;

import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a simulated vendor is to fail.
 *
 * @param count how many requests fail so
 * @param probability how likely each request is to be one of them, above 0, at most 1
 * @param status the status instead of the vendor's own; 0 for the vendor's own
 * @param retryAfter the header's value; null for none
 * @param delayMillis how long to wait before the answer
 * @param byteMillis how long to wait after each byte of the answer's body; 0 for the whole at once
 * @param ending what becomes of the answer
 * @param text the body instead of the vendor's own; null for the vendor's own, or none with a status
 * @param taken whether the vendor takes the request before it fails
 */
record Failure(
        int count,
        double probability,
        int status,
        @Nullable String retryAfter,
        long delayMillis,
        long byteMillis,
        Ending ending,
        @Nullable String text,
        boolean taken) {

    private static final Set<String> NAMES = Set.of(
            "count", "probability", "status", "retryAfter", "delay", "trickle", "hang", "drop", "cut", "text", "taken");

    /** What becomes of an answer. */
    enum Ending {
        ANSWERED,
        /** None ever comes. */
        HANGING,
        /** The connection is closed instead. */
        DROPPED,
        /** The connection is closed when half of it has gone. */
        CUT
    }

    /**
     * Reads a script: {@code {"count": 1, "probability": 1, "status": 503, "retryAfter": "3", "delay": 0, "trickle": 0,
     * "hang": false, "drop": false, "cut": false, "text": "...", "taken": false}}, all optional. A probability without a
     * count lasts until all is forgotten.
     *
     * @throws IllegalArgumentException where it says something else
     */
    static Failure parse(JsonObject script) {
        for (var name : script.fieldNames()) {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException(name + " is not known (expected: one of " + NAMES + ")");
            }
        }
        try {
            return read(script);
        } catch (ClassCastException wrongType) {
            throw new IllegalArgumentException("a value has the wrong type", wrongType);
        }
    }

    private static Failure read(JsonObject script) {
        double probability = script.getDouble("probability", 1.0);
        int count = script.getInteger("count", script.containsKey("probability") ? Integer.MAX_VALUE : 1);
        int status = script.getInteger("status", 0);
        long delay = script.getLong("delay", 0L);
        long trickle = script.getLong("trickle", 0L);
        if (count < 1 || delay < 0 || trickle < 0 || (status != 0 && (status < 200 || status > 599))) {
            throw new IllegalArgumentException("count, delay, trickle or status is out of range");
        }
        if (!(probability > 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability is out of range (expected: above 0, at most 1)");
        }
        var retryAfter = script.getValue("retryAfter");
        return new Failure(
                count,
                probability,
                status,
                retryAfter == null ? null : retryAfter.toString(),
                delay,
                trickle,
                ending(script),
                script.getString("text"),
                script.getBoolean("taken", false));
    }

    private static Ending ending(JsonObject script) {
        if (script.getBoolean("hang", false)) {
            return Ending.HANGING;
        }
        if (script.getBoolean("drop", false)) {
            return Ending.DROPPED;
        }
        return script.getBoolean("cut", false) ? Ending.CUT : Ending.ANSWERED;
    }

    /** The same for one request less; null where that was the last. */
    @Nullable
    Failure once() {
        return count == 1
                ? null
                : new Failure(
                        count == Integer.MAX_VALUE ? count : count - 1,
                        probability,
                        status,
                        retryAfter,
                        delayMillis,
                        byteMillis,
                        ending,
                        text,
                        taken);
    }

    /** Whether the request gets as far as the vendor itself. */
    boolean reachesVendor() {
        return taken || (status == 0 && text == null && (ending == Ending.ANSWERED || ending == Ending.CUT));
    }
}
