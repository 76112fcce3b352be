package io.activationgateway.consent.register;

import io.activationgateway.consent.register.Acknowledgement.Reached;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers that wait until every registered node is bound, or until every lease that could still let an older decision
 * out has surely ended. They stop no commit. For the storage thread.
 */
final class Acknowledgements {

    private static final Logger log = LoggerFactory.getLogger(Acknowledgements.class);

    private final RegisterLog registerLog;
    private final Replica replica;
    private final Reports reports;
    private final AcknowledgementMeter meter;
    private final LongSupplier ticker;
    private final List<Waiting> waiting = new ArrayList<>();

    /** One transaction's answer. */
    private static final class Waiting {

        private final long sequence;
        private final long loads;
        private final long since;
        private final long patience;
        private final Answer answer;

        /** Who must be bound; null until table {@code node} could be read. */
        private @Nullable Set<Long> nodes;

        /**
         * @param loads how often the log had been loaded: once it is loaded anew, the rows may be gone
         * @param since when the commit had returned
         * @param patience after which every lease is over, nanoseconds
         */
        private Waiting(long sequence, long loads, long since, long patience, Answer answer) {
            this.sequence = sequence;
            this.loads = loads;
            this.since = since;
            this.patience = patience;
            this.answer = answer;
        }

        private void waitFor(Set<Long> registered) {
            if (nodes == null) {
                nodes = new HashSet<>(registered);
            } else {
                nodes.retainAll(registered);
            }
        }

        private boolean isBoundEverywhere(Reports reports, long epoch) {
            if (nodes == null) {
                return false;
            }
            nodes.removeIf(node -> reports.isBound(node, epoch, sequence));
            return nodes.isEmpty();
        }
    }

    /** What is run in the end. */
    interface Answer {
        void acknowledged(Acknowledgement acknowledgement);

        void abandoned();
    }

    Acknowledgements(
            RegisterLog registerLog,
            Replica replica,
            Reports reports,
            AcknowledgementMeter meter,
            LongSupplier ticker) {
        this.registerLog = registerLog;
        this.replica = replica;
        this.reports = reports;
        this.meter = meter;
        this.ticker = ticker;
    }

    /** Answers when what this node has applied by now binds every node; called right after a commit. */
    void await(Answer answer) {
        long since = ticker.getAsLong();
        var registered = registered();
        var lease = registerLog.census().longestLease();
        var entry = new Waiting(
                replica.position().sequence(),
                registerLog.loads(),
                since,
                lease.plus(lease.dividedBy(10)).toNanos(),
                answer);
        registered.ifPresent(entry::waitFor);
        waiting.add(entry);
    }

    /** Answers what all nodes are bound by. */
    void settle() {
        long epoch = replica.position().epoch();
        long loads = registerLog.loads();
        take(each -> each.loads != loads).forEach(each -> each.answer.abandoned());
        take(each -> each.isBoundEverywhere(reports, epoch)).forEach(each -> acknowledge(each, Reached.REPORTS));
    }

    /** Answers what has waited until the end of every lease. */
    void expire() {
        long now = ticker.getAsLong();
        take(each -> now - each.since >= each.patience).forEach(each -> acknowledge(each, Reached.LEASES));
    }

    /** Reads who is there: nobody waits for a node that left, or was silent for two of its leases. */
    void review() {
        registered().ifPresent(nodes -> {
            reports.keepOnly(nodes, replica.position().epoch());
            waiting.forEach(each -> each.waitFor(nodes));
        });
        settle();
    }

    /** Nobody will be answered any more. */
    void abandon() {
        take(_ -> true).forEach(each -> each.answer.abandoned());
    }

    private void acknowledge(Waiting done, Reached reached) {
        meter.acknowledged(reached, ticker.getAsLong() - done.since);
        done.answer.acknowledged(new Acknowledgement(done.sequence, reached));
    }

    /** Takes them out before anybody is answered: an answer may come back here. */
    private List<Waiting> take(Predicate<Waiting> which) {
        var taken = new ArrayList<Waiting>();
        waiting.removeIf(each -> which.test(each) && taken.add(each));
        return taken;
    }

    private Optional<Set<Long>> registered() {
        try {
            return Optional.of(registerLog.registered());
        } catch (SQLException e) {
            log.warn("Table node cannot be read; answers wait for the end of leases ({})", Failures.describe(e));
            return Optional.empty();
        }
    }
}
