package io.activationgateway.gateway.exchange;

import io.activationgateway.gateway.config.ConfigException;
import io.activationgateway.gateway.config.Governance;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The follower's side of mutual TLS: its own key, and trust in the authority's certificates alone. */
final class LinkTls {

    private static final char[] IN_MEMORY = new char[0];

    private LinkTls() {}

    /** @throws ConfigException where a file cannot be read */
    static SSLContext context(Governance.Link link) {
        try {
            var own = KeyStore.getInstance(KeyStore.getDefaultType());
            own.load(null, IN_MEMORY);
            own.setKeyEntry(
                    "own",
                    key(link.key()),
                    IN_MEMORY,
                    certificates(link.certificate()).toArray(Certificate[]::new));
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, IN_MEMORY);
            var peers = KeyStore.getInstance(KeyStore.getDefaultType());
            peers.load(null, IN_MEMORY);
            for (var peer : link.peers()) {
                for (var certificate : certificates(peer)) {
                    peers.setCertificateEntry(peer + "#" + peers.size(), certificate);
                }
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(peers);
            var context = SSLContext.getInstance("TLSv1.3");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException unusable) {
            throw new ConfigException("policy.follow: key or certificates cannot be read ("
                    + unusable.getClass().getSimpleName()
                    + ") (expected: PEM files; `keys init` makes the own ones, the"
                    + " authority's are copied)");
        }
    }

    private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        var pem = Files.readString(file, StandardCharsets.US_ASCII);
        var base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }

    private static List<Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            return List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
        }
    }
}
