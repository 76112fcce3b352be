package io.activationgateway.gateway.opendsr;

import java.net.URI;
import java.time.Instant;

/**
 * A change of state that one URL is to be told.
 *
 * @param place of the URL in its request
 * @param status what it tells
 * @param since when the state changed
 * @param attempts how often it was tried, this time included
 */
record StoredCallback(StoredRequest request, int place, RequestStatus status, URI url, Instant since, int attempts) {}
