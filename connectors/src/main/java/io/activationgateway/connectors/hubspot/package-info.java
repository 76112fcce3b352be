/**
 * HubSpot.
 *
 * <p>One host, {@code api.hubapi.com}, for all data centres: the account's lies where its token says ({@code pat-eu1-...},
 * {@code pat-na1-...}). Contacts are upserted in batches of 100 by a unique property, each with a trace id of its own, without
 * which one bad contact spoils the batch; lists know contacts by record ids, which are looked up first ({@code batch/read});
 * events go by e-mail address, 500 at once; subscriptions exist for e-mail only; erasing is one call a person.
 *
 * <p>All property values are texts. Private apps may send 100 requests in ten seconds, more in larger editions.
 */
@NullMarked
package io.activationgateway.connectors.hubspot;

import org.jspecify.annotations.NullMarked;
