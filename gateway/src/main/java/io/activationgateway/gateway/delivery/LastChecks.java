package io.activationgateway.gateway.delivery;

import io.activationgateway.connectors.courier.Attempt;
import io.activationgateway.connectors.courier.Consignment;
import io.activationgateway.connectors.courier.LastCheck;
import io.activationgateway.connectors.courier.Passage;
import io.activationgateway.connectors.courier.Reset;
import io.activationgateway.gateway.ledger.LedgerEntry;
import io.activationgateway.residency.verdict.Reason;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The last checks of a consignment: whether records may still go, asked in the task that hands their request over, of
 * those whose subject has changed since they were screened (promise P1).
 *
 * <p>Thread rule: as {@link Consignment#lastCheck} says.
 */
final class LastChecks {

    private final Desk desk;
    private final BooleanSupplier mine;
    private final Permits permits;
    private final Recall recall;
    private final Map<Integer, Checked> checks = new ConcurrentHashMap<>();

    /** @param mine whether this node may still send the records */
    LastChecks(Desk desk, BooleanSupplier mine, Permits permits, Recall recall) {
        this.desk = desk;
        this.mine = mine;
        this.permits = permits;
        this.recall = recall;
    }

    /**
     * Checks the records of an attempt. Until the answer everybody waits for it whose change it may not have seen, and
     * where it lets the request go, until the request has left.
     *
     * @param named the attempt as the ledger names it
     * @param reset cuts the request off
     */
    LastCheck check(Attempt attempt, LedgerEntry.Attempt named, Reset reset) {
        var request = desk.fence().enter(reset::reset);
        var leaving = (BitSet) attempt.positions().clone();
        LastCheck answer = null;
        try {
            var obstacle = obstacle(attempt);
            answer = obstacle == null ? checked(attempt, named, leaving, request) : obstacle;
            return answer;
        } finally {
            if (answer instanceof LastCheck.Go) {
                request.carries(later -> permits.anyIn(leaving, later));
            } else {
                request.leave();
            }
        }
    }

    /** The last check that let an attempt go, which has ended; null where none did. */
    @Nullable
    Checked ended(Attempt attempt) {
        return checks.remove(attempt.request());
    }

    /** Why the records cannot be checked as they were screened; null where they can. */
    private @Nullable LastCheck obstacle(Attempt attempt) {
        var positions = attempt.positions();
        var batch = permits.batch(positions.nextSetBit(0));
        switch (desk.grounds().footing()) {
            case Grounds.Footing.Stale(var reason) -> {
                permits.hold(positions, reason);
                return new LastCheck.Hold();
            }
            case Grounds.Footing.Firm(var table, var _) -> {
                if (table != batch.table()) {
                    return new LastCheck.Anew();
                }
            }
        }
        var recalled = batch.recalled();
        boolean recalls = !recalled.rows().isEmpty() && recalled.rows().intersects(permits.rows(positions));
        if (!mine.getAsBoolean() || (recalls && recall.isDeaf())) {
            permits.hold(positions, Reason.ERROR_REGISTER);
            return new LastCheck.Hold();
        }
        return recalls && recall.isOutdated(recalled) ? new LastCheck.Anew() : null;
    }

    /** Takes out of {@code leaving} what may not go any more. */
    private LastCheck checked(Attempt attempt, LedgerEntry.Attempt named, BitSet leaving, WireFence.OnTheWire request) {
        var batch = permits.batch(leaving.nextSetBit(0));
        var view = desk.grounds().view();
        var changes = view.changesSince(batch.position().mark());
        permits.hold(attempt.positions(), null);
        var before = checks.get(attempt.request());
        var reduced = before == null ? new BitSet() : before.reduced();
        boolean altered = false;
        if (!changes.isEmpty()) {
            var narrowed = permits.narrow(leaving, reduced, changes, view);
            desk.counters().screenedAgain(narrowed.judged());
            altered = narrowed.altered();
        }
        var checked = new Checked(desk.ticker().getAsLong(), changes.upTo(), reduced);
        checks.put(attempt.request(), checked);
        if (before == null) {
            permits.attempted(leaving);
        }
        return leaving.isEmpty()
                ? new LastCheck.Nothing()
                : new LastCheck.Go(leaving, altered, passage(request), stamp(named, checked));
    }

    private static Passage passage(WireFence.OnTheWire request) {
        return new Passage() {
            @Override
            public void handedToKernel() {
                request.leave();
            }

            @Override
            public void abandoned() {
                request.leave();
            }
        };
    }

    /** The attempt and its last check, as the ledger's outcome of it names them. */
    private static String stamp(LedgerEntry.Attempt attempt, Checked check) {
        return "attempt=" + attempt.activation() + "/" + attempt.number() + "/" + attempt.request() + "; checked="
                + check.instant() + "; consent_epoch=" + check.at().epoch() + "; consent_seq="
                + check.at().sequence();
    }
}
