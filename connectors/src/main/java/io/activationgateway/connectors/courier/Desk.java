package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.Sent;

/** What all deliveries of one courier share. */
record Desk(
        Connector connector, Lines lines, Bounds bounds, CourierSettings settings, Time time, CourierMetrics metrics) {

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

    long now() {
        return time.clocks().ticker().getAsLong();
    }

    Runnable after(long nanos, Runnable action) {
        return time.timers().after(nanos, action);
    }
}
