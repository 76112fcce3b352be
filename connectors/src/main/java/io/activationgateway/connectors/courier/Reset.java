package io.activationgateway.connectors.courier;

/** Cuts a request off by closing its connection. Any thread, any number of times, also after the request has ended. */
@FunctionalInterface
public interface Reset {

    void reset();
}
