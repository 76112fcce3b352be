package io.activationgateway.gateway.opendsr;

import io.activationgateway.connectors.courier.Egress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where callbacks may go: URLs come from outside. Only https, only to hosts that the configuration lists, and there only
 * to public addresses, which are looked at anew each time; where private addresses are permitted, also plain HTTP to this
 * machine. Any thread.
 */
final class CallbackHosts {

    private static final int HTTPS = 443;
    private static final int LONGEST = 2_048;
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final Set<String> hosts;
    private final boolean privateAddresses;

    /** @param hosts each a host, whose port is 443, or {@code host:port} */
    CallbackHosts(Set<String> hosts, boolean privateAddresses) {
        this.hosts = Set.copyOf(hosts);
        this.privateAddresses = privateAddresses;
    }

    /** The URL, empty where nothing may be sent there. */
    Optional<URI> permitted(String url) {
        if (url.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            var uri = new URI(url);
            return isPermitted(uri) ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException none) {
            return Optional.empty();
        }
    }

    private boolean isPermitted(URI uri) {
        if (uri.getHost() == null
                || uri.getScheme() == null
                || uri.getUserInfo() != null
                || uri.getFragment() != null) {
            return false;
        }
        var host = uri.getHost().toLowerCase(Locale.ROOT);
        return switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
            case "https" -> isListed(host, port(uri));
            case "http" -> privateAddresses && LOOPBACK.contains(host) && isListed(host, port(uri));
            default -> false;
        };
    }

    private boolean isListed(String host, int port) {
        return hosts.contains(host + ":" + port) || (port == HTTPS && hosts.contains(host));
    }

    static boolean isTls(URI url) {
        return url.getScheme().equalsIgnoreCase("https");
    }

    static int port(URI url) {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return isTls(url) ? HTTPS : 80;
    }

    /**
     * The address to connect to. Blocks.
     *
     * @throws UnknownHostException where the name has no address, or has one that nothing may be sent to
     */
    InetSocketAddress resolve(URI url) throws UnknownHostException {
        var addresses = InetAddress.getAllByName(url.getHost());
        if (!privateAddresses && !Arrays.stream(addresses).allMatch(Egress::isPublic)) {
            throw new UnknownHostException("a callback host has a private address");
        }
        return new InetSocketAddress(addresses[0], port(url));
    }
}
