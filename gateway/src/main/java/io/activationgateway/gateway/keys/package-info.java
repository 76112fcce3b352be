/**
 * The secrets of a node as files of its data folder: made at random at the first start, never overwritten, readable by
 * their owner only. No secret has a default.
 */
@NullMarked
package io.activationgateway.gateway.keys;

import org.jspecify.annotations.NullMarked;
