package io.activationgateway.gateway.outbox;

import io.activationgateway.consent.identity.SubjectKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records of one stored activation that are tried together.
 *
 * @param key names this try: never used for other records or another try
 */
public record Parcel(StoredActivation activation, String key, List<Item> items) {

    public Parcel {
        items = List.copyOf(items);
    }

    /** Of all rows together. */
    long bytes() {
        return items.stream().mapToLong(item -> item.row().length).sum();
    }

    /**
     * One record. Personal data: it does not print.
     *
     * @param index its position in the activation
     * @param id the sender's id of it
     * @param row a JSON object
     * @param attempts how many there were
     * @param touched whether bytes of one of them may have left
     * @param subject the key that stands for it; null where it names nobody
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on once and never compared
    public record Item(
            int index,
            String id,
            byte[] row,
            int attempts,
            boolean touched,
            @Nullable SubjectKey subject) {

        static Item of(Entry entry, byte[] row) {
            var keys = entry.subjectKeys();
            return new Item(
                    entry.index, entry.id, row, entry.attempts, entry.touched, keys.isEmpty() ? null : keys.getFirst());
        }

        @Override
        public String toString() {
            return "Item[" + index + "]";
        }
    }
}
