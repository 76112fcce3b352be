package io.activationgateway.residency.table;

import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.register.ConsentView;
import io.activationgateway.consent.register.Position;
import io.activationgateway.consent.register.Standing;
import java.util.List;

/** A register that knows the profiles it is given, numbered in their order. */
record Persons(List<ConsentProfile> profiles) implements ConsentView {

    static Persons of(ConsentProfile... profiles) {
        return new Persons(List.of(profiles));
    }

    /** The number of a profile that joins the register. */
    int number(ConsentProfile profile) {
        profiles.add(profile);
        return profiles.size() - 1;
    }

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
        return profiles.get(number);
    }

    @Override
    public int profileCount() {
        return profiles.size();
    }

    @Override
    public Position position() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Standing standing() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Changes changesSince(long mark) {
        throw new UnsupportedOperationException();
    }
}
