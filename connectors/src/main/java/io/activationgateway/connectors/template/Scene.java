package io.activationgateway.connectors.template;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.Moment;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.Positions;
import io.activationgateway.connectors.VendorCode;
import org.jspecify.annotations.Nullable;

/** What a template is filled from: the attempt and, within a record, that. Not thread-safe; one per draft. */
final class Scene {

    private final Attempt attempt;
    private final Positions positions = new Positions();
    private @Nullable OutgoingRecord record;
    private @Nullable VendorCode refusal;
    private final Moment moment = new Moment();
    private final @Nullable String[] facts = new @Nullable String[Source.OfAttempt.values().length];
    private int recordsAt = -1;

    Scene(Attempt attempt) {
        this.attempt = attempt;
    }

    /** Goes on to the next record. */
    void show(OutgoingRecord next) {
        record = next;
        refusal = null;
        positions.of(next);
    }

    Attempt attempt() {
        return attempt;
    }

    OutgoingRecord record() {
        return requireNonNull(record, "record");
    }

    Positions positions() {
        return positions;
    }

    /** To read times with. */
    Moment moment() {
        return moment;
    }

    /** A fact of the attempt, written once; null where it has none. */
    @SuppressWarnings("EnumOrdinal") // an array of this scene that nobody stores
    @Nullable
    String fact(Source.OfAttempt which) {
        var fact = facts[which.ordinal()];
        if (fact == null) {
            fact = which.of(attempt);
            facts[which.ordinal()] = fact;
        }
        return fact;
    }

    boolean tracks() {
        return attempt.operation() == Operation.TRACK;
    }

    /** Notes why the record cannot be said. */
    void refuse(VendorCode code) {
        refusal = refusal == null ? code : refusal;
    }

    @Nullable
    VendorCode refusal() {
        return refusal;
    }

    /** Notes where the records are to stand. */
    void recordsAt(int position) {
        recordsAt = position;
    }

    int recordsAt() {
        return recordsAt;
    }
}
