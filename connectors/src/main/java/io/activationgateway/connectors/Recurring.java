package io.activationgateway.connectors;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What recurring texts mean to a vendor, for example the names of events: a batch holds few different ones. Asked once per
 * text, and without garbage for those seen lately. Not thread-safe; one per draft.
 *
 * @param <P> what a text means
 */
public final class Recurring<P> {

    private static final int SLOTS = 16;
    private static final int MAX_BYTES = 256;

    /** A text as it was written, with its quotes, and what it means. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Known<P>(byte[] json, P place) {
        @Override
        public String toString() {
            return "Known";
        }
    }

    private final Function<String, P> meaning;

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of nothing but these
    private final @Nullable Known<P>[] known = new @Nullable Known[SLOTS];

    /** {@code meaning} tells what a text means, always the same. */
    public Recurring(Function<String, P> meaning) {
        this.meaning = meaning;
    }

    /**
     * What the text of a field means.
     *
     * @param field -1 has none
     * @param room used while looking, and left as it was
     * @return null where the field holds no text, number or boolean, or blank text
     */
    public @Nullable P of(OutgoingRecord record, int field, JsonBytes room) {
        if (field < 0) {
            return null;
        }
        int from = room.length();
        record.writeValue(field, room);
        try {
            int slot = room.hash(from) & (SLOTS - 1);
            var last = known[slot];
            if (last != null && room.endsWith(last.json(), from)) {
                return last.place();
            }
            var text = record.text(field);
            if (text == null || text.isBlank()) {
                return null;
            }
            var place = meaning.apply(text);
            if (room.length() - from <= MAX_BYTES) {
                known[slot] = new Known<>(room.copy(from), place);
            }
            return place;
        } finally {
            room.truncate(from);
        }
    }
}
