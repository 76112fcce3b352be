/** The consent register: an append-only log in the region's database, and its index in every node's memory. */
@NullMarked
package io.activationgateway.consent.register;

import org.jspecify.annotations.NullMarked;
