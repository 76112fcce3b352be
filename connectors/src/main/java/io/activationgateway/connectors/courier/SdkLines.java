package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Endpoint;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Calls of a vendor's client library to the endpoints that a connector names, and to no other. */
final class SdkLines implements Lines {

    private final Map<Endpoint, Place> places = new HashMap<>();
    private final Vertx vertx;
    private final ThroughSdk vendor;
    private final InstantSource clock;
    private final AtomicInteger renewals = new AtomicInteger();
    private volatile boolean closed;
    private volatile CourierSettings settings;

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
    public void renew(Reach reach) {
        settings = settings.reaching(reach);
        renewals.incrementAndGet();
        places.values().forEach(Place::leave);
    }

    @Override
    public Future<Void> close() {
        closed = true;
        places.values().forEach(Place::leave);
        return Future.succeededFuture();
    }

    /** The connection to an endpoint, as long as its host stays where it is. */
    private final class Place {

        private final Endpoint endpoint;
        private final Addresses addresses;
        private final AtomicReference<@Nullable Open> open = new AtomicReference<>();

        /** A connection, and where it leads. */
        private record Open(InetAddress address, SdkConnection connection) {}

        Place(Endpoint endpoint) {
            this.endpoint = endpoint;
            this.addresses = new Addresses(vertx, endpoint, settings.reach());
        }

        Future<SdkConnection> connection() {
            return addresses.resolve().compose(found -> {
                var now = openTo(found);
                return now == null ? vertx.executeBlocking(() -> to(found)) : Future.succeededFuture(now);
            });
        }

        /** Waits for nothing: another thread may be about to connect, which takes time. */
        private @Nullable SdkConnection openTo(InetAddress found) {
            var now = open.get();
            return now != null && now.address().equals(found) ? now.connection() : null;
        }

        /** Reads certificates, and a library's classes are many: not on an event loop. */
        private synchronized SdkConnection to(InetAddress found) {
            var now = openTo(found);
            if (now != null) {
                return now;
            }
            int before = renewals.get();
            now = vendor.connection(endpoint, found, settings);
            leave(open.getAndSet(new Open(found, now)));
            if (closed) {
                leave();
            } else if (renewals.get() != before) {
                // There was nothing yet to leave then.
                leave();
                return to(found);
            }
            return now;
        }

        void leave() {
            leave(open.getAndSet(null));
        }

        private static void leave(@Nullable Open left) {
            if (left != null) {
                left.connection().close();
            }
        }
    }
}
