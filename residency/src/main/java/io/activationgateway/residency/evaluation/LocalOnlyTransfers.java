package io.activationgateway.residency.evaluation;

import io.activationgateway.residency.policy.Mechanism;
import io.activationgateway.residency.verdict.Reason;

/** A law under which records are first written at home: no paper opens a border, and the region itself stands inside. */
record LocalOnlyTransfers() implements TransferLaw {

    @Override
    public Passage weigh(Mechanism mechanism, Crossing crossing) {
        return withoutMechanism(crossing);
    }

    @Override
    public Passage withoutMechanism(Crossing crossing) {
        return Passage.closed(
                Reason.RESIDENCY_LOCAL_ONLY,
                Reason.RESIDENCY_LOCAL_ONLY.remedy(),
                crossing.law().articles().export());
    }
}
