package io.activationgateway.connectors.segment;

import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.Moment;
import org.jspecify.annotations.Nullable;

/** What the vendors that speak Segment's language say differently. */
public interface Dialect {

    /** Writes when a call happened, a comma in front. */
    void times(Moment happened, JsonBytes out);

    /**
     * The members of {@code context} that tell a consent, as JSON text; empty where none is told.
     *
     * @param consented whether the record leaves on the consent to the attempt's purpose
     */
    String consent(Attempt attempt, boolean consented);

    /** The name of the event that means something to the vendor itself; null where there is none. */
    default @Nullable String reservedEvent() {
        return null;
    }
}
