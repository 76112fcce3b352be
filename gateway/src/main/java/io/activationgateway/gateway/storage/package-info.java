/**
 * What features that keep something in the region's database share: tables with a history of their own, sealing under
 * the region's key, and loops that do what is due.
 */
@NullMarked
package io.activationgateway.gateway.storage;

import org.jspecify.annotations.NullMarked;
