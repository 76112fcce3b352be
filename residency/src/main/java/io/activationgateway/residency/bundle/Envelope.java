package io.activationgateway.residency.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import io.activationgateway.residency.signing.SigningKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A DSSE envelope (Dead Simple Signing Envelope, version 1): what is signed is the type and the payload together, in
 * their pre-authentication encoding.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never leaves the package
record Envelope(String payloadType, byte[] payload, List<Signature> signatures) {

    static final String BUNDLE = "application/vnd.activation-gateway.policy-bundle.v1+json";

    /** @param keyId a hint which key to try, nothing more */
    @SuppressWarnings("ArrayRecordComponent")
    record Signature(String keyId, byte[] bytes) {}

    static byte[] seal(byte[] payload, List<SigningKey> keys) {
        byte[] signed = preAuthenticationEncoding(BUNDLE, payload);
        var root = BundleFormat.JSON.createObjectNode();
        root.put("payloadType", BUNDLE);
        root.put("payload", payload);
        var signatures = root.putArray("signatures");
        keys.forEach(key ->
                signatures.addObject().put("keyid", key.verifyingKey().id()).put("sig", key.sign(signed)));
        return BundleFormat.bytes(root);
    }

    /** @throws IOException where it is no envelope */
    static Envelope read(byte[] envelope) throws IOException {
        var root = BundleFormat.JSON.readTree(envelope);
        var signatures = new ArrayList<Signature>();
        for (var signature : BundleFormat.field(root, "signatures")) {
            signatures.add(new Signature(
                    BundleFormat.field(signature, "keyid").asText(), base64(BundleFormat.field(signature, "sig"))));
        }
        byte[] payload = base64(BundleFormat.field(root, "payload"));
        String type = BundleFormat.field(root, "payloadType").asText();
        return new Envelope(type, payload, List.copyOf(signatures));
    }

    /** Only the one canonical spelling counts, so that an envelope cannot be changed without notice. */
    private static byte[] base64(JsonNode field) throws IOException {
        try {
            byte[] bytes = Base64.getDecoder().decode(field.asText());
            if (Base64.getEncoder().encodeToString(bytes).equals(field.asText())) {
                return bytes;
            }
        } catch (IllegalArgumentException notBase64) {
            throw new IOException("payload or signature is no base64", notBase64);
        }
        throw new IOException("payload or signature is no canonical base64");
    }

    byte[] signed() {
        return preAuthenticationEncoding(payloadType, payload);
    }

    /** {@code "DSSEv1" SP LEN(type) SP type SP LEN(body) SP body}, lengths in decimal ASCII. */
    static byte[] preAuthenticationEncoding(String type, byte[] body) {
        byte[] typeBytes = type.getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream(body.length + typeBytes.length + 32);
        out.writeBytes(("DSSEv1 " + typeBytes.length + " ").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(typeBytes);
        out.writeBytes((" " + body.length + " ").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(body);
        return out.toByteArray();
    }
}
