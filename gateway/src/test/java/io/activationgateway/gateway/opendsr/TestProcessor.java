package io.activationgateway.gateway.opendsr;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.activationgateway.gateway.config.GatewayConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A processor's key and certificate, made by an authority of the test, once for all tests of this JVM. */
public final class TestProcessor {

    public static final String DOMAIN = "dsr.acme.example";

    private static final X500Principal ISSUER = new X500Principal("CN=Test Authority");
    private static final KeyPair AUTHORITY = keyPair();
    private static final KeyPair OWN = keyPair();

    private TestProcessor() {}

    /** Writes key and certificate into a folder, and names them. Callbacks may go to this machine in clear. */
    public static GatewayConfig.OpenDsr config(Path folder, Set<String> callbackHosts, Duration waiting) {
        var key = write(folder.resolve("dsr.key"), keyPem());
        var certificate = write(folder.resolve("dsr.pem"), certificatePem(DOMAIN));
        return new GatewayConfig.OpenDsr(DOMAIN, key, certificate, callbackHosts, Duration.ofDays(14), waiting, true);
    }

    /** The processor's key. */
    public static String keyPem() {
        return pem("PRIVATE KEY", OWN.getPrivate());
    }

    static String otherKeyPem() {
        return pem("PRIVATE KEY", AUTHORITY.getPrivate());
    }

    /** A certificate of the authority for a DNS name, of the processor's key. */
    static X509Certificate certificateFor(String name) {
        return certificate(name);
    }

    /** A certificate for a DNS name that nobody but its own key vouches for. */
    static X509Certificate selfSigned(String name) {
        return issue(new X500Principal("CN=" + name), OWN, name, new X500Principal("CN=" + name), OWN);
    }

    static PrivateKey privateKey() {
        return OWN.getPrivate();
    }

    /** The certificate of the processor for a DNS name, and the authority's. */
    public static String certificatePem(String name) {
        try {
            return pem(certificate(name).getEncoded()) + pem(authority().getEncoded());
        } catch (CertificateException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static X509Certificate authority() {
        return issue(ISSUER, AUTHORITY, null);
    }

    static Path write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            return Files.writeString(file, text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static X509Certificate certificate(String name) {
        return issue(new X500Principal("CN=" + name.replace("*", "any")), OWN, name);
    }

    private static X509Certificate issue(X500Principal subject, KeyPair of, String dnsName) {
        return issue(subject, of, dnsName, ISSUER, AUTHORITY);
    }

    private static X509Certificate issue(
            X500Principal subject, KeyPair of, String dnsName, X500Principal issuer, KeyPair signer) {
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    BigInteger.ONE,
                    Date.from(Instant.parse("2026-01-01T00:00:00Z")),
                    Date.from(Instant.parse("2046-01-01T00:00:00Z")),
                    subject,
                    of.getPublic());
            if (dnsName == null) {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            } else {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, dnsName)));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(signer.getPrivate())));
        } catch (OperatorCreationException | CertificateException | CertIOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static KeyPair keyPair() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2_048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String pem(String type, PrivateKey key) {
        return block(type, key.getEncoded());
    }

    private static String pem(byte[] certificate) {
        return block("CERTIFICATE", certificate);
    }

    private static String block(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n"
                + new String(Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(content), US_ASCII) + "\n-----END "
                + type + "-----\n";
    }
}
