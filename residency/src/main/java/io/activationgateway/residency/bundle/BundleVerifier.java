package io.activationgateway.residency.bundle;

import io.activationgateway.residency.bundle.Verified.Accepted;
import io.activationgateway.residency.bundle.Verified.Cause;
import io.activationgateway.residency.bundle.Verified.Refused;
import io.activationgateway.residency.signing.Envelope;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an envelope may act in a region: signed by a key that is trusted for the time it was made. The place it came from counts for nothing: cache, database and
 * network are all verified. Immutable, any thread.
 */
public final class BundleVerifier {

    private final List<TrustedKey> trusted;
    private final String region;

    public BundleVerifier(List<TrustedKey> trusted, String region) {
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
        return switch (Signers.of(read, trusted)) {
            case Signers.Unknown _ -> new Refused(Cause.UNKNOWN_KEY, "signed by no key that this node trusts");
            case Signers.Broken _ -> new Refused(Cause.SIGNATURE, "the signature does not fit: the bundle was changed");
            case Signers.Signed signed -> signed(read, signed, acting);
        };
    }

    /** Whether a statement is that of a trusted key, for the time it names. */
    public Verified verifyStatement(byte[] envelope) {
        Envelope read;
        Statement statement;
        try {
            read = Envelope.read(envelope);
            statement = Statement.read(read);
        } catch (IOException bad) {
            return new Refused(Cause.MALFORMED, "not a whole policy statement");
        }
        return switch (Signers.of(read, trusted)) {
            case Signers.Unknown _ ->
                new Refused(Cause.UNKNOWN_KEY, "a statement signed by no key that this node trusts");
            case Signers.Broken _ ->
                new Refused(Cause.SIGNATURE, "the signature does not fit: the statement was changed");
            case Signers.Signed signed
            when !signed.mayHaveMade(statement.at()) ->
                new Refused(Cause.KEY_ENDED, "a statement of " + statement.at() + ", for which its key is not trusted");
            case Signers.Signed _ -> new Verified.Said(statement);
        };
    }

    private Verified signed(Envelope envelope, Signers.Signed by, @Nullable PolicyBundle acting) {
        PolicyBundle bundle;
        try {
            bundle = BundleFormat.read(envelope.payload());
        } catch (IOException bad) {
            return new Refused(Cause.MALFORMED, "the signed payload is no policy bundle of this format");
        }
        if (!by.mayHaveMade(bundle.created())) {
            return new Refused(
                    Cause.KEY_ENDED,
                    "made at " + bundle.created() + ", for which its key is not trusted (keys.policy_trust)");
        }
        return history(bundle, acting);
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
        if (bundle.created().isBefore(acting.created())) {
            return new Refused(Cause.PREVIOUS, "made at " + bundle.created() + ", before version " + acting.version());
        }
        return new Accepted(bundle);
    }
}
