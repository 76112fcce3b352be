/** Measures the courier; see {@code deploy/bench/courier}. */
@NullMarked
package io.activationgateway.connectors.bench;

import org.jspecify.annotations.NullMarked;
