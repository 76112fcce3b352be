package io.activationgateway.residency.bundle;

import io.activationgateway.residency.signing.Envelope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Who signed an envelope, as far as the trusted keys can tell. */
sealed interface Signers {

    /** No signature names a trusted key. */
    record Unknown() implements Signers {}

    /** A trusted key is named, yet none of those signed this. */
    record Broken() implements Signers {}

    /** At least one trusted key did. */
    record Signed(List<TrustedKey> keys) implements Signers {

        boolean mayHaveMade(Instant made) {
            return keys.stream().anyMatch(key -> key.covers(made));
        }
    }

    static Signers of(Envelope envelope, List<TrustedKey> trusted) {
        byte[] signed = envelope.signed();
        var fitting = new ArrayList<TrustedKey>();
        boolean known = false;
        for (var signature : envelope.signatures()) {
            for (var each : trusted) {
                if (each.key().id().equals(signature.keyId())) {
                    known = true;
                    if (each.key().verify(signed, signature.bytes())) {
                        fitting.add(each);
                    }
                }
            }
        }
        if (fitting.isEmpty()) {
            return known ? new Broken() : new Unknown();
        }
        return new Signed(List.copyOf(fitting));
    }
}
