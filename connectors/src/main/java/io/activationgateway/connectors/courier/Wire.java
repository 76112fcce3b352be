package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorResponse;
import java.util.BitSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    record Answered(Cargo cargo, VendorResponse response) implements Wire {

        private static final Logger LOG = LoggerFactory.getLogger(Answered.class);

        /** What the vendor says; null where that cannot be read, or speaks of fewer or more records than were said. */
        @Nullable
        Answer read(Connector connector) {
            try {
                var answer = connector.read(cargo.sent(), response);
                return answer instanceof Answer.Done(var results)
                                && results.size() != cargo.carried().cardinality()
                        ? null
                        : answer;
            } catch (RuntimeException broken) {
                LOG.error("An answer could not be read: {}", Fault.of(broken));
                return null;
            }
        }
    }

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
