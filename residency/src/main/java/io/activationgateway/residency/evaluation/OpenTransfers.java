package io.activationgateway.residency.evaluation;

import io.activationgateway.residency.policy.Mechanism;

/** A law that limits no export: every border is open. */
record OpenTransfers() implements TransferLaw {

    @Override
    public Passage weigh(Mechanism mechanism, Crossing crossing) {
        return withoutMechanism(crossing);
    }

    @Override
    public Passage withoutMechanism(Crossing crossing) {
        return Passage.open(crossing.law().articles().export());
    }
}
