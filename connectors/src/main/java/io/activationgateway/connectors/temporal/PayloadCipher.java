package io.activationgateway.connectors.temporal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Payload;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals payloads as Temporal's payload codecs do: the payload's bytes, encrypted by AES-GCM, in a payload of encoding
 * {@code binary/encrypted} that names the key. Its data are a nonce of 12 bytes, then the ciphertext with its tag of 16.
 */
final class PayloadCipher {

    static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String ALGORITHM = "AES/GCM/NoPadding";
    private static final ByteString PLAIN_JSON = ByteString.copyFromUtf8("json/plain");

    private final String keyId;
    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();
    private final String opening;

    /**
     * @param keyId tells the workers which key it is; not a secret
     * @param key of {@link #KEY_BYTES}
     */
    PayloadCipher(String keyId, byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a key of " + key.length + " bytes (expected: " + KEY_BYTES + ")");
        }
        this.keyId = keyId;
        this.key = new SecretKeySpec(key, "AES");
        this.opening = "{\"metadata\":{\"encoding\":\"" + base64("binary/encrypted".getBytes(UTF_8))
                + "\",\"encryption-cipher\":\"" + base64(ALGORITHM.getBytes(UTF_8)) + "\",\"encryption-key-id\":\""
                + base64(keyId.getBytes(UTF_8)) + "\"},\"data\":\"";
    }

    /** A JSON document as a sealed payload, in the JSON form of protocol buffers. */
    String seal(byte[] json) {
        var plain = Payload.newBuilder()
                .putMetadata("encoding", PLAIN_JSON)
                .setData(ByteString.copyFrom(json))
                .build()
                .toByteArray();
        return opening + base64(encrypt(plain)) + "\"}";
    }

    private byte[] encrypt(byte[] plain) {
        try {
            var sealed = new byte[NONCE_BYTES + plain.length + TAG_BITS / 8];
            var nonce = new byte[NONCE_BYTES];
            random.nextBytes(nonce);
            System.arraycopy(nonce, 0, sealed, 0, NONCE_BYTES);
            var cipher = Cipher.getInstance(ALGORITHM);
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.doFinal(plain, 0, plain.length, sealed, NONCE_BYTES);
            return sealed;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("AES-GCM is missing from this Java runtime", missing);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "PayloadCipher[" + keyId + "]";
    }
}
