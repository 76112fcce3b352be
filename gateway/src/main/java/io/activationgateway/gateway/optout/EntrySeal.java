package io.activationgateway.gateway.optout;

import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.identity.PseudonymKey;
import io.activationgateway.gateway.storage.RegionSeal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Keeps the identifiers of an entry unreadable in the database, bound to that entry. Any thread. */
final class EntrySeal {

    private final RegionSeal seal;

    EntrySeal(PseudonymKey regionKey) {
        seal = new RegionSeal(regionKey, "activation-gateway disclosure record");
    }

    byte[] seal(long entry, List<SentIdentifier> identifiers) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(identifiers.size());
            for (var identifier : identifiers) {
                out.writeByte(identifier.type().code());
                out.writeUTF(identifier.name());
                out.writeUTF(identifier.value());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return seal.seal(place(entry), bytes.toByteArray());
    }

    /** Throws {@link IllegalStateException} where it was sealed for another entry or under another key. */
    List<SentIdentifier> open(long entry, byte[] sealed) {
        try (var in = new DataInputStream(new ByteArrayInputStream(seal.open(place(entry), sealed)))) {
            int count = in.readUnsignedByte();
            var identifiers = new ArrayList<SentIdentifier>(count);
            for (int i = 0; i < count; i++) {
                identifiers.add(new SentIdentifier(type(in.readByte()), in.readUTF(), in.readUTF()));
            }
            return identifiers;
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading from memory failed", impossible);
        }
    }

    private static String place(long entry) {
        return "entry " + entry;
    }

    private static IdentifierType type(int code) {
        return Arrays.stream(IdentifierType.values())
                .filter(type -> type.code() == code)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("an identifier of a type unknown to this version"));
    }
}
