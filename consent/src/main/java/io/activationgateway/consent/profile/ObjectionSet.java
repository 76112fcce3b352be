package io.activationgateway.consent.profile;

import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Objections in ascending order, immutable and a few words large. */
final class ObjectionSet extends AbstractSet<Objection> {

    private static final ObjectionSet NONE = new ObjectionSet(List.of());

    private final List<Objection> objections;

    private ObjectionSet(List<Objection> objections) {
        this.objections = objections;
    }

    static ObjectionSet copyOf(Set<Objection> objections) {
        if (objections instanceof ObjectionSet set) {
            return set;
        }
        return objections.isEmpty() ? NONE : new ObjectionSet(List.copyOf(new TreeSet<>(objections)));
    }

    @Override
    public Iterator<Objection> iterator() {
        return objections.iterator();
    }

    @Override
    public int size() {
        return objections.size();
    }
}
