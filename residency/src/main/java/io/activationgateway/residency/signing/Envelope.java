package io.activationgateway.residency.signing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A DSSE envelope (Dead Simple Signing Envelope, version 1): what is signed is the type and the payload together, in
 * their pre-authentication encoding, so that nothing signed for one use counts for another. Any thread.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Envelope(String payloadType, byte[] payload, List<Signature> signatures) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** @param keyId a hint which key to try, nothing more */
    @SuppressWarnings("ArrayRecordComponent")
    public record Signature(String keyId, byte[] bytes) {}

    public Envelope {
        signatures = List.copyOf(signatures);
    }

    /** The envelope of a payload, signed by each of the keys, as JSON in UTF-8. */
    public static byte[] seal(String payloadType, byte[] payload, List<SigningKey> keys) {
        byte[] signed = preAuthenticationEncoding(payloadType, payload);
        var root = JSON.createObjectNode();
        root.put("payloadType", payloadType);
        root.put("payload", payload);
        var signatures = root.putArray("signatures");
        keys.forEach(key ->
                signatures.addObject().put("keyid", key.verifyingKey().id()).put("sig", key.sign(signed)));
        try {
            return JSON.writeValueAsBytes(root);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /**
     * Reads an envelope; whether its signatures fit is the caller's to ask.
     *
     * @throws IOException where it is no envelope
     */
    public static Envelope read(byte[] envelope) throws IOException {
        var root = JSON.readTree(envelope);
        var signatures = new ArrayList<Signature>();
        for (var signature : field(root, "signatures")) {
            signatures.add(new Signature(field(signature, "keyid").asText(), base64(field(signature, "sig"))));
        }
        byte[] payload = base64(field(root, "payload"));
        return new Envelope(field(root, "payloadType").asText(), payload, signatures);
    }

    /** The bytes that each signature covers. */
    public byte[] signed() {
        return preAuthenticationEncoding(payloadType, payload);
    }

    /** {@code "DSSEv1" SP LEN(type) SP type SP LEN(body) SP body}, lengths in decimal ASCII. */
    public static byte[] preAuthenticationEncoding(String type, byte[] body) {
        byte[] typeBytes = type.getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream(body.length + typeBytes.length + 32);
        out.writeBytes(("DSSEv1 " + typeBytes.length + " ").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(typeBytes);
        out.writeBytes((" " + body.length + " ").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(body);
        return out.toByteArray();
    }

    @Override
    public String toString() {
        return "Envelope[" + payloadType + ", " + payload.length + " bytes]";
    }

    private static JsonNode field(JsonNode object, String name) throws IOException {
        var field = object == null ? null : object.get(name);
        if (field == null) {
            throw new IOException(name + " is missing");
        }
        return field;
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
}
