/**
 * The part that sends, for all vendors: connection pools, pacing, batching, retries, deadlines, and the last check in
 * the very task that hands a request over.
 */
@NullMarked
package io.activationgateway.connectors.courier;

import org.jspecify.annotations.NullMarked;
