package io.activationgateway.gateway.screening;

import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.register.ConsentView;
import io.activationgateway.consent.register.Position;
import io.activationgateway.consent.register.Standing;

/** A register that nobody told anything. */
public final class NobodyKnown implements ConsentView {

    private static final Position START = new Position(1, 0, 0);

    @Override
    public int generation() {
        return 0;
    }

    @Override
    public int find(int generation, long keyHigh, long keyLow) {
        return UNKNOWN;
    }

    @Override
    public ConsentProfile profile(int number) {
        throw new IllegalArgumentException("no profile " + number);
    }

    @Override
    public int profileCount() {
        return 0;
    }

    @Override
    public Position position() {
        return START;
    }

    @Override
    public Standing standing() {
        return new Standing.Current(START, 1, Long.MAX_VALUE);
    }

    @Override
    public Changes changesSince(long mark) {
        return Changes.none(START);
    }
}
