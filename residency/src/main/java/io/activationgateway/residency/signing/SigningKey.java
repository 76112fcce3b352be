package io.activationgateway.residency.signing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.util.PrivateKeyFactory;

/** An Ed25519 key pair. Immutable, safe on any thread; its text form never shows the key. */
public final class SigningKey {

    private static final String TYPE = "PRIVATE KEY";
    private static final ASN1ObjectIdentifier ED25519 = new ASN1ObjectIdentifier("1.3.101.112");

    private final Ed25519PrivateKeyParameters key;
    private final VerifyingKey verifyingKey;

    private SigningKey(Ed25519PrivateKeyParameters key) {
        this.key = key;
        this.verifyingKey = new VerifyingKey(key.generatePublicKey());
    }

    public static SigningKey generate(SecureRandom random) {
        return new SigningKey(new Ed25519PrivateKeyParameters(random));
    }

    /**
     * Reads a PKCS#8 key in PEM.
     *
     * @param place what the error names, usually the file
     * @throws KeyUnusable where it is none
     */
    public static SigningKey parse(String pem, String place) {
        byte[] content = Pem.read(TYPE, pem, place);
        try {
            if (PrivateKeyFactory.createKey(content) instanceof Ed25519PrivateKeyParameters key) {
                return new SigningKey(key);
            }
        } catch (IOException | RuntimeException broken) {
            throw new KeyUnusable(place, Pem.expected(TYPE), broken);
        }
        throw new KeyUnusable(place, Pem.expected(TYPE), null);
    }

    /** The secret itself, as PKCS#8 without the public half: what every OpenSSL reads. */
    public String toPem() {
        try {
            var info = new PrivateKeyInfo(new AlgorithmIdentifier(ED25519), new DEROctetString(key.getEncoded()));
            return Pem.write(TYPE, info.getEncoded());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    public VerifyingKey verifyingKey() {
        return verifyingKey;
    }

    /** The 64 bytes of RFC 8032; the same message always gives the same. */
    public byte[] sign(byte[] message) {
        var signer = new Ed25519Signer();
        signer.init(true, key);
        signer.update(message, 0, message.length);
        return signer.generateSignature();
    }

    @Override
    public String toString() {
        return "signing key of " + verifyingKey;
    }
}
