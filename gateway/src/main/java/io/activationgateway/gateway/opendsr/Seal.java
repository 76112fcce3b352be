package io.activationgateway.gateway.opendsr;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.activationgateway.consent.identity.Identifier;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.PseudonymKey;
import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.identity.SubjectKeys;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keeps the identifiers of a request unreadable in the database (AES-256-GCM), bound to that request, and compares
 * requests without keeping what they said (HMAC-SHA-256). Both keys follow from the region's. Any thread.
 */
final class Seal {

    private static final String HMAC = "HmacSHA256";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec sealing;
    private final byte[] comparing;
    private final PseudonymKey regionKey;

    Seal(PseudonymKey regionKey) {
        this.regionKey = regionKey;
        var bytes = regionKey.bytes();
        sealing = new SecretKeySpec(hmac(bytes, "activation-gateway data subject requests".getBytes(UTF_8)), "AES");
        comparing = hmac(bytes, "activation-gateway data subject requests, content".getBytes(UTF_8));
    }

    /** Keys that tell whether requests are of the same person: always of the first generation, so that old and new agree. */
    List<SubjectKey> keys(List<Identifier> identifiers) {
        var keys = new SubjectKeys(KeyRing.of(regionKey));
        return identifiers.stream().map(keys::key).distinct().toList();
    }

    /** @param request what the seal is bound to */
    byte[] seal(String request, List<Identifier> identifiers) {
        var nonce = new byte[NONCE];
        random.nextBytes(nonce);
        var sealed = new ByteArrayOutputStream();
        sealed.writeBytes(nonce);
        sealed.writeBytes(cipher(Cipher.ENCRYPT_MODE, request, nonce, write(identifiers)));
        return sealed.toByteArray();
    }

    /** Throws {@link IllegalStateException} where it was sealed for another request or under another key. */
    List<Identifier> open(String request, byte[] sealed) {
        return read(cipher(
                Cipher.DECRYPT_MODE,
                request,
                Arrays.copyOf(sealed, NONCE),
                Arrays.copyOfRange(sealed, NONCE, sealed.length)));
    }

    /** Equal for requests that ask for the same. */
    byte[] content(DsrRequest request) {
        var content = new ByteArrayOutputStream();
        content.writeBytes(request.kind().name().getBytes(UTF_8));
        request.identifiers().stream()
                .map(one -> write(List.of(one)))
                .sorted(Arrays::compare)
                .forEach(content::writeBytes);
        request.callbacks().stream().map(URI::toString).sorted().forEach(url -> {
            content.write('\n');
            content.writeBytes(url.getBytes(UTF_8));
        });
        return hmac(comparing, content.toByteArray());
    }

    private byte[] cipher(int mode, String request, byte[] nonce, byte[] text) {
        try {
            var cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, sealing, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(request.getBytes(UTF_8));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(
                    "the identifiers of a data subject request do not open; was keys.pseudonym replaced?", broken);
        }
    }

    private static byte[] write(List<Identifier> identifiers) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(identifiers.size());
            for (var identifier : identifiers) {
                out.writeByte(identifier.type().code());
                out.writeUTF(identifier.value());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return bytes.toByteArray();
    }

    private static List<Identifier> read(byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int count = in.readUnsignedByte();
            var identifiers = new ArrayList<Identifier>(count);
            for (int i = 0; i < count; i++) {
                var type = type(in.readByte());
                identifiers.add(new Identifier(type, in.readUTF()));
            }
            return identifiers;
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading from memory failed", impossible);
        }
    }

    private static IdentifierType type(int code) {
        return Arrays.stream(IdentifierType.values())
                .filter(type -> type.code() == code)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("an identifier of a type unknown to this version"));
    }

    private static byte[] hmac(byte[] key, byte[] message) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(message);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform has " + HMAC, missing);
        }
    }
}
