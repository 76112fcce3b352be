package io.activationgateway.connectors.sandbox;

import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a simulated vendor is to fail.
 *
 * @param count for how many requests
 * @param status the status instead of the vendor's own; 0 for the vendor's own
 * @param retryAfter the header's value; null for none
 * @param delayMillis how long to wait before the answer
 * @param ending what becomes of the answer
 * @param text the body instead of the vendor's own; null for the vendor's own, or none with a status
 * @param taken whether the vendor takes the request before it fails
 */
record Failure(
        int count,
        int status,
        @Nullable String retryAfter,
        long delayMillis,
        Ending ending,
        @Nullable String text,
        boolean taken) {

    private static final Set<String> NAMES =
            Set.of("count", "status", "retryAfter", "delay", "hang", "drop", "text", "taken");

    /** What becomes of an answer. */
    enum Ending {
        ANSWERED,
        /** None ever comes. */
        HANGING,
        /** The connection is closed instead. */
        DROPPED
    }

    /**
     * Reads a script: {@code {"count": 1, "status": 503, "retryAfter": "3", "delay": 0, "hang": false, "drop": false,
     * "text": "...", "taken": false}}, all optional.
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
        int count = script.getInteger("count", 1);
        int status = script.getInteger("status", 0);
        long delay = script.getLong("delay", 0L);
        if (count < 1 || delay < 0 || (status != 0 && (status < 200 || status > 599))) {
            throw new IllegalArgumentException("count, delay or status is out of range");
        }
        var retryAfter = script.getValue("retryAfter");
        var ending = script.getBoolean("hang", false)
                ? Ending.HANGING
                : script.getBoolean("drop", false) ? Ending.DROPPED : Ending.ANSWERED;
        return new Failure(
                count,
                status,
                retryAfter == null ? null : retryAfter.toString(),
                delay,
                ending,
                script.getString("text"),
                script.getBoolean("taken", false));
    }

    Failure once() {
        return new Failure(count - 1, status, retryAfter, delayMillis, ending, text, taken);
    }

    /** Whether the request gets as far as the vendor itself. */
    boolean reachesVendor() {
        return taken || (status == 0 && text == null && ending == Ending.ANSWERED);
    }
}
