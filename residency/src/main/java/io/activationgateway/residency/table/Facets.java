package io.activationgateway.residency.table;

import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.consent.profile.Cell;
import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.register.ConsentView;
import io.activationgateway.residency.evaluation.Facet;
import io.activationgateway.residency.evaluation.Laws;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What one purpose sees of each profile. Profiles that look the same to it share one numbered facet, found by the
 * profile's number. Reads take no lock and allocate nothing.
 */
final class Facets {

    private static final int FIRST_SIZE = 256;

    private final Cell cell;
    private final Laws laws;
    private final Numbered unknown;
    private final Map<Key, Numbered> known = new HashMap<>();
    private volatile AtomicReferenceArray<Numbered> byProfile = new AtomicReferenceArray<>(FIRST_SIZE);

    Facets(Cell cell, Laws laws) {
        this.cell = cell;
        this.laws = laws;
        this.unknown = numbered(ConsentProfile.UNKNOWN);
    }

    /** The facet of a profile number that {@code view} gave; of a person nobody knows for {@link ConsentView#UNKNOWN}. */
    Numbered of(ConsentView view, int profile) {
        if (profile == ConsentView.UNKNOWN) {
            return unknown;
        }
        var facets = byProfile;
        if (profile < facets.length()) {
            Numbered found = facets.getAcquire(profile);
            if (found != null) {
                return found;
            }
        }
        return learn(profile, view.profile(profile));
    }

    private synchronized Numbered learn(int number, ConsentProfile profile) {
        Numbered facet = numbered(profile);
        var facets = byProfile;
        if (number >= facets.length()) {
            facets = grown(facets, number + 1);
            byProfile = facets;
        }
        facets.setRelease(number, facet);
        return facet;
    }

    private synchronized Numbered numbered(ConsentProfile profile) {
        var key = new Key(Facet.of(profile, cell), profile.age(), laws.residence(profile.country()));
        return known.computeIfAbsent(key, _ -> new Numbered(known.size(), key.facet(), key.age(), key.residence()));
    }

    private static AtomicReferenceArray<Numbered> grown(AtomicReferenceArray<Numbered> facets, int size) {
        var larger = new AtomicReferenceArray<Numbered>(Math.max(size, facets.length() * 2));
        for (int profile = 0; profile < facets.length(); profile++) {
            larger.setPlain(profile, facets.getPlain(profile));
        }
        return larger;
    }

    /**
     * A facet with what else the register knows of the person.
     *
     * @param residence as {@link Laws#residence} tells it of the person's country
     */
    record Numbered(int number, Facet facet, AgeBand age, int residence) {}

    private record Key(Facet facet, AgeBand age, int residence) {}
}
