package io.activationgateway.connectors;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A finished request together with the records it carries or is about, in the order of its body. Immutable. */
public final class Sent {

    private final VendorRequest request;
    private final VendorRequest first;
    private final Attempt attempt;
    /** The records' indexes; of neighbours only the first one's, for most requests carry a run of them. */
    private final int[] indexes;

    private final int size;
    private final @Nullable VendorRequest later;
    private final @Nullable String job;
    private final List<@Nullable RecordResult> known;

    /** {@code indexes} are the records' {@link OutgoingRecord#index() positions in the activation}. */
    public Sent(VendorRequest request, Attempt attempt, int[] indexes) {
        this(request, attempt, indexes, indexes.length);
    }

    /** The same of the first {@code size} of the indexes. */
    Sent(VendorRequest request, Attempt attempt, int[] indexes, int size) {
        this.request = requireNonNull(request, "request");
        this.first = request;
        this.attempt = requireNonNull(attempt, "attempt");
        this.indexes = Arrays.copyOf(indexes, isRun(indexes, size) ? 1 : size);
        this.size = size;
        this.later = null;
        this.job = null;
        this.known = List.of();
    }

    private Sent(
            Sent before,
            VendorRequest request,
            @Nullable VendorRequest later,
            @Nullable String job,
            List<@Nullable RecordResult> known) {
        this.request = requireNonNull(request, "request");
        this.first = before.first;
        this.attempt = before.attempt;
        this.indexes = before.indexes;
        this.size = before.size;
        this.later = later;
        this.job = job;
        this.known = known;
    }

    /** Another request about the same records: a token, an id, the records themselves. */
    public Sent saying(VendorRequest other) {
        return new Sent(this, other, null, job, known);
    }

    /**
     * Another request, about those of the records that are left.
     *
     * @param known by position, what the vendor has already answered for the others; null for those that are left
     */
    public Sent saying(VendorRequest other, List<@Nullable RecordResult> known) {
        if (known.size() != size) {
            throw new IllegalArgumentException(known.size() + " results (expected: " + size + ")");
        }
        return new Sent(this, other, null, job, Collections.unmodifiableList(new ArrayList<>(known)));
    }

    /** A request that must come first, with this one's request kept for {@link #later}. */
    public Sent after(VendorRequest first) {
        return new Sent(this, first, request, job, known);
    }

    /**
     * A question about the end of the job that these records became.
     *
     * @param job what {@link Connector#poll} needs to ask again; no personal data, no secret, at most 512 characters
     */
    public Sent polling(String job, VendorRequest question) {
        return new Sent(this, question, null, requireNonNull(job, "job"), known);
    }

    public VendorRequest request() {
        return request;
    }

    /**
     * The request that the draft finished, which tells whom the records are about; in another process, which only asks
     * about a job, the question.
     */
    public VendorRequest first() {
        return first;
    }

    /** What is to be said once this request is answered; null where nothing waits. */
    public @Nullable VendorRequest later() {
        return later;
    }

    /** The job that this request asks about; null where it asks about none. */
    public @Nullable String job() {
        return job;
    }

    public Attempt attempt() {
        return attempt;
    }

    /** How many records the request carries or is about. */
    public int size() {
        return size;
    }

    /** The position in the activation of the record at a position of the request. */
    public int index(int position) {
        Objects.checkIndex(position, size);
        return indexes.length == size ? indexes[position] : indexes[0] + position;
    }

    /** What the vendor has already answered for the record at a position; null where that is open. */
    public @Nullable RecordResult known(int position) {
        return known.isEmpty() ? null : known.get(position);
    }

    /** The same result for every record of the request whose own is not known yet. */
    public List<RecordResult> each(RecordResult.Outcome outcome, VendorCode code) {
        var results = new ArrayList<RecordResult>(size);
        for (int position = 0; position < size; position++) {
            var its = known(position);
            results.add(its == null ? new RecordResult(index(position), outcome, code) : its);
        }
        return results;
    }

    private static boolean isRun(int[] indexes, int size) {
        for (int position = 1; position < size; position++) {
            if (indexes[position] != indexes[0] + position) {
                return false;
            }
        }
        return size > 0;
    }

    @Override
    public String toString() {
        return "Sent[" + attempt.operation() + ", " + size + " records]";
    }
}
