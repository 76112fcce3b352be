package io.activationgateway.connectors.hubspot;

import java.util.Map;

/**
 * What the configuration says about an account.
 *
 * @param lists list ids by audience
 * @param subscriptions ids of subscription types by purpose
 * @param explanation what is noted beside the legal basis of a changed subscription
 */
record Account(
        Properties properties,
        Map<String, Long> lists,
        Map<String, Long> subscriptions,
        String explanation,
        Events events) {

    Account {
        lists = Map.copyOf(lists);
        subscriptions = Map.copyOf(subscriptions);
    }
}
