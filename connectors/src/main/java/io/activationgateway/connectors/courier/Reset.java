package io.activationgateway.connectors.courier;

/**
 * Cuts a request off, by closing its connection, if any of its bytes are not handed to the kernel yet; otherwise does
 * nothing. Any thread, any number of times, also after the request has ended.
 */
@FunctionalInterface
public interface Reset {

    void reset();
}
