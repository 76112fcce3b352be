/**
 * Klaviyo.
 *
 * <p>One host, {@code a.klaviyo.com}, and one data region, the United States; JSON:API bodies, headers {@code Authorization:
 * Klaviyo-API-Key} and {@code revision}. Profiles are imported by jobs ({@code POST /api/profile-bulk-import-jobs}, 10,000
 * profiles or 5 MB) whose end and errors per profile are asked for; events go in bulk and are only accepted. Lists know
 * people by the vendor's own ids, which are looked up first ({@code GET /api/profiles}, 100 at once). Subscribing,
 * unsubscribing and suppressing are three bulk calls, deleting is one call a person; to end push, the tokens of a person's
 * devices are asked for first ({@code GET /api/push-tokens}).
 *
 * <p>Limits are counted in fixed windows of a second and a minute, by account; the pace here is the minute's. A request is
 * validated as a whole: a 400 took nothing and points at the records that are wrong.
 */
@NullMarked
package io.activationgateway.connectors.klaviyo;

import org.jspecify.annotations.NullMarked;
