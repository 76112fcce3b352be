package io.activationgateway.connectors;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A draft of records of one kind, for vendors whose request names people in one way only: the first record decides the
 * kind, and one of another kind begins the next request.
 *
 * @param <K> what tells kinds apart, by {@code equals}
 */
public final class OneKindDraft<K> implements Draft {

    /** Tells the kind of a record. */
    @FunctionalInterface
    public interface Kinds<K> {

        /** The kind; null where the record has none. {@code room} is used while looking, and left as it was. */
        @Nullable
        K of(OutgoingRecord record, JsonBytes room);
    }

    private final Kinds<K> kinds;
    private final VendorCode without;
    private final Function<K, Draft> drafts;
    private final JsonBytes room = new JsonBytes(256);
    private @Nullable K kind;
    private @Nullable Draft draft;

    /**
     * @param without why a record without a kind cannot be said
     * @param drafts begins a request for records of a kind
     */
    public OneKindDraft(Kinds<K> kinds, VendorCode without, Function<K, Draft> drafts) {
        this.kinds = requireNonNull(kinds, "kinds");
        this.without = requireNonNull(without, "without");
        this.drafts = requireNonNull(drafts, "drafts");
    }

    @Override
    public Addition add(OutgoingRecord record) {
        var its = kinds.of(record, room);
        if (its == null) {
            return new Unsayable(without);
        }
        if (draft != null && draft.records() > 0) {
            return its.equals(kind) ? draft.add(record) : Full.FULL;
        }
        if (draft == null || !its.equals(kind)) {
            kind = its;
            draft = drafts.apply(its);
        }
        return draft.add(record);
    }

    @Override
    public int records() {
        return draft == null ? 0 : draft.records();
    }

    @Override
    public int bytes() {
        return draft == null ? 0 : draft.bytes();
    }

    @Override
    public Sent finish() {
        if (draft == null) {
            throw new IllegalStateException("no record was taken");
        }
        return draft.finish();
    }
}
