package io.activationgateway.residency.document;

import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.register.ConsentView;
import io.activationgateway.consent.register.Position;
import io.activationgateway.consent.register.Standing;

/** The consent of an example: one person, who has profile number 0 and never changes. */
record OnePerson(ConsentProfile person) implements ConsentView {

    private static final Position ONLY = new Position(0, 0, 0);

    @Override
    public int generation() {
        return 0;
    }

    @Override
    public int find(int generation, long keyHigh, long keyLow) {
        return 0;
    }

    @Override
    public ConsentProfile profile(int number) {
        return person;
    }

    @Override
    public int profileCount() {
        return 1;
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
        return Changes.none(ONLY);
    }
}
