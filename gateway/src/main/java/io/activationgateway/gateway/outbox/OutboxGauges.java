package io.activationgateway.gateway.outbox;

import java.util.Collection;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What of the outbox can be read as a number. */
@FunctionalInterface
public interface OutboxGauges {

    /** How many values there are for each destination. */
    int PER_DESTINATION = 3;

    /**
     * Adds a value.
     *
     * @param labels of closed sets
     */
    void add(String name, String help, Map<String, String> labels, Outbox of, ToDoubleFunction<Outbox> value);

    /** Adds all that there is to read. */
    static void register(Outbox of, Collection<String> destinations, OutboxGauges into) {
        for (var destination : destinations) {
            var labels = Map.of("destination", destination);
            into.add(
                    "gateway_outbox_records",
                    "Records of the region that wait to be sent, read every few seconds",
                    labels,
                    of,
                    outbox -> outbox.census().waiting().getOrDefault(destination, 0L));
            into.add(
                    "gateway_outbox_oldest_seconds",
                    "Since the oldest activation came of which a record waits",
                    labels,
                    of,
                    outbox -> outbox.ageSeconds(destination));
            into.add(
                    "gateway_dead_letters",
                    "Dead letters of the region that can be redriven",
                    labels,
                    of,
                    outbox -> outbox.census().dead().stream()
                            .filter(group -> group.destination().equals(destination))
                            .mapToLong(DeadLetterGroup::count)
                            .sum());
        }
        into.add(
                "gateway_outbox_bytes",
                "What the region's outbox holds, sealed",
                Map.of(),
                of,
                outbox -> outbox.census().bytes());
    }
}
