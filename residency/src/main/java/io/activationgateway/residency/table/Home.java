package io.activationgateway.residency.table;

import static java.util.Objects.requireNonNull;

import io.activationgateway.residency.verdict.Finding;

/** Where a person's record belongs, seen from the region of a controller. */
public sealed interface Home {

    /** The region of the controller is the person's home. */
    record Here() implements Home {}

    /** Another region is. */
    record Elsewhere(String region, Finding reason) implements Home {
        public Elsewhere {
            requireNonNull(region, "region");
            requireNonNull(reason, "reason");
        }
    }

    /**
     * There is none: no country, one that no region is home to, one whose law asks for a home in another country, or a
     * controller the policy does not know.
     */
    record Unknown(Finding reason) implements Home {
        public Unknown {
            requireNonNull(reason, "reason");
        }
    }
}
