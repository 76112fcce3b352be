/** A region's node: the one place where the parts are made and joined, and how it starts and ends. */
@NullMarked
package io.activationgateway.gateway.region;

import org.jspecify.annotations.NullMarked;
