package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.OutgoingRecord;
import io.vertx.core.Future;
import java.util.BitSet;
import java.util.List;

/**
 * One activation's approved records for one destination, as the courier sees them. Records are named by their position,
 * from 0 to {@code size() - 1}.
 *
 * <p>Threads: {@link #record} and {@link #lastCheck} are called on whatever event loop owns a connection, several at a
 * time (for positions that never overlap): an implementation shares no flyweight between threads. {@link #intend} and
 * {@link #ended} are called on the event loop context that called {@link Courier#deliver}. None may block, none may
 * throw.
 */
public interface Consignment {

    Operation operation();

    /** The audience to add to or remove from; empty where the operation has none. */
    String audience();

    /** The stem of the request keys: the same for every delivery of this activation; ASCII, at most 40 characters. */
    String key();

    int size();

    /** The record as it may leave now; valid until the next call on the same thread. */
    OutgoingRecord record(int position);

    /** The instant on the courier's ticker, in nanoseconds, at which all attempts together must have ended. */
    long deadline();

    /**
     * Makes the intent of this attempt durable; from the second intent of a request on (see {@link Attempt#intent}) it
     * screens the records again first. Completes with the positions that may be attempted (none: all withdrawn), those
     * left out are withdrawn. Where it fails, the records end as unavailable, with nothing sent.
     */
    Future<BitSet> intend(Attempt attempt);

    /**
     * The last check, in the very task that hands over the whole request.
     *
     * @param reset cuts the request off
     */
    LastCheck lastCheck(Attempt attempt, Reset reset);

    /**
     * What became of an intent: called exactly once for each that {@link #intend} granted, with one ending for every
     * position that it granted, in order, before the delivery completes. Queues the evidence and returns.
     */
    void ended(Attempt attempt, List<Ending> endings);
}
