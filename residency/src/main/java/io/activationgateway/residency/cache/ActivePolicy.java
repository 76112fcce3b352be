package io.activationgateway.residency.cache;

import io.activationgateway.residency.bundle.BundleVerifier;
import io.activationgateway.residency.bundle.PolicyBundle;
import io.activationgateway.residency.bundle.Verified;
import io.activationgateway.residency.document.PolicyDocuments;
import io.activationgateway.residency.policy.PolicySet;
import io.activationgateway.residency.table.PolicyTable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The policy that this node acts on: verified, compiled, swapped at once. Beside the table of now it holds the one that
 * follows when a dated fact changes, so that no instant is without a table. Reading never blocks and may be done on any
 * thread; {@link #offer} and {@link #refresh} compile and belong on a worker.
 */
public final class ActivePolicy {

    private final BundleVerifier verifier;
    private final InstantSource clock;
    private final AtomicReference<@Nullable Acting> acting = new AtomicReference<>();

    /** @param clock legal time */
    public ActivePolicy(BundleVerifier verifier, InstantSource clock) {
        this.verifier = verifier;
        this.clock = clock;
    }

    /** What became of an offered envelope. */
    public sealed interface Offer {

        /** It acts from now on. */
        record Activated(PolicyBundle bundle) implements Offer {}

        /** Its bytes are not to be trusted, or not newer; what acted goes on acting. */
        record Refused(Verified.Cause cause, String text) implements Offer {}

        /** It is signed, yet this build cannot read its documents; what acted goes on acting. */
        record Unreadable(PolicyBundle bundle, String text) implements Offer {}
    }

    private record Acting(
            PolicyBundle bundle,
            PolicySet policies,
            PolicyTable table,
            @Nullable PolicyTable next) {

        static Acting compile(PolicyBundle bundle, PolicySet policies, PolicyTable table) {
            var end = table.validUntil();
            var next = end.equals(Instant.MAX) ? null : PolicyTable.compile(policies, end);
            return new Acting(bundle, policies, table, next);
        }

        @Nullable
        PolicyTable at(Instant now) {
            if (now.isBefore(table.validUntil())) {
                return table;
            }
            return next != null && now.isBefore(next.validUntil()) ? next : null;
        }
    }

    /** Told of a bundle that is about to act; if it throws, the bundle does not act. */
    @FunctionalInterface
    public interface Keeper<E extends Exception> {
        void keep(PolicyBundle bundle) throws E;
    }

    /** Verifies an envelope against what acts, compiles it, has it kept and lets it act. */
    public synchronized <E extends Exception> Offer offer(byte[] envelope, Keeper<E> keeper) throws E {
        var before = acting.get();
        return switch (verifier.verify(envelope, before == null ? null : before.bundle())) {
            case Verified.Refused refused -> new Offer.Refused(refused.cause(), refused.text());
            case Verified.Accepted accepted -> activate(accepted.bundle(), keeper);
        };
    }

    private <E extends Exception> Offer activate(PolicyBundle bundle, Keeper<E> keeper) throws E {
        return switch (PolicyDocuments.parse(bundle.version(), bundle.documents())) {
            case PolicyDocuments.Rejected rejected ->
                new Offer.Unreadable(
                        bundle,
                        rejected.errors().size() + " errors, the first: "
                                + rejected.errors().getFirst());
            case PolicyDocuments.Loaded loaded -> {
                var policies = loaded.policies();
                var compiled = Acting.compile(bundle, policies, PolicyTable.compile(policies, clock.instant()));
                keeper.keep(bundle);
                acting.set(compiled);
                yield new Offer.Activated(bundle);
            }
        };
    }

    /** Compiles anew where a dated fact has changed. To be called every second or so. */
    public synchronized void refresh() {
        var before = acting.get();
        var now = clock.instant();
        if (before == null || now.isBefore(before.table().validUntil())) {
            return;
        }
        var table = before.at(now);
        acting.set(Acting.compile(
                before.bundle(),
                before.policies(),
                table == null ? PolicyTable.compile(before.policies(), now) : table));
    }

    /**
     * The table to decide by at an instant, read once per batch.
     *
     * @return empty where no policy acts yet, or none is compiled for this instant: nothing may be decided
     */
    public Optional<PolicyTable> at(Instant now) {
        var current = acting.get();
        return Optional.ofNullable(current == null ? null : current.at(now));
    }

    /** The version that acts, with what readiness and metrics tell of it. */
    public Optional<PolicyBundle> bundle() {
        return Optional.ofNullable(acting.get()).map(Acting::bundle);
    }

    /** How long ago the acting version was made; never negative. */
    public Optional<Duration> age() {
        return bundle().map(bundle -> Duration.between(bundle.created(), clock.instant()))
                .map(age -> age.isNegative() ? Duration.ZERO : age);
    }
}
