package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.VendorCode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What may follow an attempt for the records that have not ended with it. */
sealed interface Course {
    /** The same request again. */
    record Again(@Nullable Duration after) implements Course {}

    /** The vendor judged record by record: those left make a request of their own. */
    record Rest() implements Course {}

    record Halves() implements Course {}

    /** Intended anew at once, not counted. */
    record Anew() implements Course {}

    /** Nothing more to this destination. */
    record Stop(VendorCode why) implements Course {}
}
