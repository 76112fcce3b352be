/** Starts and signals workflows of a Temporal namespace, with payloads that only the workers can read. */
@NullMarked
package io.activationgateway.connectors.temporal;

import org.jspecify.annotations.NullMarked;
