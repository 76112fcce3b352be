package io.activationgateway.gateway.screening;

import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.register.ConsentView;
import io.activationgateway.consent.register.Position;
import io.activationgateway.consent.register.Standing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The consent of a few people as it was, or will be, at another instant. It stands still. Its keys are of generation 0.
 * Immutable once handed on; any thread.
 */
public final class PastView implements ConsentView {

    private final Position position;
    private final Map<SubjectKey, Integer> numbers = new HashMap<>();
    private final List<ConsentProfile> profiles = new ArrayList<>();

    /** @param position of the register when the histories were read */
    public PastView(Position position) {
        this.position = position;
    }

    /** Adds a person by one key; before the view is handed on. */
    public void add(SubjectKey key, ConsentProfile profile) {
        numbers.put(key, profiles.size());
        profiles.add(profile);
    }

    @Override
    public int generation() {
        return 0;
    }

    @Override
    public int find(int generation, long keyHigh, long keyLow) {
        return numbers.getOrDefault(new SubjectKey(keyHigh, keyLow), UNKNOWN);
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
        return position;
    }

    @Override
    public Standing standing() {
        return new Standing.Current(position, 0, Long.MAX_VALUE);
    }

    @Override
    public Changes changesSince(long mark) {
        return Changes.none(position);
    }

    @Override
    public String toString() {
        return "PastView[" + profiles.size() + " profiles]";
    }
}
