/**
 * Customer.io: the Track API ({@code customerio}) and the Pipelines API ({@code customerio-pipelines}).
 *
 * <p>Track: {@code POST /api/v2/batch} (identify, event, delete, suppress), {@code POST
 * /api/v1/segments/{id}/add_customers} and {@code .../remove_customers} (audiences are manual segments), {@code GET
 * /api/v1/accounts/region}; Basic authentication with site id and key. Pipelines: {@code POST /v1/batch} (identify, and
 * track with the events {@code User Suppressed} and {@code User Deleted} that the vendor acts upon); Basic with the key and
 * no password, {@code X-Strict-Mode: 1}, without which errors answer 200. Data regions: {@code us} and {@code eu}, each with
 * hosts of its own.
 *
 * <p>Limits: a batch under 500 KB, an item under 32 KB, 1,000 people of a segment; the number of items and the pace are not
 * documented firmly. A 200 means accepted; a 207 lists failed items by index. The American host takes the data of European
 * accounts and passes them on, so the account's region is asked for before anything is sent.
 */
@NullMarked
package io.activationgateway.connectors.customerio;

import org.jspecify.annotations.NullMarked;
