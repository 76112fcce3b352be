package io.activationgateway.gateway.optout;

import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.courier.Ending;
import io.activationgateway.gateway.optout.OptOutConsignment.Job;
import io.activationgateway.gateway.optout.OptOutStore.Step;
import io.activationgateway.gateway.storage.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What follows from how an opt-out ended at a vendor. Pure but for the jitter.
 *
 * @param giveUp how long a destination is asked at most, from the receipt of the event
 */
record Steps(Backoff backoff, Duration giveUp) {

    /** The vendor has nobody there: nothing is left to do. */
    private static final Set<VendorCode> GONE =
            EnumSet.of(VendorCode.NOT_THERE, VendorCode.NOT_FOUND, VendorCode.FORGOTTEN);

    /**
     * The step after an answer.
     *
     * @param job what the vendor works on, null where it named nothing
     * @param again how long after its end it is to be sent once more, null where nothing that was sent before may still take
     *     effect after it
     */
    Step after(OptOut of, Ending ending, @Nullable Job job, @Nullable Duration again, Instant now) {
        var code = ending.code().wireName();
        return switch (ending.kind()) {
            case APPLIED -> done(of, OptOutStatus.APPLIED, code, again);
            case ACCEPTED ->
                job == null
                        ? done(of, OptOutStatus.ACCEPTED, code, again)
                        : new Step(of, OptOutStatus.ACCEPTED, code, job.askAgain(), of.again(), job.name());
            case REJECTED ->
                GONE.contains(ending.code())
                        ? done(of, OptOutStatus.APPLIED, code, again)
                        : ended(of, OptOutStatus.FAILED, code, now);
            case UNAVAILABLE, UNCERTAIN, WITHDRAWN -> waiting(of, code, now);
        };
    }

    /** It is sent again after a pause, as long as its time lasts. */
    Step waiting(OptOut of, String code, Instant now) {
        if (!now.isBefore(of.received().plus(giveUp))) {
            return new Step(of, OptOutStatus.FAILED, code, null, of.again(), null);
        }
        return new Step(of, OptOutStatus.WAITING, code, backoff.pause(Math.max(1, of.attempts())), of.again(), null);
    }

    /** It is not sent any more; the entry of an erasure stays until the end of its time, so that people can see to it. */
    Step ended(OptOut of, OptOutStatus status, String code, Instant now) {
        var left = Duration.between(now, of.received().plus(giveUp));
        boolean stays = of.act().equals(Act.ERASE) && left.isPositive();
        return new Step(of, status, code, stays ? left : null, of.again(), null);
    }

    private Step done(OptOut of, OptOutStatus status, String code, @Nullable Duration again) {
        return again == null || of.again()
                ? new Step(of, status, code, null, of.again(), null)
                : new Step(of, status, code, again, true, null);
    }
}
