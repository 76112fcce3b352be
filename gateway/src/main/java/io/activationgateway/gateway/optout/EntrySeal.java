package io.activationgateway.gateway.optout;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.gateway.optout.SealedIdentifiers.Place;
import io.activationgateway.gateway.storage.RegionSeal;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the identifiers of the disclosure record unreadable in the database: each under a nonce of its own, bound to its
 * entry, destination, subject and kind, under a key that follows from the pseudonym key of a generation. Any thread.
 */
final class EntrySeal {

    private static final String FEATURE = "activation-gateway disclosure record";

    private final KeyRing pseudonymKeys;
    private final Map<Integer, RegionSeal> seals = new ConcurrentHashMap<>();

    EntrySeal(KeyRing pseudonymKeys) {
        this.pseudonymKeys = pseudonymKeys;
    }

    /** @param identifiers no two of a kind */
    SealedIdentifiers seal(Place place, int generation, List<SentIdentifier> identifiers) {
        var seal = under(generation);
        var sealed = new EnumMap<IdentifierType, byte[]>(IdentifierType.class);
        for (var identifier : identifiers) {
            sealed.put(identifier.type(), seal.seal(place.of(identifier.type()), bytes(identifier)));
        }
        return new SealedIdentifiers(place, generation, sealed);
    }

    /** Throws {@link IllegalStateException} where one was sealed for another place or kind, or under another key. */
    List<SentIdentifier> open(SealedIdentifiers sealed) {
        return sealed.kinds().stream().map(kind -> open(sealed, kind)).toList();
    }

    /** The one of this kind, which must be there; no other is opened. */
    SentIdentifier open(SealedIdentifiers sealed, IdentifierType kind) {
        var seal = sealed.seals().get(kind);
        if (seal == null) {
            throw new IllegalStateException("the disclosure record has no " + kind.wireName() + " in this entry");
        }
        return identifier(
                kind,
                ByteBuffer.wrap(under(sealed.generation()).open(sealed.place().of(kind), seal)));
    }

    private RegionSeal under(int generation) {
        return seals.computeIfAbsent(generation, each -> new RegionSeal(pseudonymKeys.key(each), FEATURE));
    }

    private static byte[] bytes(SentIdentifier identifier) {
        var name = identifier.name().getBytes(UTF_8);
        var value = identifier.value().getBytes(UTF_8);
        return ByteBuffer.allocate(Integer.BYTES + name.length + value.length)
                .putInt(name.length)
                .put(name)
                .put(value)
                .array();
    }

    private static SentIdentifier identifier(IdentifierType kind, ByteBuffer clear) {
        int name = clear.getInt();
        return new SentIdentifier(
                kind,
                UTF_8.decode(clear.slice(Integer.BYTES, name)).toString(),
                UTF_8.decode(clear.slice(Integer.BYTES + name, clear.limit() - Integer.BYTES - name))
                        .toString());
    }
}
