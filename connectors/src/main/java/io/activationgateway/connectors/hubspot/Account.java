package io.activationgateway.connectors.hubspot;

import java.util.List;
import java.util.Map;

/**
 * What the configuration says about an account.
 *
 * @param lists list ids by audience
 * @param subscriptions ids of subscription types by purpose
 * @param explanation what is noted beside the legal basis of a changed subscription
 * @param events the account's names of events by the sender's
 * @param eventKeys by which events know people, the preferred first
 */
record Account(
        Properties properties,
        Map<String, Long> lists,
        Map<String, Long> subscriptions,
        String explanation,
        Map<String, String> events,
        List<EventKey> eventKeys) {

    Account {
        lists = Map.copyOf(lists);
        subscriptions = Map.copyOf(subscriptions);
        events = Map.copyOf(events);
        eventKeys = List.copyOf(eventKeys);
    }
}
