package io.activationgateway.residency.bundle;

import static java.util.Objects.requireNonNull;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A policy version with what makes it one. Immutable, compared by value. */
public final class PolicyBundle {

    private final long version;
    private final @Nullable String previous;
    private final Instant created;
    private final List<String> regions;
    private final List<Approval> approvals;
    private final byte[] documents;

    /**
     * Somebody's yes to this version.
     *
     * @param by the account that approved, as configured
     * @param at when, in legal time
     */
    public record Approval(String by, Instant at) {
        public Approval {
            requireNonNull(by, "by");
            requireNonNull(at, "at");
        }
    }

    private PolicyBundle(Identity identity, List<String> regions, List<Approval> approvals, byte[] documents) {
        this.version = identity.version();
        this.previous = identity.previous();
        this.created = identity.created();
        this.regions = List.copyOf(regions);
        this.approvals = List.copyOf(approvals);
        this.documents = documents.clone();
    }

    /** Which version this is, after which, since when. */
    record Identity(long version, @Nullable String previous, Instant created) {
        Identity {
            requireNonNull(created, "created");
            if (version < 1) {
                throw new IllegalArgumentException("policy version " + version + " (expected: 1 or more)");
            }
        }
    }

    static PolicyBundle of(Identity identity, List<String> regions, List<Approval> approvals, byte[] documents) {
        return new PolicyBundle(identity, regions, approvals, documents);
    }

    /**
     * The version that follows another.
     *
     * @param last the newest version so far; null for the first of all
     * @param regions where it is to act, at least one
     * @param documents canonical bytes, as {@code PolicyDocuments} gives them
     */
    public static PolicyBundle following(
            @Nullable PolicyBundle last,
            Instant created,
            List<String> regions,
            List<Approval> approvals,
            byte[] documents) {
        if (regions.isEmpty()) {
            throw new IllegalArgumentException("a policy bundle for no region (expected: at least one)");
        }
        var identity = last == null
                ? new Identity(1, null, created)
                : new Identity(Math.addExact(last.version, 1), last.digest(), created);
        return new PolicyBundle(identity, regions, approvals, documents);
    }

    public long version() {
        return version;
    }

    /** The digest of the version before; null for the first. */
    public @Nullable String previous() {
        return previous;
    }

    public Instant created() {
        return created;
    }

    public List<String> regions() {
        return regions;
    }

    public List<Approval> approvals() {
        return approvals;
    }

    /** A copy of the canonical bytes of all documents. */
    public byte[] documents() {
        return documents.clone();
    }

    /** {@code sha256:} and the hexadecimal digest of the documents: the digest that results and ledger name. */
    public String digest() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(documents);
            return "sha256:" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PolicyBundle that
                && version == that.version
                && Objects.equals(previous, that.previous)
                && created.equals(that.created)
                && regions.equals(that.regions)
                && approvals.equals(that.approvals)
                && Arrays.equals(documents, that.documents);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(documents) * 31 + Long.hashCode(version);
    }

    @Override
    public String toString() {
        return "PolicyBundle[version " + version + ", " + digest() + "]";
    }
}
