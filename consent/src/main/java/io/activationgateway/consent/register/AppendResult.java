package io.activationgateway.consent.register;

import io.activationgateway.consent.event.Effect;

/**
 * What became of one appended event.
 *
 * @param sequence the log row that holds the event; a repeated event names the row of the first
 * @param effect what the event did when it was appended, beside the others of its subject
 */
public record AppendResult(long sequence, Effect effect) {}
