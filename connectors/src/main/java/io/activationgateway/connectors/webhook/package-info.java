/**
 * Any receiver of signed webhooks: Standard Webhooks 1.0.0, signature version {@code v1} (HMAC-SHA-256).
 *
 * <p>Requests: one {@code POST} to the configured URL with {@code {"type", "timestamp", "data"}}, the type being
 * {@code profile.upsert}, {@code audience.add}, {@code audience.remove} or {@code event.track}, and the records an array
 * in {@code data.records}, beside purpose and channel. {@code timestamp} is when the gateway took them and stays over all attempts; the header
 * {@code webhook-timestamp} is the attempt's and is signed with it. {@code webhook-id} names the request and stays.
 *
 * <p>Data regions: none, the configuration names URL and country. Limits: the specification advises bodies below 20 KB,
 * which is the default. Several secrets mean several signatures, so that a receiver can change over.
 */
@NullMarked
package io.activationgateway.connectors.webhook;

import org.jspecify.annotations.NullMarked;
