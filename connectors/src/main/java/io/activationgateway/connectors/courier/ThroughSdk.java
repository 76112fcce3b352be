package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.Vendor;
import java.net.InetAddress;

/**
 * A vendor that is reached through its own client library. Its connector says requests as its HTTP interface would take
 * them; the connection turns them into the library's calls.
 */
public interface ThroughSdk extends Vendor {

    /**
     * A connection that begins with the first request. The library's own retries are off. Called on a worker: it may read
     * files, and loads what the first call needs.
     *
     * @param address where the endpoint's host was found, which may be sent to: no other may be
     */
    SdkConnection connection(Endpoint endpoint, InetAddress address, CourierSettings settings);
}
