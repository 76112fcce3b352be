package io.activationgateway.consent.profile;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Cells in ascending order and their states, immutable and a few words large. */
final class CellMap extends AbstractMap<Cell, CellState> {

    private final List<Cell> cells;
    private final CellState[] states;
    /** As of any map; 0 until it is asked for. Profiles are looked up often. */
    private int hash;

    private CellMap(List<Cell> cells, CellState[] states) {
        this.cells = cells;
        this.states = states;
    }

    static CellMap copyOf(Map<Cell, CellState> states) {
        if (states instanceof CellMap map) {
            return map;
        }
        var sorted = new TreeMap<>(states);
        return new CellMap(List.copyOf(sorted.keySet()), sorted.values().toArray(CellState[]::new));
    }

    CellMap sharing(SharedParts parts) {
        var shared = new CellState[states.length];
        for (int i = 0; i < states.length; i++) {
            shared[i] = parts.shared(states[i]);
        }
        return new CellMap(parts.shared(cells), shared);
    }

    @Override
    public @Nullable CellState get(@Nullable Object key) {
        int place = key instanceof Cell cell ? Collections.binarySearch(cells, cell) : -1;
        return place < 0 ? null : states[place];
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return get(key) != null;
    }

    @Override
    public int size() {
        return states.length;
    }

    @Override
    public int hashCode() {
        if (hash == 0) {
            int sum = 0;
            for (int i = 0; i < states.length; i++) {
                sum += cells.get(i).hashCode() ^ states[i].hashCode();
            }
            hash = sum;
        }
        return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CellMap map
                ? cells.equals(map.cells) && Arrays.equals(states, map.states)
                : super.equals(other);
    }

    @Override
    public Set<Map.Entry<Cell, CellState>> entrySet() {
        return new AbstractSet<>() {

            @Override
            public Iterator<Map.Entry<Cell, CellState>> iterator() {
                return IntStream.range(0, states.length)
                        .mapToObj(i -> Map.entry(cells.get(i), states[i]))
                        .iterator();
            }

            @Override
            public int size() {
                return states.length;
            }
        };
    }
}
