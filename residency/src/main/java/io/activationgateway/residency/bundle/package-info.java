/**
 * A published policy version as one signed file: all documents in their canonical bytes, in a DSSE envelope under an
 * Ed25519 key. Whoever receives one verifies it, wherever it came from.
 */
@NullMarked
package io.activationgateway.residency.bundle;

import org.jspecify.annotations.NullMarked;
