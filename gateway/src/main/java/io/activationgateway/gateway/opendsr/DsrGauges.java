package io.activationgateway.gateway.opendsr;

import io.activationgateway.gateway.opendsr.RequestCensus.Group;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What is read off the requests at each scrape. Any thread. */
@FunctionalInterface
public interface DsrGauges {

    /** How many series {@link #register} adds. */
    int SERIES = RequestKind.values().length * RequestStatus.values().length + 3;

    /**
     * Adds a value.
     *
     * @param labels of closed sets
     */
    void add(String name, String help, Map<String, String> labels, OpenDsr of, ToDoubleFunction<OpenDsr> value);

    /** Adds all that there is to read. */
    static void register(OpenDsr of, DsrGauges into) {
        for (var kind : RequestKind.values()) {
            for (var status : RequestStatus.values()) {
                into.add(
                        "gateway_dsr_requests",
                        "Data subject requests of the region, read every few seconds",
                        Map.of("kind", kind.wireName(), "status", status.wireName()),
                        of,
                        dsr -> dsr.census().counts().getOrDefault(new Group(kind, status), 0));
            }
        }
        into.add(
                "gateway_dsr_oldest_open_seconds",
                "Since the oldest request came that is not done yet",
                Map.of(),
                of,
                OpenDsr::oldestOpenSeconds);
        into.add(
                "gateway_dsr_callback_failures",
                "Callbacks of this node that were not heard",
                Map.of(),
                of,
                OpenDsr::callbackFailures);
        into.add(
                "gateway_dsr_certificate_seconds",
                "Until the first certificate of the chain expires",
                Map.of(),
                of,
                OpenDsr::certificateSeconds);
    }
}
