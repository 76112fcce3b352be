package io.activationgateway.connectors.courier;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the hosts of a destination are reached.
 *
 * @param privateAddresses whether a host may resolve to a loopback, link-local or private address
 * @param certificate what the gateway shows of itself; null where the vendor asks for nothing
 * @param authorities PEM file of the certificates that a host's must descend from; null for those that Java trusts
 * @param proxy what all connections go through; it resolves the hosts' names, so that their addresses are its to judge
 */
public record Reach(
        boolean privateAddresses,
        @Nullable ClientCertificate certificate,
        @Nullable Path authorities,
        @Nullable Proxy proxy) {

    /** Directly, at public addresses. */
    public static final Reach PUBLIC = new Reach(false, null, null, null);

    /** Directly, also at private addresses. */
    public static final Reach PRIVATE_TOO = new Reach(true, null, null, null);

    /**
     * A certificate and its key, in PEM files, the key in PKCS#8 without a password.
     *
     * @param certificate the certificate, then those above it
     */
    public record ClientCertificate(Path certificate, Path key) {
        public ClientCertificate {
            requireNonNull(certificate, "certificate");
            requireNonNull(key, "key");
        }
    }

    /**
     * An HTTP proxy that tunnels TLS ({@code CONNECT}, RFC 9110 section 9.3.6). Holds a password and does not print it.
     *
     * @param user null where it asks for none, and so is the password
     */
    public record Proxy(
            String host,
            int port,
            @Nullable String user,
            @Nullable String password) {
        public Proxy {
            requireNonNull(host, "host");
        }

        @Override
        public String toString() {
            return "Proxy[" + host + ":" + port + "]";
        }
    }
}
