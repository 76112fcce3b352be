package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.Use;
import io.activationgateway.connectors.VendorCode;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One activation's approved records for one destination, as the courier sees them. Records are named by their position,
 * from 0 to {@code size() - 1}.
 *
 * <p>Threads: {@link #lastCheck} is called on the event loop that owns a connection, {@link #record} there and on the
 * context that called {@link Courier#deliver}, several at a time (for positions that never overlap): an implementation
 * shares no flyweight between threads. {@link #intend} and {@link #ended} are called on the context that called
 * {@code deliver}. None may block, none may throw.
 */
public interface Consignment {

    Operation operation();

    /** The audience to add to or remove from; null where the operation needs none. */
    @Nullable
    String audience();

    /** What the data is for. */
    Use use();

    /**
     * The stem of the request keys: never used for another set of records. ASCII letters, digits, hyphen and
     * underscore, at most 52 characters.
     */
    String key();

    /**
     * What the vendor may recognise a repetition of a request by: asked once for each request, before its first attempt,
     * and never the same for other records. At most 64 of the characters of {@link #key}.
     *
     * @param request the request within the consignment, from 0
     * @param positions the records that it is to carry
     */
    default String requestKey(int request, BitSet positions) {
        return key() + "-" + request;
    }

    /**
     * Whether what is not taken now comes again in another consignment, perhaps after a crash. To a vendor that knows
     * repetitions by the request's key it travels alone then: that has to be the same one, and other company has another.
     */
    default boolean comesAgain() {
        return false;
    }

    /**
     * Whether it carries somebody whom the other one, which takes away and came later, takes out: then the other one waits
     * for the end of this one. Any thread.
     */
    default boolean precedes(Consignment other) {
        return false;
    }

    /** When the gateway took the records. */
    Instant since();

    int size();

    /** The record as it may leave now; valid until the next call on the same thread. */
    OutgoingRecord record(int position);

    /** The instant on the courier's ticker, in nanoseconds, at which all attempts together must have ended. */
    long deadline();

    /**
     * Makes the intent of this attempt durable; from the second intent of a request on (see {@link Attempt#intent}) it
     * screens the records again first. Completes with the positions that may be attempted (perhaps none), those left out
     * end as {@link #leftOut} says. It must end by itself, by failing if need be, also past the deadline. Where it fails, the records end as unavailable, with nothing sent.
     */
    Future<BitSet> intend(Attempt attempt);

    /** How a record ends that {@link #intend} has left out: it is withdrawn. */
    default Ending leftOut(int position) {
        return new Ending(position, Ending.Kind.WITHDRAWN, VendorCode.WITHDRAWN);
    }

    /**
     * The last check, in the very task that hands over the whole request. Asked again for the same attempt after a
     * {@link LastCheck.Hold} and before every further request of an exchange that needs several.
     *
     * @param reset cuts the request off
     */
    LastCheck lastCheck(Attempt attempt, Reset reset);

    /**
     * The vendor has taken records of this attempt and still works on them when the courier stops asking: {@link #ended}
     * says next that they are accepted, and whoever wants to know their end goes on asking with {@link Courier#poll}.
     * Called on the context that called {@code deliver}; queues what it writes and returns. Where it is not overridden,
     * accepted is all that is ever known.
     *
     * @param job names the job; no personal data, no secret, at most 512 characters
     * @param positions the records of the job
     * @param askAgain how long the vendor wants to be left alone first
     */
    default void working(Attempt attempt, String job, BitSet positions, Duration askAgain) {}

    /**
     * What became of an intent: called exactly once for each that {@link #intend} granted, with one ending for every
     * position that it granted, in order, before the delivery completes. Queues the evidence and returns.
     */
    void ended(Attempt attempt, List<Ending> endings);
}
