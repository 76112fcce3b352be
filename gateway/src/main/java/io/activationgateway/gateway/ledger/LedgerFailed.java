package io.activationgateway.gateway.ledger;

import org.jspecify.annotations.Nullable;

/** The ledger cannot be opened or written. The message names the place and what to do. */
public final class LedgerFailed extends RuntimeException {

    public LedgerFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public LedgerFailed(String message) {
        this(message, null);
    }
}
