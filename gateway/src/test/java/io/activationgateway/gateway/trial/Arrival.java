package io.activationgateway.gateway.trial;

import java.util.Set;

/**
 * A request as the sink met it; instants are of the machine's monotonic clock, in nanoseconds.
 *
 * @param lookedAt when the sink had last looked for bytes on this connection, and there were none
 * @param firstByteAt when it had the first byte; it arrived after {@code lookedAt}
 * @param attempt the request's name in the ledger, empty where too little of it arrived
 * @param checkedAt its last check, by its own word
 * @param epoch of the position of that check
 * @param sequence of the position of that check
 * @param type what the receiver is asked to do, such as {@code profile.upsert}
 * @param people whom it carries, as far as it arrived
 */
record Arrival(
        long lookedAt,
        long firstByteAt,
        String attempt,
        long checkedAt,
        long epoch,
        long sequence,
        String type,
        Set<Integer> people) {

    /** What takes something away from the receiver, as opt-outs do too, which no check may stop. */
    private static final Set<String> TAKES_AWAY =
            Set.of("audience.remove", "channel.unsubscribe", "profile.suppress", "profile.erase");

    /** Whether a withdrawal forbids it: what takes away goes on. */
    boolean isForbiddenOnceWithdrawn() {
        return !TAKES_AWAY.contains(type);
    }

    /** Whether it is an opt-out that the gateway sent by itself: it takes away, and names no attempt. */
    boolean isOptOut() {
        return attempt.isEmpty() && !isForbiddenOnceWithdrawn();
    }
}
