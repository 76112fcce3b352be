package io.activationgateway.connectors.klaviyo;

import io.activationgateway.connectors.OutgoingRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where the columns of a batch go, remembered by position: its rows mostly have the same ones. Not thread-safe; one per
 * draft.
 *
 * @param <P> the places
 */
final class Columns<P> {

    private final Map<String, P> named;
    private final P other;
    private final List<String> names = new ArrayList<>();
    private final List<P> places = new ArrayList<>();

    /** {@code other} is where every column goes that is not named. */
    Columns(Map<String, P> named, P other) {
        this.named = named;
        this.other = other;
    }

    /** The place of a record's field. */
    P place(OutgoingRecord record, int field) {
        while (names.size() <= field) {
            names.add("");
            places.add(named.getOrDefault("", other));
        }
        var name = record.name(field);
        if (!name.equals(names.get(field))) {
            names.set(field, name);
            places.set(field, named.getOrDefault(name, other));
        }
        return places.get(field);
    }
}
