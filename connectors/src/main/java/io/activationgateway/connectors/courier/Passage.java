package io.activationgateway.connectors.courier;

/**
 * A request's time on the wire as the fence sees it: it begins with the last check that let it go and ends with exactly
 * one of these calls, made on an event loop, perhaps a moment after the delivery has completed.
 */
public interface Passage {

    /** All bytes of the request are with the kernel: nothing can take them back. */
    void handedToKernel();

    /** The connection is closed and takes no more bytes of this request; some may have left before. */
    void abandoned();
}
