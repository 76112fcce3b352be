package io.activationgateway.gateway.opendsr;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request as the database has it. It names nobody in clear.
 *
 * @param source the source that made it, whose alone it is
 * @param sealed its identifiers, null once they are no longer needed
 * @param resultsCount how many results there are, null where there are none (any more)
 * @param attempts how often it was taken up
 * @param next when it is taken up next, in milliseconds; null where nothing is left to do
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never leaves the package
record StoredRequest(
        String source,
        String id,
        String controller,
        RequestKind kind,
        ApiVersion version,
        Instant received,
        Instant expected,
        RequestStatus status,
        byte @Nullable [] sealed,
        @Nullable Integer resultsCount,
        int attempts,
        @Nullable Long next) {

    /** What its identifiers are sealed to. */
    static String sealedTo(String source, String id) {
        return source + "/" + id;
    }

    @Override
    public String toString() {
        return "StoredRequest[" + id + ", " + status + "]";
    }
}
