package io.activationgateway.connectors.hubspot;

import java.util.Map;

/**
 * What the configuration says about an account.
 *
 * @param lists list ids by audience
 * @param subscriptions ids of subscription types by purpose
 * @param explanation what is noted beside the legal basis of a changed subscription
 * @param events the account's names of events by the sender's
 */
record Account(
        Properties properties,
        Map<String, Long> lists,
        Map<String, Long> subscriptions,
        String explanation,
        Map<String, String> events) {

    Account {
        lists = Map.copyOf(lists);
        subscriptions = Map.copyOf(subscriptions);
        events = Map.copyOf(events);
    }
}
