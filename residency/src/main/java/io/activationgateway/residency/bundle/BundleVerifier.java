package io.activationgateway.residency.bundle;

import io.activationgateway.residency.bundle.Verified.Accepted;
import io.activationgateway.residency.bundle.Verified.Cause;
import io.activationgateway.residency.bundle.Verified.Refused;
import io.activationgateway.residency.signing.Envelope;
import io.activationgateway.residency.signing.VerifyingKey;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an envelope may act in a region. The place it came from counts for nothing: cache, database and
 * network are all verified. Immutable, any thread.
 */
public final class BundleVerifier {

    private final List<VerifyingKey> trusted;
    private final String region;

    public BundleVerifier(List<VerifyingKey> trusted, String region) {
        this.trusted = List.copyOf(trusted);
        this.region = region;
    }

    /**
     * Checks an envelope against the version that acts now. The link to the version before is checked where that one
     * acts; a node that missed versions relies on the signature and on the version having grown.
     *
     * @param acting the version that acts; null where none does
     */
    public Verified verify(byte[] envelope, @Nullable PolicyBundle acting) {
        Envelope read;
        try {
            read = Envelope.read(envelope);
        } catch (IOException bad) {
            return new Refused(Cause.MALFORMED, "not a whole DSSE envelope");
        }
        if (!read.payloadType().equals(BundleFormat.TYPE)) {
            return new Refused(Cause.MALFORMED, "not of type " + BundleFormat.TYPE);
        }
        var signature = signature(read);
        if (signature != null) {
            return signature;
        }
        PolicyBundle bundle;
        try {
            bundle = BundleFormat.read(read.payload());
        } catch (IOException bad) {
            return new Refused(Cause.MALFORMED, "the signed payload is no policy bundle of this format");
        }
        return history(bundle, acting);
    }

    /** Null where a trusted key signed it. */
    private @Nullable Refused signature(Envelope envelope) {
        byte[] signed = envelope.signed();
        boolean known = false;
        for (var signature : envelope.signatures()) {
            for (var key : trusted) {
                if (key.id().equals(signature.keyId())) {
                    known = true;
                    if (key.verify(signed, signature.bytes())) {
                        return null;
                    }
                }
            }
        }
        return known
                ? new Refused(Cause.SIGNATURE, "the signature does not fit: the bundle was changed")
                : new Refused(Cause.UNKNOWN_KEY, "signed by no key that this node trusts");
    }

    private Verified history(PolicyBundle bundle, @Nullable PolicyBundle acting) {
        if (!bundle.regions().contains(region)) {
            return new Refused(Cause.REGION, "is for " + bundle.regions() + " (expected: " + region + ")");
        }
        if (acting == null) {
            return new Accepted(bundle);
        }
        if (bundle.version() <= acting.version()) {
            return new Refused(
                    Cause.OLD_VERSION,
                    "version " + bundle.version() + " (expected: more than " + acting.version() + ")");
        }
        if (bundle.version() == acting.version() + 1 && !acting.digest().equals(bundle.previous())) {
            return new Refused(Cause.PREVIOUS, "follows " + bundle.previous() + " (expected: " + acting.digest() + ")");
        }
        return new Accepted(bundle);
    }
}
