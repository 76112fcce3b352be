package io.activationgateway.gateway.delivery;

import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.courier.Ending;
import io.activationgateway.gateway.screening.ScreenedBatch;
import io.activationgateway.residency.verdict.Reason;
import io.activationgateway.residency.verdict.Verdict;
import org.jspecify.annotations.Nullable;

/** How one record of an activation ended: exactly one of these (promise P3). */
public sealed interface RecordEnd {

    /**
     * The vendor has it.
     *
     * @param applied whether the vendor has done it, rather than queued it
     * @param batch what decided it: names policy version, consent sequence and the row's bytes
     */
    record Forwarded(boolean applied, Verdict.Forward verdict, ScreenedBatch batch) implements RecordEnd {}

    /**
     * Nothing of it left.
     *
     * @param attempts the attempts made before it lost its permission, 0 where it never had one
     */
    record Withheld(Verdict.Withhold verdict, ScreenedBatch batch, int attempts) implements RecordEnd {}

    /** It belongs to another region. */
    record Misdirected(Verdict.Misdirected verdict) implements RecordEnd {}

    /**
     * Certainly not taken.
     *
     * @param detail what is wrong with the row, where that is known; never a value of it
     * @param attempts the attempts made before nothing could be decided any more, 0 where that is not why it has ended
     */
    record Failed(
            Reason reason,
            @Nullable VendorCode vendor,
            @Nullable String detail,
            int attempts) implements RecordEnd {

        Failed(Reason reason, @Nullable VendorCode vendor, @Nullable String detail) {
            this(reason, vendor, detail, 0);
        }
    }

    /**
     * Bytes left and no readable answer came; counts as sent.
     *
     * @param attempts the attempts made before it lost its permission, 0 where that is not why it has ended
     */
    record Uncertain(Reason reason, VendorCode vendor, int attempts) implements RecordEnd {}

    /** What the ledger and results name it by: the code of its first reason, {@code ok} where there is none. */
    default String code() {
        return switch (this) {
            case Forwarded _ -> "ok";
            case Withheld(var verdict, var _, var _) ->
                verdict.reason().reason().code();
            case Misdirected(var verdict) -> verdict.reason().reason().code();
            case Failed(var reason, var _, var _, var _) -> reason.code();
            case Uncertain(var reason, var _, var _) -> reason.code();
        };
    }

    /** The end of a record that the vendor, or the way to it, did not take. */
    static RecordEnd ofFailure(Ending ending) {
        var reason = switch (ending.kind()) {
            case UNCERTAIN -> Reason.VENDOR_UNCERTAIN;
            case REJECTED, UNAVAILABLE, ACCEPTED, APPLIED, WITHDRAWN -> reason(ending);
        };
        return ending.kind() == Ending.Kind.UNCERTAIN
                ? new Uncertain(reason, ending.code(), 0)
                : new Failed(reason, ending.code(), null);
    }

    private static Reason reason(Ending ending) {
        return switch (ending.code()) {
            case CREDENTIALS_REFUSED, ENDPOINT_WRONG -> Reason.VENDOR_CREDENTIALS;
            case RATE_LIMITED -> Reason.VENDOR_RATE_LIMITED;
            case IDENTIFIER_MISSING,
                    IDENTIFIER_INVALID,
                    EVENT_NAME_MISSING,
                    EVENT_TIME_INVALID,
                    FIELD_RESERVED,
                    RECORD_TOO_LARGE,
                    OPERATION_NOT_SUPPORTED,
                    AUDIENCE_MISSING,
                    AUDIENCE_UNKNOWN,
                    CHANNEL_UNKNOWN,
                    CONSENT_MISSING,
                    CONSENT_TIME_MISSING -> Reason.VENDOR_UNSUPPORTED;
            default -> ending.kind() == Ending.Kind.UNAVAILABLE ? Reason.VENDOR_UNAVAILABLE : Reason.VENDOR_REJECTED;
        };
    }
}
