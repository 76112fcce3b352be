package io.activationgateway.connectors.courier;

import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Use;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Consignments that wait for each other. Guarded by its {@link Lingering}. */
final class Company {

    private final Kind kind;
    private final long deadline;
    private final Instant since;
    private final List<Member> members = new ArrayList<>();
    private int records;
    private long bytes;
    private Span deadlines = Span.NONE;
    private Span sinces = Span.NONE;

    /** Whether it has set out. */
    boolean departed;

    /** Ends the waiting. */
    Runnable callOff = () -> {};

    /** What a request says once, for all that it carries; and whose thread says it. */
    record Kind(
            EventLoop loop, Operation operation, @Nullable String audience, Use use) {

        static Kind of(Consignment one, ContextInternal context) {
            return new Kind(context.nettyEventLoop(), one.operation(), one.audience(), one.use());
        }
    }

    /** One that waits, and what is told its end. */
    record Member(Consignment consignment, ContextInternal context, Promise<List<Ending>> done) {}

    /** How far instants lie apart, in nanoseconds from a first one. */
    private record Span(long from, long to) {
        static final Span NONE = new Span(0, 0);

        Span with(long at) {
            return new Span(Math.min(from, at), Math.max(to, at));
        }

        boolean isWithin(Duration most) {
            return to - from <= most.toNanos();
        }
    }

    Company(Member first, Kind kind, int bytes) {
        this.kind = kind;
        this.deadline = first.consignment().deadline();
        this.since = first.consignment().since();
        this.members.add(first);
        this.records = first.consignment().size();
        this.bytes = bytes;
    }

    Kind kind() {
        return kind;
    }

    List<Member> members() {
        return members;
    }

    /** The context that it sets out on. */
    ContextInternal context() {
        return members.getFirst().context();
    }

    /**
     * Takes one more, unless a request of all would be too large, or their times too far apart: the earliest of their
     * deadlines ends all, and the earliest of the instants at which they were taken is said of all.
     *
     * @param its the bytes of a request that carries it alone
     */
    boolean joins(Member one, int its, Limits limits, Duration apart) {
        var consignment = one.consignment();
        var until = deadlines.with(consignment.deadline() - deadline);
        var from = sinces.with(Duration.between(since, consignment.since()).toNanos());
        boolean fits = records + consignment.size() <= limits.maxRecords() && bytes + its <= limits.maxBytes();
        if (!fits || !until.isWithin(apart) || !from.isWithin(apart)) {
            return false;
        }
        members.add(one);
        records += consignment.size();
        bytes += its;
        deadlines = until;
        sinces = from;
        return true;
    }

    /** Whether nobody finds room beside them. */
    boolean isFull(Limits limits) {
        return records >= limits.maxRecords() || bytes >= limits.maxBytes();
    }

    /** The ends of those that carry somebody whom a later one takes out. */
    List<Future<List<Ending>>> before(Consignment later) {
        return members.stream()
                .filter(member -> member.consignment().precedes(later))
                .map(member -> member.done().future())
                .toList();
    }
}
