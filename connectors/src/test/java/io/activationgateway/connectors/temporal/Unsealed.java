package io.activationgateway.connectors.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.common.v1.Payload;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** What a worker's payload codec does. */
final class Unsealed {

    static final String KEY = Base64.getEncoder().encodeToString(new byte[] {
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30,
        31, 32
    });

    private Unsealed() {}

    static String json(Payload sealed) throws Exception {
        assertThat(sealed.getMetadataOrThrow("encoding").toStringUtf8()).isEqualTo("binary/encrypted");
        var bytes = sealed.getData().toByteArray();
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(Base64.getDecoder().decode(KEY), "AES"),
                new GCMParameterSpec(128, bytes, 0, 12));
        var inner = Payload.parseFrom(cipher.doFinal(bytes, 12, bytes.length - 12));
        assertThat(inner.getMetadataOrThrow("encoding").toStringUtf8()).isEqualTo("json/plain");
        return inner.getData().toStringUtf8();
    }
}
