package io.activationgateway.bench;

import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.register.ConsentView;
import io.activationgateway.consent.register.Position;
import io.activationgateway.consent.register.Standing;
import java.util.List;

/** A register that holds these profiles, numbered in their order, and stands still. */
record People(List<ConsentProfile> profiles) implements ConsentView {

    private static final Position ONLY = new Position(0, 0, 0);

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
        return profiles.get(number);
    }

    @Override
    public int profileCount() {
        return profiles.size();
    }

    @Override
    public Position position() {
        return ONLY;
    }

    @Override
    public Standing standing() {
        return new Standing.Current(ONLY, 0, Long.MAX_VALUE);
    }

    @Override
    public Changes changesSince(long mark) {
        throw new UnsupportedOperationException("nothing changes here");
    }
}
