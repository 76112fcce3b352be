package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Endpoint;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** HTTP/1.1 to the endpoints that a connector names, and to no other. */
final class HttpLines implements Lines {

    private final Map<Endpoint, Transport> transports = new HashMap<>();
    private final CourierSettings settings;
    private final InstantSource clock;

    /** {@code transport} makes the connections to one endpoint. */
    HttpLines(
            Connector connector,
            CourierSettings settings,
            InstantSource clock,
            Function<Endpoint, Transport> transport) {
        connector.endpoints().forEach(endpoint -> transports.put(endpoint, transport.apply(endpoint)));
        this.settings = settings;
        this.clock = clock;
    }

    static HttpLines of(Vertx vertx, Connector connector, CourierSettings settings, InstantSource clock) {
        return new HttpLines(connector, settings, clock, endpoint -> new Transport(vertx, endpoint, settings));
    }

    @Override
    public Future<Line> open(Endpoint endpoint) {
        var transport = transports.get(endpoint);
        return transport == null
                ? Future.failedFuture(new EndpointNotNamed(endpoint))
                : transport.connect().map(request -> new HttpLine(endpoint, request, settings.maxAnswerBytes(), clock));
    }

    @Override
    public void renew(Reach reach) {
        transports.values().forEach(transport -> transport.renew(reach));
    }

    @Override
    public Future<Void> close() {
        return Future.join(transports.values().stream().map(Transport::close).toList())
                .mapEmpty();
    }
}
