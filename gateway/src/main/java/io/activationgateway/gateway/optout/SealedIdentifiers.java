package io.activationgateway.gateway.optout;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.identity.IdentifierType;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The identifiers of an entry, each under a seal of its own.
 *
 * @param place where they stand
 * @param generation of the pseudonym key of which the seals' key follows
 * @param seals by the kind of the identifier
 */
record SealedIdentifiers(Place place, int generation, Map<IdentifierType, byte[]> seals) {

    /**
     * What seals are bound to, beside the kind of what they hold: none opens anywhere else.
     *
     * @param entry of the disclosure record
     * @param print stands for all that the record knows the person by
     */
    record Place(long entry, String destination, long print) {

        Place {
            requireNonNull(destination, "destination");
        }

        /** Names an identifier here; never changes, or nothing opens any more. */
        String of(IdentifierType kind) {
            return "entry " + entry + " print " + print + " kind " + kind.code() + " at " + destination;
        }
    }

    SealedIdentifiers {
        requireNonNull(place, "place");
        seals = Collections.unmodifiableMap(new EnumMap<>(seals));
    }

    /** The kinds of identifiers, in the order of the kinds; known without opening any. */
    List<IdentifierType> kinds() {
        return List.copyOf(seals.keySet());
    }

    @Override
    public String toString() {
        return "SealedIdentifiers[" + kinds() + "]";
    }
}
