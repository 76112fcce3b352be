/**
 * What is sent later: activations that were accepted and are durable, drained in order per person and destination; the
 * dead letters among them; and results that are kept for whoever asks later.
 */
@NullMarked
package io.activationgateway.gateway.outbox;

import org.jspecify.annotations.NullMarked;
