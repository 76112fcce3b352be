/**
 * Braze.
 *
 * <p>Endpoints: {@code POST /users/track} (attributes, events, purchases; memberships are attributes, as Braze has no public
 * list API), {@code POST /v2/subscription/status/set} (subscription groups), {@code POST /users/delete}; header
 * {@code Authorization: Bearer}. Data regions: one per instance, each with a host of its own; a key of one is unknown to
 * the others.
 *
 * <p>Limits: 75 objects a request of {@code /users/track}, 100 KB an object and 4 MB a request by field practice; 50
 * people a request of the other two. A 201 means queued; it lists objects that were dropped by array and index, and counts
 * the others. A repeated event is a second event. A deleted profile comes back with the next update.
 */
@NullMarked
package io.activationgateway.connectors.braze;

import org.jspecify.annotations.NullMarked;
