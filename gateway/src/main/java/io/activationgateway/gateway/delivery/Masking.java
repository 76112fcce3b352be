package io.activationgateway.gateway.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.activationgateway.consent.identity.IdentifierRules;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.identity.NormalForm;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.GCMSIVBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.jspecify.annotations.Nullable;

/**
 * What leaves instead of a clear value. A hash is for matching: lower-case hex SHA-256 of the normal form, which the
 * receiver can compute too. A pseudonym is AES-256-GCM-SIV (RFC 8452) under a key of the region, so that the same value
 * of the same field has the same pseudonym and only the region can go back (GDPR Art 4(5)). Any thread.
 */
public final class Masking {

    private static final Pattern ALREADY_HASHED = Pattern.compile("[0-9a-fA-F]{64}");
    private static final int TAG_BITS = 128;
    private static final byte[] NONCE = new byte[12];

    private final KeyParameter key;

    /** {@code regionKey} is the region's pseudonym key; the key used here is derived from it. */
    public Masking(byte[] regionKey) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(regionKey, "HmacSHA256"));
            key = new KeyParameter(mac.doFinal("activation-gateway field pseudonyms".getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException | InvalidKeyException missing) {
            throw new IllegalStateException("HmacSHA256 is missing from this Java runtime", missing);
        }
    }

    /**
     * The hash of a value; one that is a SHA-256 hash already is not hashed again.
     *
     * @param country of the person, by which a national phone number is read; null where the row tells none
     */
    public static String hash(@Nullable IdentifierType type, String value, @Nullable String country) {
        var text = value.strip();
        if (ALREADY_HASHED.matcher(text).matches()) {
            return text.toLowerCase(Locale.ROOT);
        }
        var normal =
                type != null && IdentifierRules.normalise(type, text, country) instanceof NormalForm.Found(var known)
                        ? known.value()
                        : text;
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(normal.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime", missing);
        }
    }

    /** The pseudonym of a field's value: URL-safe Base64. */
    public String pseudonym(String field, String value) {
        var cipher = cipher(true, field);
        var clear = value.getBytes(UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(finish(cipher, clear));
    }

    /**
     * The value behind a pseudonym of this region.
     *
     * @throws IllegalArgumentException where it is not one, or not of this field
     */
    public String reveal(String field, String pseudonym) {
        return new String(finish(cipher(false, field), Base64.getUrlDecoder().decode(pseudonym)), UTF_8);
    }

    private GCMSIVBlockCipher cipher(boolean encrypt, String field) {
        var cipher = new GCMSIVBlockCipher(AESEngine.newInstance());
        // A fixed nonce is what makes it deterministic; GCM-SIV is made to bear that.
        cipher.init(encrypt, new AEADParameters(key, TAG_BITS, NONCE, field.getBytes(UTF_8)));
        return cipher;
    }

    private static byte[] finish(GCMSIVBlockCipher cipher, byte[] in) {
        var out = new byte[cipher.getOutputSize(in.length)];
        int written = cipher.processBytes(in, 0, in.length, out, 0);
        try {
            cipher.doFinal(out, written);
        } catch (InvalidCipherTextException wrong) {
            throw new IllegalArgumentException("not a pseudonym of this field in this region", wrong);
        }
        return out;
    }
}
