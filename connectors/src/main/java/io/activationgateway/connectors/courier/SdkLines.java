package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Endpoint;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls of a vendor's client library to the endpoints that a connector names, and to no other. */
final class SdkLines implements Lines {

    private final Map<Endpoint, Place> places = new HashMap<>();
    private final Vertx vertx;
    private final ThroughSdk vendor;
    private final CourierSettings settings;
    private final InstantSource clock;

    SdkLines(Vertx vertx, ThroughSdk vendor, Connector connector, CourierSettings settings, InstantSource clock) {
        this.vertx = vertx;
        this.vendor = vendor;
        this.settings = settings;
        this.clock = clock;
        connector.endpoints().forEach(endpoint -> places.put(endpoint, new Place(endpoint)));
    }

    @Override
    public Future<Line> open(Endpoint endpoint) {
        var place = places.get(endpoint);
        if (place == null) {
            return Future.failedFuture(new EndpointNotNamed(endpoint));
        }
        var context = vertx.getOrCreateContext();
        return place.connection()
                .compose(connection -> Future.fromCompletionStage(connection.ready(settings.connectTimeout()), context)
                        .map(_ -> new SdkLine(endpoint, connection, context, settings.requestTimeout(), clock)));
    }

    @Override
    public void renew() {
        places.values().forEach(Place::leave);
    }

    @Override
    public Future<Void> close() {
        places.values().forEach(Place::leave);
        return Future.succeededFuture();
    }

    /** The connection to an endpoint, as long as its host stays where it is. */
    private final class Place {

        private final Endpoint endpoint;
        private final Addresses addresses;
        private @Nullable InetAddress address;
        private @Nullable SdkConnection connection;

        Place(Endpoint endpoint) {
            this.endpoint = endpoint;
            this.addresses = new Addresses(vertx, endpoint, settings.reach());
        }

        Future<SdkConnection> connection() {
            return addresses.resolve().compose(found -> {
                var open = openTo(found);
                return open == null ? vertx.executeBlocking(() -> to(found)) : Future.succeededFuture(open);
            });
        }

        private synchronized @Nullable SdkConnection openTo(InetAddress found) {
            return found.equals(address) ? connection : null;
        }

        /** Reads certificates, and a library's classes are many: not on an event loop. */
        private synchronized SdkConnection to(InetAddress found) {
            var open = connection;
            if (open == null || !found.equals(address)) {
                leave();
                open = vendor.connection(endpoint, found, settings);
                connection = open;
                address = found;
            }
            return open;
        }

        synchronized void leave() {
            if (connection != null) {
                connection.close();
                connection = null;
            }
        }
    }
}
