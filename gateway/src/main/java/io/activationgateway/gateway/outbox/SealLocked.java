package io.activationgateway.gateway.outbox;

/** What is sealed in the outbox cannot be opened with the keys that are here. */
final class SealLocked extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    SealLocked(String message) {
        super(message);
    }
}
