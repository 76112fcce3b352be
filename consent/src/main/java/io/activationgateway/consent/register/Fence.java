package io.activationgateway.consent.register;

import io.activationgateway.consent.identity.PseudonymKey;
import io.activationgateway.consent.register.Acknowledgements.Answer;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/**
 * The register's part of promise P1 over all nodes: wakes the others after a commit, takes this node past its own fence,
 * tells the others how far it is bound, and answers when all are. For the storage thread.
 */
final class Fence {

    private final RegisterLog registerLog;
    private final Replica replica;
    private final RegisterPorts ports;
    private final Reports reports;
    private final Passages passages;
    private final Acknowledgements acknowledgements;

    Fence(
            RegisterLog registerLog,
            Replica replica,
            PseudonymKey key,
            RegisterPorts ports,
            LongSupplier ticker,
            ScheduledExecutorService storage) {
        this.registerLog = registerLog;
        this.replica = replica;
        this.ports = ports;
        reports = new Reports(key);
        passages = new Passages(replica, ports.fence(), storage, this::bound);
        acknowledgements = new Acknowledgements(registerLog, replica, reports, ports.meter(), ticker);
    }

    /** This node has loaded the log, and sent nothing yet. */
    void begin() {
        passages.begin();
    }

    /** Answers when what this node has applied by now binds every node; called right after a commit. */
    void committed(Answer answer) {
        var position = replica.position();
        ports.peers().wake(position.epoch(), position.sequence());
        passages.advance();
        acknowledgements.await(answer);
        acknowledgements.settle();
    }

    /** This node has switched to other keys, which the others need not wait a second to hear. */
    void turned() {
        var position = replica.position();
        ports.peers().wake(position.epoch(), position.sequence());
        passages.advance();
    }

    /** This node may have applied more. */
    void moved() {
        passages.advance();
    }

    /** This node has renewed its lease; what was lost between the nodes is made good. */
    void renewed() {
        passages.advance();
        passages.repeat();
        acknowledgements.review();
    }

    /** Answers what the other nodes' reports allow. */
    void settle() {
        acknowledgements.settle();
    }

    /** Answers what has waited until the end of every lease. */
    void expire() {
        acknowledgements.expire();
    }

    /** Nobody will be answered any more. */
    void abandon() {
        acknowledgements.abandon();
    }

    Reports reports() {
        return reports;
    }

    private void bound(Position position) {
        reports.bound(registerLog.node(), position.epoch(), position.sequence());
        ports.peers().report(reports.seal(registerLog.node(), position));
        acknowledgements.settle();
    }
}
