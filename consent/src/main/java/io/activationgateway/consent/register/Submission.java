package io.activationgateway.consent.register;

import io.activationgateway.consent.event.ConsentEvent;
import io.activationgateway.consent.event.Evidence;

/** An event that was handed to the register. */
sealed interface Submission {

    Evidence evidence();

    /** An event that a source tells. */
    record Told(ConsentEvent event) implements Submission {
        @Override
        public Evidence evidence() {
            return event.evidence();
        }
    }

    /** An event that a register exported, with its keys and the time at which it was received. */
    record Exported(LoggedEvent event) implements Submission {
        @Override
        public Evidence evidence() {
            return event.evidence();
        }
    }
}
