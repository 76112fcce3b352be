package io.activationgateway.connectors.courier;

import static java.util.Objects.requireNonNullElse;

import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.Use;
import io.activationgateway.connectors.VendorCode;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consignments of one event loop that ask the same of a vendor, on their way as one. Each keeps its own evidence, its own
 * say in every last check and its own endings; no record leaves without a go of its own part. It hears nothing of jobs:
 * what may become one never travels in company.
 */
final class JointConsignment implements Consignment {

    private static final Logger LOG = LoggerFactory.getLogger(JointConsignment.class);

    private final List<Part> parts = new ArrayList<>();
    private final Part[] partOf;
    private final Consignment first;

    /** Why a record was left out that was not withdrawn. */
    private final @Nullable VendorCode[] leftOut;

    /** By request, the records of parts that could not decide in a last check in which others could. */
    private final Map<Integer, BitSet> undecided = new ConcurrentHashMap<>();

    /** In the order in which their records are to go; the first one's context is that of the whole. */
    JointConsignment(List<Company.Member> members) {
        int size = 0;
        for (var member : members) {
            parts.add(new Part(member.consignment(), size, member.context()));
            size += member.consignment().size();
        }
        partOf = new Part[size];
        parts.forEach(part -> Arrays.fill(partOf, part.from(), part.to(), part));
        leftOut = new VendorCode[size];
        first = members.getFirst().consignment();
    }

    List<Part> parts() {
        return parts;
    }

    @Override
    public Operation operation() {
        return first.operation();
    }

    @Override
    public @Nullable String audience() {
        return first.audience();
    }

    @Override
    public Use use() {
        return first.use();
    }

    /** A consignment travels once, so that its key is free for the company that it leads. */
    @Override
    public String key() {
        return first.key();
    }

    /** The earliest, so that nothing is said to be newer than it is: it could outdo what is newer. */
    @Override
    public Instant since() {
        return parts.stream()
                .map(part -> part.consignment().since())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    @Override
    public int size() {
        return partOf.length;
    }

    /** The earliest. */
    @Override
    public long deadline() {
        long deadline = first.deadline();
        for (var part : parts) {
            long its = part.consignment().deadline();
            deadline = its - deadline < 0 ? its : deadline;
        }
        return deadline;
    }

    @Override
    public OutgoingRecord record(int position) {
        var part = partOf[position];
        return new Companion(part.consignment().record(position - part.from()), position);
    }

    /** A part whose intent cannot be made durable stays behind and holds up nobody. */
    @Override
    public Future<BitSet> intend(Attempt attempt) {
        var putOff = requireNonNullElse(undecided.remove(attempt.request()), new BitSet());
        leaveOut(putOff, VendorCode.PUT_OFF);
        var granted = new BitSet();
        var intents = new ArrayList<Future<?>>();
        for (var part : parts) {
            var own = part.own(attempt);
            if (own.positions().isEmpty() || putOff.intersects(part.whole(own, own.positions()))) {
                continue;
            }
            intents.add(part.intend(own)
                    .onSuccess(its -> granted.or(part.whole(own, its)))
                    .onFailure(failure -> {
                        LOG.warn("An intent could not be recorded, its records stay behind: {}", Fault.of(failure));
                        leaveOut(part.whole(own, own.positions()), VendorCode.NOT_RECORDED);
                    }));
        }
        return Future.join(intents).transform(_ -> Future.succeededFuture(granted));
    }

    private void leaveOut(BitSet positions, VendorCode why) {
        positions.stream().forEach(position -> leftOut[position] = why);
    }

    @Override
    public Ending leftOut(int position) {
        var why = leftOut[position];
        return why == null ? Consignment.super.leftOut(position) : new Ending(position, Ending.Kind.UNAVAILABLE, why);
    }

    /**
     * All parts decide, or nothing leaves. Where some cannot decide and others can, these are intended anew without them:
     * what keeps a part may be its own (a lost claim), and must not keep the others until their deadline.
     */
    @Override
    public LastCheck lastCheck(Attempt attempt, Reset reset) {
        var checks = new ArrayList<LastCheck.Go>();
        var holding = new BitSet();
        boolean anew = false;
        for (var part : parts) {
            var own = part.own(attempt);
            if (own.positions().isEmpty()) {
                continue;
            }
            switch (part.lastCheck(own, reset)) {
                case LastCheck.Go(var may, var altered, var passage, var stamp) ->
                    checks.add(new LastCheck.Go(part.whole(own, may), altered, passage, stamp));
                case LastCheck.Nothing _ -> {}
                case LastCheck.Hold _ -> holding.or(part.whole(own, own.positions()));
                case LastCheck.Anew _ -> anew = true;
            }
        }
        if (holding.isEmpty() && !anew) {
            return checks.isEmpty() ? new LastCheck.Nothing() : together(checks);
        }
        checks.forEach(check -> check.passage().abandoned());
        if (checks.isEmpty() && !anew) {
            return new LastCheck.Hold();
        }
        undecided.put(attempt.request(), holding);
        return new LastCheck.Anew();
    }

    /** The first one's stamp names the task in which all were checked. */
    private static LastCheck.Go together(List<LastCheck.Go> checks) {
        var positions = new BitSet();
        checks.forEach(check -> positions.or(check.positions()));
        return new LastCheck.Go(
                positions,
                checks.stream().anyMatch(LastCheck.Go::altered),
                new Passage() {
                    @Override
                    public void handedToKernel() {
                        checks.forEach(check -> check.passage().handedToKernel());
                    }

                    @Override
                    public void abandoned() {
                        checks.forEach(check -> check.passage().abandoned());
                    }
                },
                checks.getFirst().stamp());
    }

    @Override
    public void ended(Attempt attempt, List<Ending> endings) {
        for (var part : parts) {
            var own = part.own(attempt);
            if (!own.positions().isEmpty()) {
                part.ended(own, endings);
            }
        }
    }
}
