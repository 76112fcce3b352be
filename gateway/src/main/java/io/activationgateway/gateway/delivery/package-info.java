/** From approved rows to a vendor and back: the gateway's side of the courier, and its evidence. */
@NullMarked
package io.activationgateway.gateway.delivery;

import org.jspecify.annotations.NullMarked;
