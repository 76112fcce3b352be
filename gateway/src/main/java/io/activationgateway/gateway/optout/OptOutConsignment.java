package io.activationgateway.gateway.optout;

import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.Use;
import io.activationgateway.connectors.courier.Attempt;
import io.activationgateway.connectors.courier.Consignment;
import io.activationgateway.connectors.courier.Ending;
import io.activationgateway.connectors.courier.LastCheck;
import io.activationgateway.connectors.courier.Passage;
import io.activationgateway.connectors.courier.Reset;
import io.activationgateway.gateway.ledger.EndedRecords;
import io.activationgateway.gateway.ledger.EvidenceLog;
import io.activationgateway.gateway.ledger.IntendedRecords;
import io.activationgateway.gateway.ledger.LedgerEntry;
import io.activationgateway.residency.verdict.FieldAction;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Opt-outs of one kind on their way to one destination. Nothing can stand against them but the loss of the claim: refusing
 * them would harm the person. They leave evidence like every send (promise P4).
 */
final class OptOutConsignment implements Consignment {

    private static final String PURPOSE = "opt-out";

    private final String id;
    private final List<Mail> mails;
    private final Terms terms;
    private final Surroundings on;
    private final Map<Integer, Job> jobs = new ConcurrentHashMap<>();
    private final Map<Integer, Long> checks = new ConcurrentHashMap<>();

    /**
     * An opt-out and whom it is about.
     *
     * @param identifiers those that the destination was sent, opened for this consignment alone
     * @param again how long after its end it is to be sent once more, null where that is not to be
     */
    record Mail(
            OptOut optOut,
            Entry entry,
            List<SentIdentifier> identifiers,
            @Nullable Duration again) {

        /** Unopened. */
        Mail(OptOut optOut, Entry entry, @Nullable Duration again) {
            this(optOut, entry, List.of(), again);
        }

        Mail opened(List<SentIdentifier> clear) {
            return new Mail(optOut, entry, List.copyOf(clear), again);
        }

        @Override
        public String toString() {
            return "Mail[" + optOut + ", redacted]";
        }
    }

    /** What a vendor works on, and when it wants to be asked. */
    record Job(String name, Duration askAgain) {}

    /**
     * What all opt-outs of a consignment have in common.
     *
     * @param snapshot what this node stands on
     * @param deadline on the couriers' ticker
     */
    record Terms(String destination, Act act, boolean sandbox, LedgerEntry.Snapshot snapshot, long deadline) {}

    /**
     * What consignments need.
     *
     * @param mine whether this node may still send
     */
    record Surroundings(EvidenceLog ledger, InstantSource clock, LongSupplier ticker, BooleanSupplier mine) {}

    /** @param id a ULID */
    OptOutConsignment(String id, List<Mail> mails, Terms terms, Surroundings on) {
        this.id = id;
        this.mails = List.copyOf(mails);
        this.terms = terms;
        this.on = on;
    }

    @Override
    public Operation operation() {
        return terms.act().operation();
    }

    @Override
    public @Nullable String audience() {
        return null;
    }

    @Override
    public Use use() {
        return new Use(PURPOSE, terms.act().channel());
    }

    @Override
    public String key() {
        return id;
    }

    @Override
    public Instant since() {
        return mails.getFirst().optOut().received();
    }

    @Override
    public int size() {
        return mails.size();
    }

    @Override
    public long deadline() {
        return terms.deadline();
    }

    /** What is sent once more after its end must not be taken for a repetition. */
    @Override
    public OutgoingRecord record(int position) {
        var mail = mails.get(position);
        var key = "opt-out-" + Long.toHexString(mail.optOut().id())
                + (mail.optOut().again() ? "-again" : "");
        return new SealedRecord(position, key, mail.identifiers());
    }

    @Override
    public Future<BitSet> intend(Attempt attempt) {
        if (!on.mine().getAsBoolean()) {
            return Future.succeededFuture(new BitSet());
        }
        var records = new IntendedRecords(attempt.positions().cardinality());
        attempt.positions().stream().forEach(position -> {
            var mail = mails.get(position);
            var subject = mail.entry().keys().iterator().next();
            records.add(position, subject.high(), subject.low(), records.plan(plan(mail)));
        });
        var way = new LedgerEntry.Way(
                PURPOSE, terms.destination(), PURPOSE, terms.act().operation(), terms.sandbox());
        return Future.fromCompletionStage(
                        on.ledger()
                                .append(new LedgerEntry.Intent(
                                        attempt(attempt), on.clock().instant(), way, terms.snapshot(), records)),
                        Vertx.currentContext())
                .map(_ -> (BitSet) attempt.positions().clone());
    }

    private static LedgerEntry.Plan plan(Mail mail) {
        return new LedgerEntry.Plan(mail.entry().identifiers().kinds().stream()
                .map(kind -> new LedgerEntry.Plan.Field(kind.wireName(), FieldAction.PASS))
                .toList());
    }

    @Override
    public LastCheck lastCheck(Attempt attempt, Reset reset) {
        if (!on.mine().getAsBoolean()) {
            return new LastCheck.Nothing();
        }
        long instant = on.ticker().getAsLong();
        checks.put(attempt.request(), instant);
        return new LastCheck.Go(
                (BitSet) attempt.positions().clone(),
                false,
                Unwatched.PASSAGE,
                "attempt=" + id + "/" + attempt.intent() + "/" + attempt.requestKey() + "; checked=" + instant);
    }

    /** No later change of consent can take back an opt-out, so that no fence waits for it. */
    private enum Unwatched implements Passage {
        PASSAGE;

        @Override
        public void handedToKernel() {}

        @Override
        public void abandoned() {}
    }

    @Override
    public void working(Attempt attempt, String job, BitSet positions, Duration askAgain) {
        positions.stream().forEach(position -> jobs.put(position, new Job(job, askAgain)));
    }

    @Override
    public void ended(Attempt attempt, List<Ending> endings) {
        var instant = checks.remove(attempt.request());
        var records = new EndedRecords(endings.size());
        for (var ending : endings) {
            records.add(ending.position(), end(ending.kind()), ending.code().wireName());
        }
        var check = instant == null
                ? null
                : new LedgerEntry.LastCheck(instant, terms.snapshot().consent());
        // Where it cannot be written, the ledger says "uncertain" at the restart.
        var _ = on.ledger()
                .append(new LedgerEntry.Outcome(attempt(attempt), on.clock().instant(), check, records));
    }

    /** What the vendor works on for a record, null where it named nothing. */
    @Nullable
    Job job(int position) {
        return jobs.get(position);
    }

    Mail mail(int position) {
        return mails.get(position);
    }

    private LedgerEntry.Attempt attempt(Attempt attempt) {
        return new LedgerEntry.Attempt(id, attempt.intent(), attempt.requestKey());
    }

    private static LedgerEntry.End end(Ending.Kind kind) {
        return switch (kind) {
            case ACCEPTED -> LedgerEntry.End.ACCEPTED;
            case APPLIED -> LedgerEntry.End.APPLIED;
            case UNCERTAIN -> LedgerEntry.End.UNCERTAIN;
            case REJECTED, UNAVAILABLE -> LedgerEntry.End.FAILED;
            case WITHDRAWN -> LedgerEntry.End.WITHHELD;
        };
    }
}
