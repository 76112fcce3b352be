package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.VendorCode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What all deliveries of one courier share. */
record Desk(
        Connector connector, Lines lines, Bounds bounds, CourierSettings settings, Time time, CourierMetrics metrics) {

    /** {@code share}: what this node may use of the vendor's rates. */
    static Desk of(
            Connector connector,
            Lines lines,
            RateShare share,
            CourierSettings settings,
            Time time,
            CourierMetrics metrics) {
        var ticker = time.clocks().ticker();
        var bounds = new Bounds(
                new Gate(settings.connections(), connector, share, ticker, time.timers()),
                new Breaker(Breaker.Rule.DEFAULT, ticker, metrics::circuit));
        return new Desk(connector, lines, bounds, settings, time, metrics);
    }

    /** The same with another connector to the same endpoints. */
    Desk with(Connector other) {
        return new Desk(other, lines, bounds, settings, time, metrics);
    }

    /** What keeps requests back. */
    record Bounds(Gate gate, Breaker breaker) {}

    /** Clocks, and timers that go with them. */
    record Time(Clocks clocks, Timers timers) {}

    Gate gate() {
        return bounds.gate();
    }

    Breaker breaker() {
        return bounds.breaker();
    }

    /** Where a request goes: to its operation's endpoint, unless it names another. */
    Endpoint endpoint(Sent sent) {
        var elsewhere = sent.request().elsewhere();
        return elsewhere == null ? connector.endpoint(sent.attempt().operation()) : elsewhere;
    }

    /** Does as a vendor asks that wants a request later. */
    void heed(Operation operation, @Nullable Duration after, VendorCode why) {
        if (after != null && !after.isNegative()) {
            gate().holdOff(operation, Backoff.capped(after));
        }
        if (why == VendorCode.RATE_LIMITED) {
            gate().slowDown(operation);
        }
    }

    long now() {
        return time.clocks().ticker().getAsLong();
    }

    Runnable after(long nanos, Runnable action) {
        return time.timers().after(nanos, action);
    }
}
