package io.activationgateway.gateway.opendsr;

import io.activationgateway.consent.identity.Identifier;
import java.net.URI;
import java.util.List;

/**
 * A request that can be carried out. Personal data: it does not print.
 *
 * @param id the {@code subject_request_id}, a UUID that the controller made
 * @param identifiers whom it is about, one or more, each once
 * @param callbacks who wants to hear of each change of state
 */
record DsrRequest(String id, RequestKind kind, List<Identifier> identifiers, List<URI> callbacks) {

    DsrRequest {
        identifiers = List.copyOf(identifiers);
        callbacks = List.copyOf(callbacks);
    }

    @Override
    public String toString() {
        return "DsrRequest[" + id + ", redacted]";
    }
}
