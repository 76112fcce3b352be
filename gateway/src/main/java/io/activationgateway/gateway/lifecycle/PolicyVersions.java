package io.activationgateway.gateway.lifecycle;

import io.activationgateway.gateway.lifecycle.Refusal.Cause;
import io.activationgateway.residency.bundle.BundleVerifier;
import io.activationgateway.residency.bundle.PolicyBundle;
import io.activationgateway.residency.bundle.Verified;
import io.activationgateway.residency.cache.BundleStore;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The published versions as the region's database keeps them; each is verified when it is read. Blocks; any thread. */
public final class PolicyVersions {

    private final BundleStore store;
    private final BundleVerifier verifier;

    public PolicyVersions(BundleStore store, BundleVerifier verifier) {
        this.store = store;
        this.verifier = verifier;
    }

    /** Every version that a trusted key signed, the newest first. */
    public List<PolicyBundle> all() throws SQLException {
        var versions = new ArrayList<PolicyBundle>();
        for (var envelope : store.after(0)) {
            if (verifier.verify(envelope, null) instanceof Verified.Accepted(var bundle)) {
                versions.addFirst(bundle);
            }
        }
        return versions;
    }

    /** Whether a version with this content was published. */
    boolean has(String digest) throws SQLException {
        return store.ofDigest(digest).stream()
                .anyMatch(envelope -> verifier.verify(envelope, null) instanceof Verified.Accepted(var bundle)
                        && bundle.digest().equals(digest));
    }

    /** @throws Refusal where there is none of this number */
    public PolicyBundle version(long number) throws SQLException {
        var envelope = store.find(number).orElse(null);
        if (envelope != null && verifier.verify(envelope, null) instanceof Verified.Accepted(var bundle)) {
            return bundle;
        }
        throw new Refusal(Cause.NO_VERSION, "the number of a published version; GET /v1/policies/versions lists them");
    }
}
