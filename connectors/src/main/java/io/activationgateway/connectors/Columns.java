package io.activationgateway.connectors;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a batch's columns mean to a vendor, asked once per name and remembered by position, for its rows mostly have the same
 * columns. Leaves no garbage once the names are known. Not thread-safe; one per draft.
 *
 * @param <P> what a column means
 */
public final class Columns<P> {

    private final Function<String, P> meaning;
    private final List<@Nullable String> names = new ArrayList<>();
    private final List<@Nullable P> places = new ArrayList<>();

    /** {@code meaning} tells what a column of a name means, always the same. */
    public Columns(Function<String, P> meaning) {
        this.meaning = meaning;
    }

    /** What the column of a record's field means. */
    public P of(OutgoingRecord record, int field) {
        while (names.size() <= field) {
            names.add(null);
            places.add(null);
        }
        var name = record.name(field);
        var place = places.get(field);
        if (place == null || !name.equals(names.get(field))) {
            place = meaning.apply(name);
            names.set(field, name);
            places.set(field, place);
        }
        return place;
    }
}
