package io.activationgateway.gateway.delivery;

import io.activationgateway.consent.register.ConsentView;
import io.activationgateway.consent.register.Standing;
import io.activationgateway.residency.table.PolicyTable;
import io.activationgateway.residency.verdict.Reason;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Whether this node may decide now, and under which policy: its lease runs, it has applied what it knows of, and it runs
 * the policy version that the register's head names (promise P2). Any thread.
 */
public record Grounds(ConsentView view, CurrentPolicy policy, InstantSource clock) {

    /** What a decision may stand on now. */
    public sealed interface Footing {

        /** Decide under this table. */
        record Firm(PolicyTable table, Standing.Current standing) implements Footing {}

        /** Decide nothing; {@code stale.consent} or {@code stale.policy}. */
        record Stale(Reason reason) implements Footing {}
    }

    /** Whether the node has lost its right to send what it has checked: its lease ended, or its log is another one. */
    public boolean leaseIsOver() {
        return view.standing() instanceof Standing.Stale(var cause)
                && (cause == Standing.Cause.LEASE || cause == Standing.Cause.EPOCH || cause == Standing.Cause.KEY);
    }

    /** Why nothing may be decided on consent now, null where it may. */
    public Standing.@Nullable Cause staleness() {
        return view.standing() instanceof Standing.Stale(var cause) ? cause : null;
    }

    public Footing footing() {
        if (!(view.standing() instanceof Standing.Current current)) {
            return new Footing.Stale(Reason.STALE_CONSENT);
        }
        var table = policy.table(current.policyVersion()).orElse(null);
        if (table == null
                || table.version() != current.policyVersion()
                || !clock.instant().isBefore(table.validUntil())) {
            return new Footing.Stale(Reason.STALE_POLICY);
        }
        return new Footing.Firm(table, current);
    }
}
