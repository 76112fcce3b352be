package io.activationgateway.gateway.optout;

import io.activationgateway.consent.identity.SubjectKey;
import java.util.List;

/**
 * What a destination is about to be sent of a person. Personal data: it does not print.
 *
 * @param print equal for records of the same identifiers
 * @param form equal where the same kinds of identifiers leave in the same form
 * @param generation of the keys
 * @param keys of all identifiers that the record was judged by
 * @param identifiers those that leave
 */
public record Disclosed(
        long print, long form, int generation, List<SubjectKey> keys, List<SentIdentifier> identifiers) {

    public Disclosed {
        keys = List.copyOf(keys);
        identifiers = List.copyOf(identifiers);
    }

    @Override
    public String toString() {
        return "Disclosed[" + identifiers.size() + " identifiers, redacted]";
    }
}
