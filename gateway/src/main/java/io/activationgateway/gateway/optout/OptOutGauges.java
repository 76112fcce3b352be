package io.activationgateway.gateway.optout;

import java.util.Collection;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What is read off the opt-outs at each scrape. Any thread. */
@FunctionalInterface
public interface OptOutGauges {

    /** How many series {@link #register} adds for each destination. */
    int SERIES_PER_DESTINATION = OptOutStatus.values().length + 2;

    /** How many it adds once a node. */
    int SERIES = 3;

    /**
     * Adds a value.
     *
     * @param labels of closed sets
     */
    void add(String name, String help, Map<String, String> labels, OptOuts of, ToDoubleFunction<OptOuts> value);

    /** Adds all that there is to read. */
    static void register(OptOuts of, Collection<String> destinations, OptOutGauges into) {
        for (var destination : destinations) {
            for (var status : OptOutStatus.values()) {
                into.add(
                        "gateway_opt_outs",
                        "Opt-outs of the region, read every few seconds",
                        Map.of("destination", destination, "status", status.wireName()),
                        of,
                        all -> all.census().counts().getOrDefault(new OptOutCensus.Group(destination, status), 0L));
            }
            into.add(
                    "gateway_opt_outs_overdue",
                    "Opt-outs that have not reached their destination in time",
                    Map.of("destination", destination),
                    of,
                    all -> {
                        var open = all.census().open().get(destination);
                        return open == null ? 0 : open.overdue();
                    });
            into.add(
                    "gateway_opt_out_oldest_seconds",
                    "Since the event of the oldest opt-out came that has not reached its destination",
                    Map.of("destination", destination),
                    of,
                    all -> all.oldestSeconds(destination));
        }
        into.add(
                "gateway_disclosed_prints",
                "Sets of identifiers that this node knows were disclosed",
                Map.of(),
                of,
                OptOuts::disclosedPrints);
        into.add(
                "gateway_disclosures_unheard_seconds",
                "Since this node heard last who left the disclosure record; beyond 10 it takes nobody as noted",
                Map.of(),
                of,
                OptOuts::unheardSeconds);
        into.add(
                "gateway_opt_outs_sending",
                "1 on the node that sends the region's opt-outs, 0 on the others",
                Map.of(),
                of,
                all -> all.isSending() ? 1 : 0);
    }
}
