/**
 * Iterable.
 *
 * <p>Endpoints: {@code POST /api/users/bulkUpdate} (upsert), {@code POST /api/lists/subscribe} and
 * {@code .../unsubscribe} (audiences are static lists), {@code POST /api/events/trackBulk} (events); header
 * {@code Api-Key}. Subscriptions: {@code POST /api/users/updateSubscriptions} after the profile was read, because its arrays
 * replace what is stored, or {@code PUT /api/subscriptions/{group}/{id}} where it is enabled; erasure: {@code POST
 * /api/users/forget}. Data regions: {@code us} (api.iterable.com) and {@code eu} (api.eu.iterable.com); a project lives in
 * one of them. European projects know people by user id (user-id projects) or by user id or e-mail address (hybrid ones).
 *
 * <p>Limits: 4 MB a request; 1,000 records is field practice, not documented. Rates per project: 5 requests a second for
 * bulkUpdate, 10 for trackBulk; the lists' rate is not documented. A 200 means accepted; it lists those that failed by
 * identifier, e-mail addresses in lower case. One type clash refuses a whole request.
 */
@NullMarked
package io.activationgateway.connectors.iterable;

import org.jspecify.annotations.NullMarked;
