package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.Endpoint;
import io.vertx.core.Future;

/** The lines to the endpoints of one destination. */
interface Lines {

    /** An open line to one of the connector's endpoints. Completes on the caller's context. */
    Future<Line> open(Endpoint endpoint);

    /** Reads certificates again, for the connections that are made from now on in this way. */
    void renew(Reach reach);

    /** Closes all that is idle, and refuses new ones. */
    Future<Void> close();

    /** A request was to go to a place that the connector has not named. */
    final class EndpointNotNamed extends Exception {
        private static final long serialVersionUID = 1L;

        EndpointNotNamed(Endpoint endpoint) {
            super(endpoint.host() + " is none of the connector's endpoints", null, false, false);
        }
    }
}
