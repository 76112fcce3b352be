package io.activationgateway.connectors;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/** A finished request together with the records it carries, in the order of its body. Immutable. */
public final class Sent {

    private final VendorRequest request;
    private final Attempt attempt;
    private final int[] indexes;

    /** {@code indexes} are the records' {@link OutgoingRecord#index() positions in the activation}. */
    public Sent(VendorRequest request, Attempt attempt, int[] indexes) {
        this.request = requireNonNull(request, "request");
        this.attempt = requireNonNull(attempt, "attempt");
        this.indexes = indexes.clone();
    }

    public VendorRequest request() {
        return request;
    }

    public Attempt attempt() {
        return attempt;
    }

    /** How many records the request carries. */
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
