package io.activationgateway.consent.register;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers that wait until every registered node has reported the sequence, or until every lease that could still let an
 * older decision out has surely ended. For the storage thread.
 */
final class Acknowledgements {

    private static final Logger log = LoggerFactory.getLogger(Acknowledgements.class);

    /** Stands for the nodes where the table could not be read: it never reports. */
    private static final Set<Long> NOBODY_KNOWS = Set.of(0L);

    private final RegisterLog registerLog;
    private final Replica replica;
    private final SendFence fence;
    private final LongSupplier ticker;
    private final long patience;
    private final Executor storage;
    private final List<Waiting> waiting = new ArrayList<>();

    /** Up to this mark every change has passed this node's fence. */
    private long passed;

    private record Waiting(Set<Long> nodes, long sequence, long deadline, Answer answer) {}

    /** What is run in the end. */
    interface Answer {
        void acknowledged();

        void abandoned();
    }

    Acknowledgements(
            RegisterLog registerLog,
            Replica replica,
            SendFence fence,
            LongSupplier ticker,
            Duration lease,
            Executor storage) {
        this.registerLog = registerLog;
        this.replica = replica;
        this.fence = fence;
        this.ticker = ticker;
        this.patience = lease.plus(lease.dividedBy(10)).toNanos();
        this.storage = storage;
    }

    /** This node has loaded the log, and sent nothing yet. */
    void begin() {
        passed = replica.position().mark();
    }

    /** Answers when what this node has applied by now binds every node; called right after a commit. */
    void await(Answer answer) {
        long deadline = ticker.getAsLong() + patience;
        var position = replica.position();
        waiting.add(new Waiting(new HashSet<>(nodes()), position.sequence(), deadline, answer));
        long self = registerLog.node();
        fence.passed(replica.changesSince(passed)).whenComplete((_, failure) -> {
            if (failure == null) {
                storage.execute(() -> {
                    passed = Math.max(passed, position.mark());
                    reported(self, position.sequence());
                });
            } else {
                log.error("The fence of the sending side failed; answers wait for the end of the lease", failure);
            }
        });
    }

    /** A node has reported that nothing decided before {@code sequence} can leave it any more. */
    void reported(long node, long sequence) {
        waiting.stream().filter(each -> each.sequence <= sequence).forEach(each -> each.nodes.remove(node));
        var done = waiting.stream().filter(each -> each.nodes.isEmpty()).toList();
        waiting.removeAll(done);
        done.forEach(each -> each.answer.acknowledged());
    }

    /** Answers what has waited until the end of every lease. */
    void expire() {
        long now = ticker.getAsLong();
        var done = waiting.stream().filter(each -> now - each.deadline >= 0).toList();
        waiting.removeAll(done);
        done.forEach(each -> each.answer.acknowledged());
    }

    /** Nobody will be answered any more. */
    void abandon() {
        waiting.forEach(each -> each.answer.abandoned());
        waiting.clear();
    }

    private Set<Long> nodes() {
        try {
            return registerLog.nodes();
        } catch (SQLException e) {
            log.warn("Table node cannot be read; an answer waits for the end of the lease ({})", Failures.describe(e));
            return NOBODY_KNOWS;
        }
    }
}
