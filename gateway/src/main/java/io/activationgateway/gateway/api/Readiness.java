package io.activationgateway.gateway.api;

import static java.util.Objects.requireNonNull;

import io.activationgateway.gateway.delivery.Grounds;
import io.activationgateway.gateway.ledger.EvidenceLog;
import io.activationgateway.residency.verdict.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whether this node takes work now, asked of the parts themselves at each question. Any thread. */
public final class Readiness {

    private final Grounds grounds;
    private final EvidenceLog ledger;
    private final List<String> sandboxed;
    private final Supplier<Optional<String>> refused;
    private final Supplier<Optional<String>> outbox;
    private final AtomicBoolean draining = new AtomicBoolean();

    /**
     * @param sandboxed the destinations that do not go to their vendor's own host
     * @param refused why the last policy bundle was refused that was, empty where none since the start
     * @param outbox why this node does not drain the outbox, empty where it does
     */
    public Readiness(
            Grounds grounds,
            EvidenceLog ledger,
            List<String> sandboxed,
            Supplier<Optional<String>> refused,
            Supplier<Optional<String>> outbox) {
        this.grounds = requireNonNull(grounds, "grounds");
        this.ledger = requireNonNull(ledger, "ledger");
        this.sandboxed = List.copyOf(sandboxed);
        this.refused = requireNonNull(refused, "refused");
        this.outbox = requireNonNull(outbox, "outbox");
    }

    /** From now on nothing new is taken. */
    public void drain() {
        draining.set(true);
    }

    public boolean draining() {
        return draining.get();
    }

    /**
     * Why this node takes no work.
     *
     * @param cause of a stale consent: {@code lease}, {@code epoch}, {@code behind}, {@code loading} or {@code key}
     */
    record Obstacle(String reason, @Nullable String cause) {}

    /** Why this node takes no work, null where it does. */
    @Nullable
    Obstacle obstacle() {
        if (draining.get()) {
            return new Obstacle("draining", null);
        }
        if (ledger.failed()) {
            return new Obstacle(Reason.ERROR_LEDGER.code(), null);
        }
        var stale = grounds.staleness();
        if (stale != null) {
            return new Obstacle(Reason.STALE_CONSENT.code(), stale.name().toLowerCase(Locale.ROOT));
        }
        return grounds.footing() instanceof Grounds.Footing.Stale(var reason)
                ? new Obstacle(reason.code(), null)
                : null;
    }

    /** Why a policy bundle was refused that somebody gave this node; the node works on. */
    Optional<String> policyRefused() {
        return refused.get();
    }

    /** Why this node sends nothing of what is to be sent later; it works on, and other nodes drain the outbox. */
    Optional<String> outboxTrouble() {
        return outbox.get();
    }

    List<String> sandboxed() {
        return sandboxed;
    }
}
