package io.activationgateway.connectors.sandbox;

import com.google.protobuf.InvalidProtocolBufferException;
import io.temporal.api.common.v1.Payload;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The workers behind a namespace: they alone can read what workflows and signals carry. */
final class TemporalWorkers {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final String keyId;
    private final SecretKeySpec key;

    TemporalWorkers(String keyId, String key) {
        this.keyId = keyId;
        var base64 = key.replace('-', '+').replace('_', '/');
        this.key = new SecretKeySpec(Base64.getDecoder().decode(base64), "AES");
    }

    /** What their payload codec and data converter make of the only argument; null where they cannot read it. */
    @Nullable
    JsonObject read(TemporalCall call) {
        var said = call.start().said();
        if (said.getPayloadsCount() != 1) {
            return null;
        }
        var sealed = said.getPayloads(0);
        if (!isMarked(sealed, "encoding", "binary/encrypted") || !isMarked(sealed, "encryption-key-id", keyId)) {
            return null;
        }
        try {
            var plain = Payload.parseFrom(opened(sealed.getData().toByteArray()));
            return isMarked(plain, "encoding", "json/plain")
                    ? new JsonObject(Buffer.buffer(plain.getData().toByteArray()))
                    : null;
        } catch (GeneralSecurityException | InvalidProtocolBufferException | DecodeException | ClassCastException e) {
            return null;
        }
    }

    private byte[] opened(byte[] sealed) throws GeneralSecurityException {
        if (sealed.length < NONCE_BYTES) {
            throw new GeneralSecurityException("no nonce");
        }
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE_BYTES));
        return cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
    }

    private static boolean isMarked(Payload payload, String name, String value) {
        var mark = payload.getMetadataMap().get(name);
        return mark != null && mark.toStringUtf8().equals(value);
    }
}
