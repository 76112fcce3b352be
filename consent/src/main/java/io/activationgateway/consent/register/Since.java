package io.activationgateway.consent.register;

import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.SubjectKey;

/**
 * The changes after one mark up to another. The ring holds keys as they were announced. A rotation announces more than the
 * ring takes before the index of the next generation is shown, so that for whoever asks across it every subject counts as
 * changed; any other range is of one generation.
 *
 * @param generation that the view showed after {@code from} was given and before {@code to} was read. It is that of all
 *     keys in between, or a rotation was announced in between, and then it does not matter
 */
record Since(RecentChanges recent, KeyRing keys, long from, long to, int generation, Position upTo)
        implements ConsentView.Changes {

    @Override
    public boolean isEmpty() {
        return from == to;
    }

    @Override
    public boolean contains(int ofKey, long keyHigh, long keyLow) {
        if (ofKey == generation) {
            return recent.contains(from, to, keyHigh, keyLow);
        }
        if (ofKey > generation || recent.hasForgotten(from, to)) {
            return true;
        }
        var key = keys.wrap(new SubjectKey(keyHigh, keyLow), ofKey, generation);
        return recent.contains(from, to, key.high(), key.low());
    }
}
