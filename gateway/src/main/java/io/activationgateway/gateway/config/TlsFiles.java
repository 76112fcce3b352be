package io.activationgateway.gateway.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the PEM files that a destination's TLS names, to see at the start what a connection would otherwise find at the first
 * send: certificates that are none, and a key that is not the certificate's. Other parts and words between them are passed
 * over, in whatever encoding.
 */
final class TlsFiles {

    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]+-----END CERTIFICATE-----");

    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    /** What a key signs to show that it is the certificate's. */
    private static final byte[] PROOF = "one of another".getBytes(US_ASCII);

    private TlsFiles() {}

    /** The certificates of a file (X.509, RFC 7468), in their order; none where one cannot be read. */
    static List<X509Certificate> certificates(Path file) {
        var found = new ArrayList<X509Certificate>();
        try {
            var parser = CertificateFactory.getInstance("X.509");
            var pem = CERTIFICATE.matcher(Files.readString(file, ISO_8859_1));
            while (pem.find()) {
                var certificate = parser.generateCertificate(
                        new ByteArrayInputStream(pem.group().getBytes(US_ASCII)));
                found.add((X509Certificate) certificate);
            }
            return found;
        } catch (IOException | CertificateException unreadable) {
            return List.of();
        }
    }

    /** Whether a file holds the private key (PKCS #8) of a certificate. */
    static boolean isKeyOf(X509Certificate certificate, Path file) {
        var known = certificate.getPublicKey();
        try {
            var pem = PRIVATE_KEY.matcher(Files.readString(file, ISO_8859_1));
            return pem.find() && isOf(known, key(known, pem.group(1)));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException unreadable) {
            return false;
        }
    }

    private static PrivateKey key(PublicKey known, String base64) throws GeneralSecurityException {
        return KeyFactory.getInstance(known.getAlgorithm())
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
    }

    private static boolean isOf(PublicKey known, PrivateKey key) throws GeneralSecurityException {
        var algorithm = signature(known.getAlgorithm());
        if (algorithm == null) {
            return true;
        }
        var signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(PROOF);
        var checking = Signature.getInstance(algorithm);
        checking.initVerify(known);
        checking.update(PROOF);
        return checking.verify(signing.sign());
    }

    /** How keys of a kind sign; null of a kind that only the connection can judge. */
    private static @Nullable String signature(String kind) {
        return switch (kind) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "EdDSA", "Ed25519", "Ed448" -> "EdDSA";
            default -> null;
        };
    }
}
