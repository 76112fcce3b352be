package io.activationgateway.residency.signing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;

/** An Ed25519 public key. Immutable, compared by value. */
public final class VerifyingKey {

    private static final String TYPE = "PUBLIC KEY";

    private final Ed25519PublicKeyParameters key;
    private final byte[] info;

    VerifyingKey(Ed25519PublicKeyParameters key) {
        this.key = key;
        try {
            this.info =
                    SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(key).getEncoded();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /**
     * Reads a SubjectPublicKeyInfo in PEM.
     *
     * @param place what the error names, usually the file
     * @throws KeyUnusable where it is none
     */
    public static VerifyingKey parse(String pem, String place) {
        byte[] content = Pem.read(TYPE, pem, place);
        try {
            if (PublicKeyFactory.createKey(content) instanceof Ed25519PublicKeyParameters key) {
                return new VerifyingKey(key);
            }
        } catch (IOException | RuntimeException broken) {
            throw new KeyUnusable(place, Pem.expected(TYPE), broken);
        }
        throw new KeyUnusable(place, Pem.expected(TYPE), null);
    }

    public String toPem() {
        return Pem.write(TYPE, info);
    }

    /** The 32 bytes of RFC 8032. */
    public byte[] raw() {
        return key.getEncoded();
    }

    /** {@code sha256:} and the hexadecimal digest of the SubjectPublicKeyInfo: a name, not a proof. */
    public String id() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(info);
            return "sha256:" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Whether {@code signature} is this key's over {@code message}. */
    public boolean verify(byte[] message, byte[] signature) {
        if (signature.length != Ed25519PublicKeyParameters.KEY_SIZE * 2) {
            return false;
        }
        var verifier = new Ed25519Signer();
        verifier.init(false, key);
        verifier.update(message, 0, message.length);
        return verifier.verifySignature(signature);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifyingKey that && Arrays.equals(info, that.info);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(info);
    }

    @Override
    public String toString() {
        return id();
    }
}
