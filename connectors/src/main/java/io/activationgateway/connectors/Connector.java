package io.activationgateway.connectors;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One configured destination: says approved records to one vendor and understands its answers. Pure and thread-safe: no
 * I/O, no retry, no pacing, no policy; those are the courier's.
 *
 * <p>Every attempt is drafted anew, because vendors want the time or a signature of the attempt inside the request and
 * because a record may be withdrawn between two attempts.
 */
public interface Connector {

    /** What this vendor can be asked to do. */
    Set<Operation> operations();

    /** The limits of a supported operation. */
    Limits limits(Operation operation);

    Endpoint endpoint();

    /**
     * What speaks against an operation before any record is looked at: not supported, an audience missing or unknown to
     * the configuration. Null where nothing does.
     */
    @Nullable
    VendorCode refusal(Operation operation, @Nullable String audience);

    /** Begins one request. The attempt's operation and audience must not be refused by {@link #refusal}. */
    Draft draft(Attempt attempt);

    /** Reads the vendor's answer to a request of this connector. Never throws on what a vendor may answer. */
    Answer read(Sent sent, VendorResponse response);
}
