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
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The policy versions that this node can act on: verified and compiled. The region's head names the one that acts; the
 * next is ready beside it before the head moves, so that there is no instant at which a node has none. Of each version it
 * holds beside the table of now the one that follows when a dated fact changes. Reading never blocks and may be done on any
 * thread; {@link #offer} and {@link #refresh} compile and belong on a worker.
 */
public final class ActivePolicy {

    private static final State NONE = new State(0, List.of());

    private final BundleVerifier verifier;
    private final InstantSource clock;
    private final Refusals refusals;
    private volatile State state = NONE;

    /** @param clock legal time */
    public ActivePolicy(BundleVerifier verifier, InstantSource clock) {
        this.verifier = verifier;
        this.clock = clock;
        this.refusals = new Refusals(clock);
    }

    /** What became of an offered envelope. */
    public sealed interface Offer {

        /** It is ready, and acts from when the head names it. */
        record Taken(PolicyBundle bundle) implements Offer {}

        /** It was taken before. */
        record Known(PolicyBundle bundle) implements Offer {}

        /** Its bytes are not to be trusted, or not newer; what acted goes on acting. */
        record Refused(Verified.Cause cause, String text) implements Offer {}

        /** It is signed, yet this build cannot read its documents; what acted goes on acting. */
        record Unreadable(PolicyBundle bundle, String text) implements Offer {}
    }

    /**
     * @param named the version that the head names, 0 where none is known
     * @param versions in their order; none older than the named one, where that one is among them
     */
    private record State(long named, List<Compiled> versions) {

        @Nullable
        Compiled newest() {
            return versions.isEmpty() ? null : versions.getLast();
        }

        Optional<Compiled> version(long number) {
            return versions.stream()
                    .filter(each -> each.bundle().version() == number)
                    .findFirst();
        }

        Optional<Compiled> acting() {
            return named == 0 ? Optional.ofNullable(newest()) : version(named);
        }
    }

    private record Compiled(
            PolicyBundle bundle,
            PolicySet policies,
            PolicyTable table,
            @Nullable PolicyTable next) {

        static Compiled of(PolicyBundle bundle, PolicySet policies, PolicyTable table) {
            var end = table.validUntil();
            var next = end.equals(Instant.MAX) ? null : PolicyTable.compile(policies, end);
            return new Compiled(bundle, policies, table, next);
        }

        @Nullable
        PolicyTable at(Instant now) {
            if (now.isBefore(table.validUntil())) {
                return table;
            }
            return next != null && now.isBefore(next.validUntil()) ? next : null;
        }

        /** Compiled anew where a dated fact has changed by now. */
        Compiled at(Instant now, InstantSource clock) {
            if (now.isBefore(table.validUntil())) {
                return this;
            }
            var current = at(now);
            return of(bundle, policies, current == null ? PolicyTable.compile(policies, clock.instant()) : current);
        }
    }

    /** Told of a bundle that is about to be taken; if it throws, the bundle is not. */
    @FunctionalInterface
    public interface Keeper<E extends Exception> {
        void keep(PolicyBundle bundle) throws E;
    }

    /** Verifies an envelope against the newest version, compiles it and has it kept. */
    public synchronized <E extends Exception> Offer offer(byte[] envelope, Keeper<E> keeper) throws E {
        var newest = state.newest();
        return switch (verifier.verify(envelope, null)) {
            case Verified.Said said -> new Offer.Refused(Verified.Cause.MALFORMED, said.toString());
            case Verified.Refused refused -> refused(envelope, refused);
            case Verified.Accepted(var bundle) when isKnown(bundle) -> new Offer.Known(bundle);
            case Verified.Accepted _ ->
                switch (verifier.verify(envelope, newest == null ? null : newest.bundle())) {
                    case Verified.Said said -> new Offer.Refused(Verified.Cause.MALFORMED, said.toString());
                    case Verified.Refused refused -> refused(envelope, refused);
                    case Verified.Accepted(var bundle) -> take(bundle, envelope, keeper);
                };
        };
    }

    private boolean isKnown(PolicyBundle bundle) {
        return state.version(bundle.version())
                .filter(each -> each.bundle().equals(bundle))
                .isPresent();
    }

    private Offer refused(byte[] envelope, Verified.Refused refused) {
        refusals.add(envelope, refused.cause(), refused.text());
        return new Offer.Refused(refused.cause(), refused.text());
    }

    private <E extends Exception> Offer take(PolicyBundle bundle, byte[] envelope, Keeper<E> keeper) throws E {
        return switch (PolicyDocuments.parse(bundle.version(), bundle.documents())) {
            case PolicyDocuments.Rejected(var errors) -> {
                var text = "version " + bundle.version() + " has " + errors.size()
                        + " errors for this build, the first: "
                        + errors.getFirst().path() + ": " + errors.getFirst().problem();
                refusals.add(envelope, Verified.Cause.UNREADABLE, text);
                yield new Offer.Unreadable(bundle, text);
            }
            case PolicyDocuments.Loaded loaded -> {
                var policies = loaded.policies();
                var compiled = Compiled.of(bundle, policies, PolicyTable.compile(policies, clock.instant()));
                keeper.keep(bundle);
                var before = state;
                state = new State(
                        before.named(),
                        Stream.concat(before.versions().stream(), Stream.of(compiled))
                                .toList());
                yield new Offer.Taken(bundle);
            }
        };
    }

    /** The head names this version: it acts from now on, and older ones are let go. */
    public synchronized void act(long version) {
        var before = state;
        if (before.named() == version) {
            return;
        }
        boolean isHere = before.version(version).isPresent();
        state = new State(
                version,
                before.versions().stream()
                        .filter(each -> !isHere || each.bundle().version() >= version)
                        .toList());
    }

    /** Compiles anew where a dated fact has changed. To be called every second or so. */
    public synchronized void refresh() {
        var before = state;
        var now = clock.instant();
        state = new State(
                before.named(),
                before.versions().stream().map(each -> each.at(now, clock)).toList());
    }

    /**
     * The table of the acting version for an instant, read once per batch.
     *
     * @return empty where no policy acts yet, or none is compiled for this instant: nothing may be decided
     */
    public Optional<PolicyTable> at(Instant now) {
        return state.acting().map(each -> each.at(now));
    }

    /** The table of a version for an instant; empty where it is not compiled here, or not for this instant. */
    public Optional<PolicyTable> at(Instant now, long version) {
        return state.version(version).map(each -> each.at(now));
    }

    /** The version that acts, with what readiness and metrics tell of it. */
    public Optional<PolicyBundle> bundle() {
        return state.acting().map(Compiled::bundle);
    }

    /** The newest version that is ready to act; the acting one where none is newer. */
    public Optional<PolicyBundle> newest() {
        return Optional.ofNullable(state.newest()).map(Compiled::bundle);
    }

    /** How long ago the acting version was made; never negative. */
    public Optional<Duration> age() {
        return bundle().map(bundle -> Duration.between(bundle.created(), clock.instant()))
                .map(age -> age.isNegative() ? Duration.ZERO : age);
    }

    /** The bundles that were refused. */
    public Refusals refusals() {
        return refusals;
    }
}
