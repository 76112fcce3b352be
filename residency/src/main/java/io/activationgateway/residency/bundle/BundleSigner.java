package io.activationgateway.residency.bundle;

import io.activationgateway.residency.signing.Envelope;
import io.activationgateway.residency.signing.SigningKey;
import java.util.List;

/** Makes signed bundles. */
public final class BundleSigner {

    private BundleSigner() {}

    /** The DSSE envelope of a bundle, as JSON in UTF-8. Any thread. */
    public static byte[] seal(PolicyBundle bundle, SigningKey key) {
        return Envelope.seal(BundleFormat.TYPE, BundleFormat.write(bundle), List.of(key));
    }
}
