package io.activationgateway.gateway.api;

import static java.util.Objects.requireNonNull;

import io.activationgateway.gateway.delivery.Grounds;
import io.activationgateway.gateway.ledger.EvidenceLog;
import io.activationgateway.residency.verdict.Reason;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Whether this node takes work now, asked of the parts themselves at each question. Any thread. */
public final class Readiness {

    private final Grounds grounds;
    private final EvidenceLog ledger;
    private final List<String> sandboxed;
    private final AtomicBoolean draining = new AtomicBoolean();

    /** {@code sandboxed} names the destinations that do not go to their vendor's own host. */
    public Readiness(Grounds grounds, EvidenceLog ledger, List<String> sandboxed) {
        this.grounds = requireNonNull(grounds, "grounds");
        this.ledger = requireNonNull(ledger, "ledger");
        this.sandboxed = List.copyOf(sandboxed);
    }

    /** From now on nothing new is taken. */
    public void drain() {
        draining.set(true);
    }

    public boolean draining() {
        return draining.get();
    }

    /** Why this node takes no work, null where it does. */
    @Nullable
    String obstacle() {
        if (draining.get()) {
            return "draining";
        }
        if (ledger.failed()) {
            return Reason.ERROR_LEDGER.code();
        }
        return grounds.footing() instanceof Grounds.Footing.Stale(var reason) ? reason.code() : null;
    }

    List<String> sandboxed() {
        return sandboxed;
    }
}
