/** The one configuration file of a node, read and checked at start. */
@NullMarked
package io.activationgateway.gateway.config;

import org.jspecify.annotations.NullMarked;
