package io.activationgateway.connectors;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Where a connector's requests go. The paths of its requests already carry the path of {@code base}.
 *
 * @param base an absolute http or https URI without query and fragment
 * @param countries where the receiver processes the data, as ISO 3166-1 alpha-2 codes; the policy's destination must agree
 * @param sandbox whether this stands in for the vendor's own host: every result has to show it
 */
public record Endpoint(URI base, Set<String> countries, boolean sandbox) {

    public Endpoint {
        requireNonNull(base, "base");
        countries = Set.copyOf(countries);
        var scheme = base.getScheme();
        if (!"http".equals(scheme) && !"https".equals(scheme)) {
            throw new IllegalArgumentException("endpoint scheme " + scheme + " (expected: http or https)");
        }
        if (base.getHost() == null || base.getRawQuery() != null || base.getRawFragment() != null) {
            throw new IllegalArgumentException("endpoint (expected: a host, no query, no fragment)");
        }
    }

    public String host() {
        return base.getHost().toLowerCase(Locale.ROOT);
    }

    public int port() {
        if (base.getPort() >= 0) {
            return base.getPort();
        }
        return tls() ? 443 : 80;
    }

    public boolean tls() {
        return "https".equals(base.getScheme());
    }

    /** The path of a request: that of the base, then {@code path}, which starts with a slash. */
    public String path(String path) {
        var prefix = base.getRawPath();
        return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) + path : prefix + path;
    }
}
