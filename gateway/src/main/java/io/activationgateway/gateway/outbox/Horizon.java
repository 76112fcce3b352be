package io.activationgateway.gateway.outbox;

/**
 * How far the outbox reached for one destination at an instant: what an activation finds there when it comes is older
 * than it, what is stored meanwhile is not.
 *
 * @param lastChunk the last that had been stored; 0 where nothing lay there that may still be sent
 */
public record Horizon(long lastChunk) {

    /** Nothing older. */
    public static final Horizon NOTHING = new Horizon(0);

    /** Whether nothing older was there. */
    public boolean isEmpty() {
        return lastChunk == 0;
    }
}
