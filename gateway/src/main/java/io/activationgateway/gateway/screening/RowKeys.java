package io.activationgateway.gateway.screening;

import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.consent.signal.SignalClass;
import io.activationgateway.residency.table.Shape;
import java.util.Arrays;
import java.util.Optional;

/** Collects the subject keys of one row. Not thread-safe. */
final class RowKeys {

    /** Most people come with an address, a number and a user id. */
    private static final int USUAL = 4;

    private final int generation;
    private final Optional<IdentifierType> channel;
    private long[] keys = new long[2 * USUAL];
    private int count;
    private int contact = -1;
    private int shared = -1;

    /**
     * @param generation of the keys
     * @param channel the type of address that the purpose's channel delivers to
     */
    RowKeys(int generation, Optional<IdentifierType> channel) {
        this.generation = generation;
        this.channel = channel;
    }

    void add(IdentifierType type, SubjectKey key) {
        if (contact < 0 && channel.isPresent() && channel.get() == type) {
            contact = count;
        }
        if (2 * count == keys.length) {
            keys = Arrays.copyOf(keys, 4 * count);
        }
        keys[2 * count] = key.high();
        keys[2 * count + 1] = key.low();
        count++;
    }

    /** The key that was added last is that of what a removal carries. */
    void share() {
        shared = count - 1;
    }

    RowFacts facts(int laws, AgeBand age, SignalClass signals, Shape shape) {
        return new RowFacts(generation, Arrays.copyOf(keys, 2 * count), contact, shared, laws, age, signals, shape);
    }
}
