package io.activationgateway.gateway.region;

import io.activationgateway.consent.register.ConsentRegister;
import io.activationgateway.consent.register.Standing;
import io.activationgateway.residency.cache.RegionHead;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** The head of the register's log, which names the policy version under the same lease as the consents. */
record RegisterHead(ConsentRegister register) implements RegionHead {

    @Override
    public OptionalLong version() {
        return register.standing() instanceof Standing.Current current
                ? OptionalLong.of(current.policyVersion())
                : OptionalLong.empty();
    }

    @Override
    public CompletionStage<Void> move(long version) {
        return register.publishPolicyVersion(version);
    }

    @Override
    public CompletionStage<Void> look() {
        return register.renew();
    }
}
