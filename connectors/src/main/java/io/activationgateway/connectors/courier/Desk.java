package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.Connector;

/** What all deliveries of one courier share. */
record Desk(
        Connector connector,
        Transport transport,
        Gate gate,
        CourierSettings settings,
        Time time,
        CourierMetrics metrics) {

    /** Clocks, and timers that go with them. */
    record Time(Clocks clocks, Timers timers) {}

    long now() {
        return time.clocks().ticker().getAsLong();
    }

    Runnable after(long nanos, Runnable action) {
        return time.timers().after(nanos, action);
    }
}
