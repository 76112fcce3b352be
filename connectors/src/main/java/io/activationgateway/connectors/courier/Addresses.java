package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.Endpoint;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Where an endpoint's host is, if data may go there. */
final class Addresses {

    private final VertxInternal vertx;
    private final Endpoint endpoint;
    private final boolean privateToo;

    Addresses(Vertx vertx, Endpoint endpoint, Reach reach) {
        this.vertx = (VertxInternal) vertx;
        this.endpoint = endpoint;
        this.privateToo = reach.privateAddresses();
    }

    /** The vendor's host has an address that the configuration does not permit. */
    static final class AddressNotPermitted extends Exception {
        private static final long serialVersionUID = 1L;

        AddressNotPermitted(String host) {
            super(host
                    + " resolves to a private address; set sandbox: true or permit private addresses if it is meant");
        }
    }

    /** The address; fails with {@link AddressNotPermitted} where it is not to be sent to. */
    Future<InetAddress> resolve() {
        var literal = literal();
        var found = literal == null ? vertx.nameResolver().resolve(endpoint.host()) : Future.succeededFuture(literal);
        return found.compose(
                address -> permits(address) ? Future.succeededFuture(address) : Future.failedFuture(refused()));
    }

    /** Fails where the host is an address that is not to be sent to; what a name stands for is left to a proxy. */
    Future<Void> unlessRefused() {
        var literal = literal();
        return literal == null || permits(literal) ? Future.succeededFuture() : Future.failedFuture(refused());
    }

    private boolean permits(InetAddress address) {
        return privateToo || Egress.isPublic(address);
    }

    private AddressNotPermitted refused() {
        return new AddressNotPermitted(endpoint.host());
    }

    private @Nullable InetAddress literal() {
        var bytes = NetUtil.createByteArrayFromIpAddressString(endpoint.host());
        try {
            return bytes == null ? null : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four or sixteen bytes are an address", impossible);
        }
    }
}
