/** Which vendors ship: apart from the contract, which knows none of them. */
@NullMarked
package io.activationgateway.connectors.catalogue;

import org.jspecify.annotations.NullMarked;
