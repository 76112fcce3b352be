/**
 * How a region's nodes come to act on the same policy version: the bundle in the region's database, its bytes in a
 * Hazelcast {@code ReplicatedMap} as cache and wake-up, and on every node the table that was verified and compiled.
 */
@NullMarked
package io.activationgateway.residency.cache;

import org.jspecify.annotations.NullMarked;
