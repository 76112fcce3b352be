/** The flow of a record through the gateway, from its source to its destination. */
@NullMarked
package io.activationgateway.gateway;

import org.jspecify.annotations.NullMarked;
