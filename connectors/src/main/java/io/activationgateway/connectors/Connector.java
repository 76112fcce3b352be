package io.activationgateway.connectors;

import io.activationgateway.consent.profile.Channel;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One configured destination: says approved records to one vendor and understands its answers. Pure and thread-safe: no
 * I/O, no retry, no pacing, no policy; those are the courier's. What a vendor lends for a while (an access token) it may
 * remember.
 *
 * <p>Every attempt is drafted anew, because vendors want the time or a signature of the attempt inside the request and
 * because a record may be withdrawn between two attempts.
 */
public interface Connector {

    /** What this vendor can be asked to do. */
    Set<Operation> operations();

    /** The limits of a supported operation. */
    Limits limits(Operation operation);

    /**
     * The operation that stands for all those whose requests the vendor counts together, this one among them: they share
     * its pace, and those that take away are kept a share of it. By itself an operation has a pace of its own.
     */
    default Operation budget(Operation operation) {
        return operation;
    }

    /**
     * How many requests an exchange of this operation takes of its budget: more than 1 where something is looked up first
     * that the vendor counts too.
     */
    default int requests(Operation operation) {
        return 1;
    }

    /** Where the vendor is reached, unless an operation has a host of its own. */
    Endpoint endpoint();

    /** Where an operation is sent to. */
    default Endpoint endpoint(Operation operation) {
        return endpoint();
    }

    /** Every endpoint that a request of this connector may go to. */
    default Set<Endpoint> endpoints() {
        return Set.of(endpoint());
    }

    /**
     * What speaks against an operation before any record is looked at: not supported, an audience missing or unknown to
     * the configuration, a channel that the vendor does not know. Null where nothing does.
     *
     * @param channel the channel of the activation's purpose
     */
    @Nullable
    VendorCode refusal(Operation operation, @Nullable String audience, Channel channel);

    /**
     * Whether a request whose end is unknown may be said again: the vendor recognises a repetition by a record's key, or
     * it changes nothing. Where it may not, such records end as uncertain.
     */
    default boolean repeatable(Operation operation) {
        return true;
    }

    /**
     * Whether records of several activations may share a request of this operation. They may not where the vendor makes a
     * job of a request ({@link Answer.Working}): its end is told by the records' places in the request, and asked for by
     * each activation for its own.
     */
    default boolean shares(Operation operation) {
        return true;
    }

    /**
     * Whether the vendor recognises a repetition by the request's key. What may come again after a crash then has to come
     * in the same company, and travels alone; where the vendor goes by a key of each record, or by none, company is free.
     */
    default boolean recognisesRequests(Operation operation) {
        return false;
    }

    /** Begins one request. The attempt's operation, audience and channel must not be refused by {@link #refusal}. */
    Draft draft(Attempt attempt);

    /** Reads the vendor's answer to a request of this connector. Never throws on what a vendor may answer. */
    Answer read(Sent sent, VendorResponse response);

    /**
     * The question about the end of a job that an answer of this connector has named, perhaps to another process.
     *
     * @throws IllegalArgumentException where the vendor has no jobs, or never named this one
     */
    default VendorRequest poll(String job) {
        throw new IllegalArgumentException("this vendor has no jobs");
    }
}
