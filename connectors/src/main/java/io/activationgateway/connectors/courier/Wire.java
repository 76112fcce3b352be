package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorResponse;
import java.util.BitSet;
import java.util.Map;

/** What became of one request on its way to the wire. */
sealed interface Wire {

    /** Not a byte has left. */
    record Unsent(VendorCode why) implements Wire {}

    /** The last check found nothing that may go. */
    record Nothing() implements Wire {}

    /** The last check could not decide. */
    record Held() implements Wire {}

    /** The last check wants the records screened anew. */
    record Anew() implements Wire {}

    /** The request has to go to another endpoint than the one that the line leads to; nothing was sent. */
    record Elsewhere(Endpoint to) implements Wire {}

    /** The last check let some go, and the vendor cannot be told any of them. */
    record Empty(BitSet allowed, Map<Integer, Ending> refused) implements Wire {}

    /** It was handed over, and no readable answer came. */
    record Lost(Cargo cargo, VendorCode why) implements Wire {}

    /** It was handed over and answered. */
    record Answered(Cargo cargo, VendorResponse response) implements Wire {}

    /**
     * What was handed over.
     *
     * @param allowed what the last check let go
     * @param carried what the request carries of it
     * @param refused what the vendor cannot be told of it
     * @param handedOverAt on the ticker, just before the last check
     */
    record Cargo(BitSet allowed, BitSet carried, Map<Integer, Ending> refused, Sent sent, long handedOverAt) {}
}
