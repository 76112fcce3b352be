package io.activationgateway.gateway.telemetry;

import io.activationgateway.connectors.courier.CourierMetrics.AnswerClass;
import io.activationgateway.connectors.courier.CourierMetrics.Circuit;
import io.activationgateway.consent.register.Acknowledgement;
import io.activationgateway.consent.signal.SignalAnswer.Flaw;
import io.activationgateway.consent.signal.SignalField;
import io.activationgateway.gateway.api.RecordMeter.ChoiceEnd;
import io.activationgateway.gateway.config.GatewayConfig;
import io.activationgateway.gateway.config.SourceConfig;
import io.activationgateway.gateway.opendsr.DsrGauges;
import io.activationgateway.gateway.optout.OptOutGauges;
import io.activationgateway.gateway.outbox.OutboxGauges;
import io.activationgateway.residency.verdict.Reason;

/**
 * The greatest number of series that a node with a given configuration can ever show, so that nobody's metrics store is
 * surprised: every label is a configured name or one of a closed set.
 */
public final class SeriesBound {

    /** Outcomes other than forwarded, which may each come with any reason. */
    private static final int OTHER_OUTCOMES = 4;

    private static final int FORWARDED_STATES = 2;
    /** Buckets, their sum for infinity, count, sum and the greatest value. */
    private static final int SERIES_PER_TIMER = GatewayMetrics.BUCKETS.length + 4;

    /** Retries, holds, what was joined, requests in flight, the circuit and its changes. */
    private static final int COUNTERS_PER_DESTINATION = 5 + Circuit.values().length;

    /** Screening, and acknowledgements by how they were reached. */
    private static final int TIMERS = 1 + Acknowledgement.Reached.values().length;

    /** Whatever is counted once a node: see {@code RegionNode}. */
    static final int ONCE = 64;

    private SeriesBound() {}

    public static long of(GatewayConfig config) {
        long routes = config.sources().values().stream()
                .map(SourceConfig::destinations)
                .mapToLong(java.util.Set::size)
                .sum();
        long perRoute = FORWARDED_STATES + (long) OTHER_OUTCOMES * Reason.values().length;
        long perSource = Flaw.values().length + (long) SignalField.values().length * ChoiceEnd.values().length;
        long perDestination = COUNTERS_PER_DESTINATION
                + OutboxGauges.PER_DESTINATION
                + OptOutGauges.SERIES_PER_DESTINATION
                + (long) AnswerClass.values().length * SERIES_PER_TIMER;
        return routes * perRoute
                + config.sources().size() * perSource
                + config.destinations().size() * perDestination
                + (long) TIMERS * SERIES_PER_TIMER
                + (config.openDsr() == null ? 0 : DsrGauges.SERIES)
                + OptOutGauges.SERIES
                + ONCE;
    }
}
