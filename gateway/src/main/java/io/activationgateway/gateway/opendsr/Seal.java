package io.activationgateway.gateway.opendsr;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.activationgateway.consent.identity.Identifier;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.PseudonymKey;
import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.identity.SubjectKeys;
import io.activationgateway.gateway.storage.RegionSeal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keeps the identifiers of a request unreadable in the database (AES-256-GCM), bound to that request, and compares
 * requests without keeping what they said (HMAC-SHA-256). Both keys follow from the region's. Any thread.
 */
final class Seal {

    private static final String HMAC = "HmacSHA256";

    private final RegionSeal seal;
    private final byte[] comparing;
    private final PseudonymKey regionKey;

    Seal(PseudonymKey regionKey) {
        this.regionKey = regionKey;
        seal = new RegionSeal(regionKey, "activation-gateway data subject requests");
        comparing = RegionSeal.derived(regionKey, "activation-gateway data subject requests, content");
    }

    /** Keys that tell whether requests are of the same person: always of the first generation, so that old and new agree. */
    List<SubjectKey> keys(List<Identifier> identifiers) {
        var keys = new SubjectKeys(KeyRing.of(regionKey));
        return identifiers.stream().map(keys::key).distinct().toList();
    }

    /** @param request what the seal is bound to */
    byte[] seal(String request, List<Identifier> identifiers) {
        return seal.seal(request, write(identifiers));
    }

    /** Throws {@link IllegalStateException} where it was sealed for another request or under another key. */
    List<Identifier> open(String request, byte[] sealed) {
        return read(seal.open(request, sealed));
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
