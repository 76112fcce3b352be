package io.activationgateway.residency.signing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;

/**
 * The certificates of links between regions: a key on curve P-256 and a certificate that it signs itself. Each end of a
 * link trusts exactly the certificates of the other, so that there is no authority whose key could let others in.
 */
public final class LinkCertificate {

    private static final String KEY = "PRIVATE KEY";
    private static final int YEARS = 5;
    private static final int SERIAL_BITS = 127;

    private LinkCertificate() {}

    /** A new private key in PEM (PKCS#8). */
    public static String newKey(SecureRandom random) {
        var generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(curve(), random));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        try {
            return Pem.write(
                    KEY,
                    PrivateKeyInfoFactory.createPrivateKeyInfo(pair.getPrivate())
                            .getEncoded());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /**
     * A certificate for a key, in PEM, that names this machine: the host name, localhost and 127.0.0.1. It holds for five
     * years.
     *
     * @param place what the error names, usually the key's file
     * @throws KeyUnusable where it is no such key
     */
    public static String selfSigned(String keyPem, String place, SecureRandom random, Instant now) {
        try {
            var key = (ECPrivateKeyParameters)
                    PrivateKeyFactory.createKey(PrivateKeyInfo.getInstance(Pem.read(KEY, keyPem, place)));
            var point = key.getParameters().getG().multiply(key.getD()).normalize();
            AsymmetricKeyParameter publicKey = new ECPublicKeyParameters(point, curve());
            var name = new X500Name("CN=activation-gateway");
            var builder = new X509v3CertificateBuilder(
                    name,
                    new BigInteger(SERIAL_BITS, random),
                    Date.from(now.minus(1, ChronoUnit.HOURS)),
                    Date.from(now.plus(YEARS * 365L, ChronoUnit.DAYS)),
                    name,
                    SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(publicKey));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.subjectAlternativeName, false, names());
            var algorithm = new DefaultSignatureAlgorithmIdentifierFinder().find("SHA256withECDSA");
            var signer = new BcECContentSignerBuilder(
                            algorithm, new DefaultDigestAlgorithmIdentifierFinder().find(algorithm))
                    .build(key);
            return Pem.write("CERTIFICATE", builder.build(signer).getEncoded());
        } catch (IOException | OperatorCreationException | RuntimeException unusable) {
            throw new KeyUnusable(
                    place, "not a private key on curve P-256 in PEM; run `keys init` to make one", unusable);
        }
    }

    private static GeneralNames names() {
        return new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.dNSName, hostName()),
            new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(GeneralName.iPAddress, "127.0.0.1")
        });
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException unnamed) {
            return "localhost";
        }
    }

    private static ECNamedDomainParameters curve() {
        return new ECNamedDomainParameters(
                X9ObjectIdentifiers.prime256v1, CustomNamedCurves.getByOID(X9ObjectIdentifiers.prime256v1));
    }
}
