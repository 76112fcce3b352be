package io.activationgateway.gateway.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.activationgateway.consent.identity.PseudonymKey;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keeps what the database holds of people unreadable (AES-256-GCM, NIST SP 800-38D, a random nonce each), bound to the
 * place it was sealed for. The key follows from a pseudonym key of the region: the first, which no rotation replaces, unless
 * a feature seals anew what it keeps when that key is rotated. Any thread.
 */
public final class RegionSeal {

    private static final String HMAC = "HmacSHA256";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec key;

    /** @param feature tells the key of one feature from that of another; never changes */
    public RegionSeal(PseudonymKey regionKey, String feature) {
        key = new SecretKeySpec(derived(regionKey, feature), "AES");
    }

    /** @param place what the seal is bound to */
    public byte[] seal(String place, byte[] clear) {
        var nonce = new byte[NONCE];
        random.nextBytes(nonce);
        var text = cipher(Cipher.ENCRYPT_MODE, place, nonce, clear);
        return ByteBuffer.allocate(NONCE + text.length).put(nonce).put(text).array();
    }

    /**
     * What was sealed.
     *
     * @throws IllegalStateException where it was sealed for another place or under another key
     */
    public byte[] open(String place, byte[] sealed) {
        if (sealed.length < NONCE) {
            throw new IllegalStateException("what is sealed in the database was cut off");
        }
        return cipher(
                Cipher.DECRYPT_MODE,
                place,
                Arrays.copyOf(sealed, NONCE),
                Arrays.copyOfRange(sealed, NONCE, sealed.length));
    }

    /** A key of 256 bits that follows from the region's and from what it is for. */
    public static byte[] derived(PseudonymKey regionKey, String feature) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(regionKey.bytes(), HMAC));
            return mac.doFinal(feature.getBytes(UTF_8));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform has " + HMAC, missing);
        }
    }

    private byte[] cipher(int mode, String place, byte[] nonce, byte[] text) {
        try {
            var cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(place.getBytes(UTF_8));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(
                    "what is sealed in the database does not open; was keys.pseudonym replaced?", broken);
        }
    }
}
