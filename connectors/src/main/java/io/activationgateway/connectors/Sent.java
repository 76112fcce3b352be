package io.activationgateway.connectors;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A finished request together with the records it carries or is about, in the order of its body. Immutable. */
public final class Sent {

    private final VendorRequest request;
    private final Attempt attempt;
    private final int[] indexes;
    private final @Nullable VendorRequest later;
    private final @Nullable String job;

    /** {@code indexes} are the records' {@link OutgoingRecord#index() positions in the activation}. */
    public Sent(VendorRequest request, Attempt attempt, int[] indexes) {
        this(request, attempt, indexes.clone(), null, null);
    }

    private Sent(
            VendorRequest request,
            Attempt attempt,
            int[] indexes,
            @Nullable VendorRequest later,
            @Nullable String job) {
        this.request = requireNonNull(request, "request");
        this.attempt = requireNonNull(attempt, "attempt");
        this.indexes = indexes;
        this.later = later;
        this.job = job;
    }

    /** Another request about the same records: a token, an id, the records themselves. */
    public Sent saying(VendorRequest other) {
        return new Sent(other, attempt, indexes, null, job);
    }

    /** A request that must come first, with this one's request kept for {@link #later}. */
    public Sent after(VendorRequest first) {
        return new Sent(first, attempt, indexes, request, job);
    }

    /**
     * A question about the end of the job that these records became.
     *
     * @param job what {@link Connector#poll} needs to ask again; no personal data, no secret, at most 512 characters
     */
    public Sent polling(String job, VendorRequest question) {
        return new Sent(question, attempt, indexes, null, requireNonNull(job, "job"));
    }

    public VendorRequest request() {
        return request;
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
        return indexes.length;
    }

    /** The position in the activation of the record at a position of the request. */
    public int index(int position) {
        return indexes[position];
    }

    /** The same result for every record of the request. */
    public List<RecordResult> each(RecordResult.Outcome outcome, VendorCode code) {
        var results = new ArrayList<RecordResult>(indexes.length);
        for (int index : indexes) {
            results.add(new RecordResult(index, outcome, code));
        }
        return results;
    }

    @Override
    public String toString() {
        return "Sent[" + attempt.operation() + ", " + indexes.length + " records]";
    }
}
