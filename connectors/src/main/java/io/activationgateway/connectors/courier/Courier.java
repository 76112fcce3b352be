package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.Connector;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/**
 * Sends what goes to one destination. One courier per destination, with pools and bounds of its own, so that a slow
 * vendor holds up nobody else. Any thread.
 */
public interface Courier {

    /**
     * What a courier stands in.
     *
     * @param share what this node may use of the rates that the vendor allows
     */
    record Surroundings(RateShare share, Clocks clocks, CourierMetrics metrics) {}

    /**
     * A courier over HTTP/1.1, with TLS where the endpoint asks for it. It follows no redirects and talks to the
     * hosts of the connector's endpoints only, whose addresses must be public unless the settings permit private ones.
     */
    static Courier overHttp(Vertx vertx, Connector connector, CourierSettings settings, Surroundings on) {
        return new HttpCourier(
                vertx,
                Desk.of(
                        connector,
                        HttpLines.of(vertx, connector, settings, on.clocks().legal()),
                        on.share(),
                        settings,
                        new Desk.Time(on.clocks(), Timers.of(vertx)),
                        on.metrics()));
    }

    /**
     * A courier through a vendor's own client library, with the same checks, bounds and pacing.
     *
     * @throws IllegalArgumentException where the settings name a proxy: these libraries know none
     */
    static Courier overSdk(
            Vertx vertx, ThroughSdk vendor, Connector connector, CourierSettings settings, Surroundings on) {
        if (settings.reach().proxy() != null) {
            throw new IllegalArgumentException("a proxy before " + vendor.name() + " (expected: none)");
        }
        return new HttpCourier(
                vertx,
                Desk.of(
                        connector,
                        new SdkLines(
                                vertx, vendor, connector, settings, on.clocks().legal()),
                        on.share(),
                        settings,
                        new Desk.Time(on.clocks(), Timers.of(vertx)),
                        on.metrics()));
    }

    /**
     * Sends the records in as many requests as the vendor's limits need, and again where that is called for and may
     * help, until each has ended or the deadline has passed.
     *
     * <p>Call it on an event loop context: it completes there. It never fails. The list holds one ending for each
     * position, in order. Once bytes of a record have left without a readable answer, it can only end as forwarded or
     * uncertain.
     */
    Future<List<Ending>> deliver(Consignment consignment);

    /** How many deliveries may be in progress at once; one more ends at once as unavailable. */
    int places();

    /**
     * Asks the vendor once how a job has ended, at the pace and over the connections of its operation. The question
     * carries no personal data, so that nothing is screened and no evidence is written for it.
     *
     * <p>Call it on an event loop context: it completes there. It fails with {@link IllegalArgumentException} where the
     * destination's connector cannot ask for that job (its vendor has been changed meanwhile), so that nobody ever can.
     *
     * @param deadline the instant on the courier's ticker, in nanoseconds, at which the question counts as unanswered
     */
    Future<JobState> poll(OpenJob job, long deadline);

    /**
     * The destination's secrets have changed: what begins from now on is said by this connector, and connections that
     * are made from now on show the certificates that the files hold now and use this proxy. What has begun ends with the
     * old ones.
     *
     * @param reach how the hosts are reached now, with the same permit for addresses as before
     * @throws IllegalArgumentException where the connector has other endpoints than the one before
     */
    void renew(Connector connector, Reach reach);

    /** Takes nothing new (it ends as unavailable), waits for what is in progress, then closes the connections. */
    Future<Void> close();
}
