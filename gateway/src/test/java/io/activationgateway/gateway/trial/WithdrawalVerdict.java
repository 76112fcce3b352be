package io.activationgateway.gateway.trial;

import io.activationgateway.gateway.ledger.LedgerChecks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the sink received, held against what was acknowledged (promise P1) and against the ledgers.
 *
 * @param requests how many requests arrived
 * @param violations arrivals of people whose acknowledged withdrawal forbids them, checked after that acknowledgement
 * @param late arrivals after an acknowledgement that were checked before it, each with its cause
 * @param unexplained how many of those have no permitted cause
 * @param optOuts how many requests told the receiver of a withdrawal
 * @param nameless other requests that carry people and do not say when they were checked
 * @param compared how many requests have a last check in a ledger
 * @param contradicted how many of those say otherwise than the request did
 */
record WithdrawalVerdict(
        int requests,
        List<String> violations,
        List<String> late,
        int unexplained,
        int optOuts,
        int nameless,
        int compared,
        int contradicted) {

    /** A node was stopped from one instant of the monotonic clock to another. */
    record Stopped(int node, long from, long to) {}

    /** @param checks the last checks of all ledgers, by attempt */
    static WithdrawalVerdict of(
            List<Arrival> arrivals,
            Map<Integer, Subject> subjects,
            List<Stopped> stops,
            Map<String, LedgerChecks.Check> checks) {
        var violations = new ArrayList<String>();
        var late = new ArrayList<String>();
        int unexplained = 0;
        int optOuts = 0;
        int nameless = 0;
        int compared = 0;
        int contradicted = 0;
        for (var arrival : arrivals) {
            if (arrival.isOptOut()) {
                optOuts++;
                continue;
            }
            if (arrival.attempt().isEmpty()) {
                nameless += arrival.people().isEmpty() ? 0 : 1;
                continue;
            }
            var check = checks.get(arrival.attempt());
            if (check != null) {
                compared++;
                if (check.instant() != arrival.checkedAt()
                        || check.epoch() != arrival.epoch()
                        || check.sequence() != arrival.sequence()) {
                    contradicted++;
                }
            }
            if (!arrival.isForbiddenOnceWithdrawn()) {
                continue;
            }
            for (int number : arrival.people()) {
                var subject = subjects.get(number);
                if (subject == null
                        || !subject.isAcknowledged()
                        || arrival.firstByteAt() - subject.acknowledgedAt() <= 0) {
                    continue;
                }
                if (arrival.checkedAt() - subject.acknowledgedAt() > 0) {
                    violations.add(line(arrival, subject, "CHECKED AFTER THE ACKNOWLEDGEMENT"));
                } else {
                    var cause = cause(arrival, subject, check, stops);
                    unexplained += cause.isEmpty() ? 1 : 0;
                    late.add(line(arrival, subject, cause.isEmpty() ? "NO PERMITTED CAUSE" : cause));
                }
            }
        }
        return new WithdrawalVerdict(
                arrivals.size(), violations, late, unexplained, optOuts, nameless, compared, contradicted);
    }

    private static String cause(Arrival arrival, Subject subject, LedgerChecks.Check check, List<Stopped> stops) {
        boolean stopped = check != null
                && stops.stream()
                        .anyMatch(stop -> stop.node == check.node()
                                && stop.from - arrival.firstByteAt() < 0
                                && stop.to - arrival.checkedAt() > 0);
        if (stopped) {
            return "process stopped in between";
        }
        return arrival.lookedAt() - subject.acknowledgedAt() <= 0 ? "bytes waiting in the sink" : "";
    }

    private static String line(Arrival arrival, Subject subject, String cause) {
        return "%s of p%d: checked %+.3f ms, arrived %+.3f ms after its acknowledgement by node %d (%s)"
                .formatted(
                        arrival.type(),
                        subject.number(),
                        (arrival.checkedAt() - subject.acknowledgedAt()) / 1e6,
                        (arrival.firstByteAt() - subject.acknowledgedAt()) / 1e6,
                        subject.by() + 1,
                        cause);
    }
}
