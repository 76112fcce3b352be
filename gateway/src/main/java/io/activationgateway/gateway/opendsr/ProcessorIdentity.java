package io.activationgateway.gateway.opendsr;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.activationgateway.gateway.config.ConfigException;
import io.activationgateway.gateway.config.GatewayConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Who this processor is: its domain, the certificate that says so, and the key that signs what it answers (RSA, SHA-256,
 * PKCS#1 v1.5, over the raw bytes of the body). Any thread; signing takes a millisecond or two.
 */
final class ProcessorIdentity {

    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final int LEAST_BITS = 2_048;
    private static final int DNS_NAME = 2;

    private final String domain;
    private final RSAPrivateKey key;
    private final byte[] certificate;
    private final Instant validUntil;

    private ProcessorIdentity(String domain, RSAPrivateKey key, byte[] certificate, Instant validUntil) {
        this.domain = domain;
        this.key = key;
        this.certificate = certificate;
        this.validUntil = validUntil;
    }

    /**
     * Reads key and certificate.
     *
     * @param now the time at which every certificate of the chain must be valid: controllers refuse what an expired one
     *     signed
     * @throws ConfigException where the files cannot be read, do not belong together or to the domain, or are not valid
     */
    static ProcessorIdentity load(GatewayConfig.OpenDsr config, Instant now) {
        var key = key(config.key());
        var chain = chain(config.certificate());
        var leaf = chain.getFirst();
        if (!(leaf.getPublicKey() instanceof RSAPublicKey known)
                || !known.getModulus().equals(key.getModulus())) {
            throw new ConfigException("opendsr.certificate: " + config.certificate()
                    + " is not of the key in opendsr.key (expected: the processor's own certificate first, then those"
                    + " above it)");
        }
        if (!isOf(leaf, config.domain())) {
            throw new ConfigException("opendsr.certificate: " + config.certificate() + " does not name "
                    + config.domain() + " (expected: opendsr.domain among its DNS names)");
        }
        for (var each : chain) {
            var from = each.getNotBefore().toInstant();
            var until = each.getNotAfter().toInstant();
            if (now.isBefore(from) || now.isAfter(until)) {
                throw new ConfigException(
                        "opendsr.certificate: " + config.certificate() + " holds a certificate that is" + " valid from "
                                + from + " to " + until + " only (expected: certificates that are valid now)");
            }
        }
        return new ProcessorIdentity(config.domain(), key, pem(chain), earliestEnd(chain));
    }

    /** When the first certificate of the chain expires. */
    Instant validUntil() {
        return validUntil;
    }

    private static Instant earliestEnd(List<X509Certificate> chain) {
        return chain.stream()
                .map(each -> each.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    String domain() {
        return domain;
    }

    /** The chain in PEM, the processor's own certificate first. */
    byte[] certificate() {
        return certificate.clone();
    }

    /** What proves to a receiver that these bytes are this processor's, by header. */
    Map<String, String> headers(byte[] body, ApiVersion version) {
        return Map.of(version.domainHeader(), domain, version.signatureHeader(), sign(body));
    }

    private String sign(byte[] body) {
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(body);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("an RSA key signs", impossible);
        }
    }

    private static RSAPrivateKey key(Path file) {
        var expected = " (expected: an RSA key of " + LEAST_BITS
                + " bits or more in PEM, PKCS#8; `openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072` makes"
                + " one)";
        try {
            var pem = PRIVATE_KEY.matcher(Files.readString(file, US_ASCII));
            if (pem.find()
                    && KeyFactory.getInstance("RSA")
                                    .generatePrivate(new PKCS8EncodedKeySpec(
                                            Base64.getMimeDecoder().decode(pem.group(1))))
                            instanceof RSAPrivateKey key
                    && key.getModulus().bitLength() >= LEAST_BITS) {
                return key;
            }
        } catch (IOException | GeneralSecurityException | IllegalArgumentException unusable) {
            throw new ConfigException("opendsr.key: " + file + " cannot be read" + expected);
        }
        throw new ConfigException("opendsr.key: " + file + " holds no such key" + expected);
    }

    private static List<X509Certificate> chain(Path file) {
        var chain = new ArrayList<X509Certificate>();
        try {
            var parsed = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
            for (var certificate : parsed) {
                chain.add((X509Certificate) certificate);
            }
        } catch (IOException | CertificateException unusable) {
            chain.clear();
        }
        if (chain.isEmpty()) {
            throw new ConfigException("opendsr.certificate: " + file
                    + " cannot be read (expected: X.509 certificates in PEM, the processor's own first)");
        }
        return chain;
    }

    private static boolean isOf(X509Certificate certificate, String domain) {
        try {
            var names = certificate.getSubjectAlternativeNames();
            return names != null
                    && names.stream()
                            .filter(name -> name.get(0).equals(DNS_NAME))
                            .map(name -> String.valueOf(name.get(1)).toLowerCase(Locale.ROOT))
                            .anyMatch(name -> name.equals(domain)
                                    || (name.startsWith("*.")
                                            && domain.indexOf('.') > 0
                                            && name.substring(1).equals(domain.substring(domain.indexOf('.')))));
        } catch (CertificateException unreadable) {
            return false;
        }
    }

    /** Written anew: the file may hold more than certificates. */
    private static byte[] pem(List<X509Certificate> chain) {
        var text = new StringBuilder();
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
        for (var certificate : chain) {
            try {
                text.append("-----BEGIN CERTIFICATE-----\n")
                        .append(lines.encodeToString(certificate.getEncoded()))
                        .append("\n-----END CERTIFICATE-----\n");
            } catch (CertificateEncodingException impossible) {
                throw new IllegalStateException("a certificate that was read can be written", impossible);
            }
        }
        return text.toString().getBytes(US_ASCII);
    }
}
