/** What a node tells of itself: metrics with a bounded number of series, readiness. */
@NullMarked
package io.activationgateway.gateway.telemetry;

import org.jspecify.annotations.NullMarked;
