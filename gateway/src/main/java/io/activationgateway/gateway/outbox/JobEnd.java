package io.activationgateway.gateway.outbox;

import org.jspecify.annotations.Nullable;

/**
 * How a vendor's job ended for one record that it had taken.
 *
 * @param index the record's position in the activation
 * @param state forwarded, failed or uncertain
 * @param applied whether a forwarded record is known to be applied
 * @param reason its code; {@code ok} where the vendor has it
 * @param retry whether a failed one may be posted again
 * @param vendorCode what the vendor said; null of a forwarded one
 */
public record JobEnd(
        int index,
        RecordState state,
        boolean applied,
        String reason,
        boolean retry,
        @Nullable String vendorCode) {

    /** The same end of another record. */
    JobEnd at(int other) {
        return new JobEnd(other, state, applied, reason, retry, vendorCode);
    }

    /** Where a record stands; what its job brought counts once it is known. */
    static RecordState state(Entry entry, @Nullable JobEnd end) {
        return end != null && entry.state == RecordState.FORWARDED ? end.state : entry.state;
    }

    /** A result as it was kept, or as the end of its job has changed it. */
    static byte[] result(Entry entry, byte[] kept, @Nullable JobEnd end) {
        return end != null && entry.state == RecordState.FORWARDED ? ResultLines.after(kept, end) : kept;
    }
}
