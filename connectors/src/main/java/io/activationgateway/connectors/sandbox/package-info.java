/**
 * Simulated vendors for trying the gateway out and for its tests: they check authentication, shape and limits, fail where
 * the vendors document it, tell what they received, and can be told to fail.
 */
@NullMarked
package io.activationgateway.connectors.sandbox;

import org.jspecify.annotations.NullMarked;
