package io.activationgateway.consent.register;

import io.activationgateway.consent.event.Effect;

/** What became of one event that was handed to the register. */
public sealed interface AppendResult {

    /**
     * The log has it.
     *
     * @param sequence the log row that holds the event; a repeated event names the row of the first
     * @param effect what the event did when it was appended, beside the others of its subject
     */
    record Appended(long sequence, Effect effect) implements AppendResult {}

    /** It was not taken, and never will be as it is; nothing of it is stored. */
    record Refused(Refusal refusal) implements AppendResult {}

    /** Why an event is not taken. */
    enum Refusal {
        /** More than {@link #MAX_IDENTIFIERS} identifiers. */
        TOO_MANY_IDENTIFIERS(
                "identifiers: more than " + AppendResult.MAX_IDENTIFIERS + " in one event; send several events"),
        /** Its links would give one subject more than {@link #MAX_KEYS} keys. */
        TOO_MANY_KEYS("identifiers: linked, one person would have more than " + AppendResult.MAX_KEYS
                + "; leave out what many people share, such as a placeholder"),
        /** An exported event that claims to have been received later than now. */
        RECEIVED_IN_FUTURE("received: later than the database's time; check the clocks of both servers"),
        /** An exported event whose keys are of a generation that this register has not come to. */
        KEYS_AHEAD("generation: of a pseudonym key that this register has not gone over to; rotate the key first");

        private final String detail;

        Refusal(String detail) {
            this.detail = detail;
        }

        /** The field and the remedy. */
        public String detail() {
            return detail;
        }
    }

    /** How many identifiers one event may name. */
    int MAX_IDENTIFIERS = 16;

    /** How many keys one subject may have: a value that many people share must not make them one person. */
    int MAX_KEYS = 64;
}
