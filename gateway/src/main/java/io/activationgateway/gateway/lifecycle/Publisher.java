package io.activationgateway.gateway.lifecycle;

import io.activationgateway.gateway.lifecycle.Refusal.Cause;
import io.activationgateway.residency.bundle.BundleSigner;
import io.activationgateway.residency.bundle.PolicyBundle;
import io.activationgateway.residency.bundle.PolicyBundle.Approval;
import io.activationgateway.residency.cache.ActivePolicy.Offer;
import io.activationgateway.residency.cache.RegionPolicy;
import io.activationgateway.residency.document.PolicyDocuments;
import io.activationgateway.residency.signing.SigningKey;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Signs and publishes versions on the node that has the key. Blocks; any thread. */
public final class Publisher {

    private final RegionPolicy policy;
    private final @Nullable SigningKey signer;
    private final List<String> regions;
    private final InstantSource clock;

    /**
     * @param signer null on a node that publishes nothing
     * @param regions where the versions are to act
     */
    public Publisher(RegionPolicy policy, @Nullable SigningKey signer, List<String> regions, InstantSource clock) {
        this.policy = policy;
        this.signer = signer;
        this.regions = List.copyOf(regions);
        this.clock = clock;
    }

    /** The newest version, 0 where there is none. */
    long acting() {
        return policy.active().newest().map(PolicyBundle::version).orElse(0L);
    }

    long publish(PolicyDocuments.Loaded loaded, Draft draft) throws SQLException {
        var approvals = draft.approvals().stream()
                .map(each -> new Approval(each.person(), each.at()))
                .toList();
        return publish(loaded.canonicalBytes(), approvals);
    }

    /**
     * Publishes documents as the next version.
     *
     * @throws Refusal where this node signs nothing or its key is not trusted
     */
    public long publish(byte[] canonical, List<Approval> approvals) throws SQLException {
        if (signer == null) {
            throw new Refusal(Cause.NO_SIGNER, "a node whose configuration names keys.policy_signer");
        }
        var last = policy.active().newest().orElse(null);
        var bundle = PolicyBundle.following(last, later(last), regions, approvals, canonical);
        return switch (offer(BundleSigner.seal(bundle, signer))) {
            case Offer.Taken _, Offer.Known _ -> bundle.version();
            case Offer.Refused refused ->
                throw new Refusal(
                        Cause.NO_SIGNER,
                        "a version that this node trusts (keys.policy_signer among keys.policy_trust): "
                                + refused.text());
            case Offer.Unreadable unreadable -> throw new Refusal(Cause.FAULTY, unreadable.text());
        };
    }

    private Offer offer(byte[] envelope) throws SQLException {
        try {
            return policy.publish(envelope);
        } catch (IllegalStateException taken) {
            throw new Refusal(
                    Cause.OUTDATED, "to be the only one who publishes now; look what was published and begin anew");
        }
    }

    /** Versions never go back in time, whatever the clocks of their publishers. */
    private Instant later(@Nullable PolicyBundle last) {
        var now = clock.instant();
        return last != null && now.isBefore(last.created()) ? last.created() : now;
    }
}
