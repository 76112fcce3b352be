package io.activationgateway.gateway.outbox;

import io.activationgateway.residency.verdict.Reason;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** What of the outbox can be read as a number. */
@FunctionalInterface
public interface OutboxGauges {

    /** What a dead letter can have died of: what is tried again, and nothing that is no attempt. */
    List<Reason> DEATHS = Stream.of(Reason.values())
            .filter(reason -> reason == Reason.QUEUE_EXPIRED || reason == Reason.VENDOR_UNCERTAIN || reason.retryable())
            .toList();

    /** How many values there are for each destination. */
    int PER_DESTINATION = 2 + DEATHS.size();

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
            for (var reason : DEATHS) {
                into.add(
                        "gateway_dead_letters",
                        "Dead letters of the region that can be redriven",
                        Map.of("destination", destination, "reason", reason.code()),
                        of,
                        outbox -> outbox.census().dead().stream()
                                .filter(group -> group.destination().equals(destination)
                                        && group.reason().equals(reason.code()))
                                .mapToLong(DeadLetterGroup::count)
                                .sum());
            }
        }
        into.add(
                "gateway_outbox_drained",
                "1 where this node drains the outbox, 0 where it cannot: readiness tells why",
                Map.of(),
                of,
                outbox -> outbox.trouble().isEmpty() ? 1 : 0);
        into.add(
                "gateway_outbox_bytes",
                "What the region's outbox holds, sealed",
                Map.of(),
                of,
                outbox -> outbox.census().bytes());
    }
}
