package io.activationgateway.connectors.courier;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.RecordResult;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.courier.CourierMetrics.AnswerClass;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt, from its intent to the endings of its records: usually one exchange, several where the vendor asks for
 * more or the last check put it off. Everything but the writing happens on the context of the delivery.
 */
final class Trial {

    private static final Logger LOG = LoggerFactory.getLogger(Trial.class);

    private final Desk desk;
    private final Consignment consignment;
    private final @Nullable Manifest prepared;
    private Attempt attempt;
    private @Nullable Exchange exchange;
    /** What was handed over already, once the vendor has asked for a further request. */
    private Wire.@Nullable Cargo said;

    private @Nullable Sent next;
    /** Whether the vendor has said that it took the records, and only their end is open. */
    private boolean taken;

    private boolean cancelled;

    /** {@code prepared} is the request written ahead, used if nothing has changed by the last check. */
    Trial(Desk desk, Consignment consignment, Attempt wanted, @Nullable Manifest prepared) {
        this.desk = desk;
        this.consignment = consignment;
        this.attempt = wanted;
        this.prepared = prepared;
    }

    /** Where an attempt stands when it gives its permit back. */
    sealed interface Result {}

    /** No intent was made durable: nothing left. */
    record NotIntended() implements Result {}

    /** It goes on with {@link #resume} after a pause; null leaves its length to the caller. */
    record Pending(@Nullable Duration pause) implements Result {}

    /**
     * It has ended, with an ending for each position that the intent granted.
     *
     * @param unsaid what was let go and did not fit into the request after all
     */
    record Ended(Attempt attempt, List<Ending> endings, BitSet unsaid, Course course) implements Result {}

    /** Makes the intent durable, then sends. */
    Future<Result> begin() {
        return intend().transform(granted -> {
            if (granted.failed()) {
                LOG.warn("An intent could not be recorded, nothing is sent: {}", Fault.of(granted.cause()));
                return Future.<Result>succeededFuture(new NotIntended());
            }
            var positions = (BitSet) granted.result().clone();
            positions.and(attempt.positions());
            attempt =
                    new Attempt(attempt.request(), attempt.number(), attempt.intent(), attempt.requestKey(), positions);
            if (positions.isEmpty()) {
                return Future.<Result>succeededFuture(new Ended(attempt, List.of(), new BitSet(), again()));
            }
            return resume();
        });
    }

    /** Sends what is next: the records, or the further request that the vendor asked for. */
    Future<Result> resume() {
        if (cancelled) {
            return Future.succeededFuture(giveUp(VendorCode.OUT_OF_TIME));
        }
        exchange = new Exchange(desk, consignment, attempt, this::load);
        desk.metrics().inFlight(1);
        return exchange.begin().map(wire -> {
            desk.metrics().inFlight(-1);
            exchange = null;
            return arrived(wire);
        });
    }

    void cancel() {
        cancelled = true;
        if (exchange != null) {
            exchange.cancel();
        }
    }

    /** Ends an attempt that is pending. */
    Ended giveUp(VendorCode why) {
        return said == null ? all(Ending.Kind.UNAVAILABLE, why, again()) : lost(said, VendorCode.NO_ANSWER);
    }

    /** Ends an attempt of which is not known how far it came; nothing of it goes again. */
    Ended broken() {
        return all(Ending.Kind.UNCERTAIN, VendorCode.NO_ANSWER, new Course.Stop(VendorCode.NO_ANSWER));
    }

    /** Completes on the context of the delivery, wherever the evidence was written. */
    private Future<BitSet> intend() {
        Promise<BitSet> here = requireNonNull(ContextInternal.current()).promise();
        try {
            consignment.intend(attempt).onComplete(here);
        } catch (RuntimeException broken) {
            here.tryFail(broken);
        }
        return here.future();
    }

    /** On the event loop of the connection. */
    private Exchange.Load load(LastCheck.Go go, long now) {
        if (said != null) {
            var missing = (BitSet) said.carried().clone();
            missing.andNot(go.positions());
            return missing.isEmpty() && !go.altered()
                    ? new Exchange.Load.Ready(
                            new Wire.Cargo(said.allowed(), said.carried(), said.refused(), requireNonNull(next), now))
                    : new Exchange.Load.Not(new Wire.Nothing());
        }
        var allowed = (BitSet) go.positions().clone();
        allowed.and(attempt.positions());
        var manifest = prepared != null && !go.altered() && prepared.carried().equals(allowed)
                ? prepared
                : Manifest.write(desk.connector(), consignment, said(desk, consignment, attempt), allowed);
        if (manifest.carried().isEmpty()) {
            return new Exchange.Load.Not(new Wire.Empty(allowed, manifest.refused()));
        }
        return new Exchange.Load.Ready(new Wire.Cargo(
                allowed,
                manifest.carried(),
                manifest.refused(),
                manifest.draft().finish(),
                now));
    }

    /** The attempt as a connector sees it. */
    static io.activationgateway.connectors.Attempt said(Desk desk, Consignment consignment, Attempt attempt) {
        return new io.activationgateway.connectors.Attempt(
                consignment.operation(),
                consignment.audience(),
                consignment.use(),
                attempt.requestKey(),
                consignment.since(),
                desk.time().clocks().legal().instant(),
                attempt.number() - 1);
    }

    private Result arrived(Wire wire) {
        return switch (wire) {
            case Wire.Held _ -> {
                desk.metrics().held();
                yield new Pending(null);
            }
            case Wire.Answered(var cargo, var response) -> {
                var answer = read(cargo, response);
                count(cargo, answer);
                yield answered(cargo, answer);
            }
            case Wire.Lost(var cargo, var why) -> {
                count(cargo, null);
                yield lost(cargo, why);
            }
            case Wire other when said != null -> lost(said, VendorCode.NO_ANSWER);
            case Wire.Anew _ -> all(Ending.Kind.UNAVAILABLE, VendorCode.PUT_OFF, new Course.Anew());
            case Wire.Nothing _ -> all(Ending.Kind.WITHDRAWN, VendorCode.WITHDRAWN, again());
            case Wire.Unsent(var why)
            when why == VendorCode.ADDRESS_NOT_PERMITTED -> all(Ending.Kind.UNAVAILABLE, why, new Course.Stop(why));
            case Wire.Unsent(var why) -> all(Ending.Kind.UNAVAILABLE, why, again());
            case Wire.Empty(var allowed, var refused) ->
                ended(allowed, new BitSet(), refused, _ -> RecordResult.Outcome.UNCERTAIN, _ -> VendorCode.OK, again());
        };
    }

    private @Nullable Answer read(Wire.Cargo cargo, io.activationgateway.connectors.VendorResponse response) {
        try {
            return desk.connector().read(cargo.sent(), response);
        } catch (RuntimeException broken) {
            LOG.error("An answer could not be read: {}", Fault.of(broken));
            return null;
        }
    }

    private Result answered(Wire.Cargo cargo, @Nullable Answer answer) {
        return switch (answer) {
            case null -> lost(cargo, VendorCode.ANSWER_UNREADABLE);
            case Answer.Done(var results)
            when results.size() == cargo.carried().cardinality() ->
                ended(
                        cargo.allowed(),
                        cargo.carried(),
                        cargo.refused(),
                        at -> results.get(at).outcome(),
                        at -> results.get(at).code(),
                        new Course.Rest());
            case Answer.Done _ -> lost(cargo, VendorCode.ANSWER_UNREADABLE);
            case Answer.Retry(var after, var why, var uncertain) -> {
                if (after != null && !after.isNegative()) {
                    desk.gate().holdOff(consignment.operation(), Backoff.capped(after));
                }
                yield alike(
                        cargo,
                        uncertain ? RecordResult.Outcome.UNCERTAIN : RecordResult.Outcome.RETRYABLE,
                        why,
                        new Course.Again(after));
            }
            case Answer.Split(var why)
            when cargo.carried().cardinality() > 1 ->
                alike(cargo, RecordResult.Outcome.RETRYABLE, why, new Course.Halves());
            case Answer.Split(var why) -> alike(cargo, RecordResult.Outcome.REJECTED, why, again());
            case Answer.Stop(var why) -> alike(cargo, RecordResult.Outcome.RETRYABLE, why, new Course.Stop(why));
            case Answer.Next(var sent, var delay) -> goesOn(cargo, sent, delay);
            case Answer.Working(var sent, var delay) -> {
                taken = true;
                yield goesOn(cargo, sent, delay);
            }
        };
    }

    private Pending goesOn(Wire.Cargo cargo, Sent sent, Duration delay) {
        said = cargo;
        next = sent;
        return new Pending(delay);
    }

    private void count(Wire.Cargo cargo, @Nullable Answer answer) {
        var answerClass = switch (answer) {
            case null -> AnswerClass.NONE;
            case Answer.Done _ -> AnswerClass.DONE;
            case Answer.Retry _ -> AnswerClass.RETRY;
            case Answer.Split _ -> AnswerClass.SPLIT;
            case Answer.Stop _ -> AnswerClass.STOP;
            case Answer.Next _ -> AnswerClass.NEXT;
            case Answer.Working _ -> AnswerClass.NEXT;
        };
        desk.metrics().attempted(answerClass, desk.now() - cargo.handedOverAt());
    }

    private static Course again() {
        return new Course.Again(null);
    }

    private Ended lost(Wire.Cargo cargo, VendorCode why) {
        return taken
                ? alike(cargo, RecordResult.Outcome.ACCEPTED, VendorCode.OK, again())
                : alike(cargo, RecordResult.Outcome.UNCERTAIN, why, again());
    }

    private Ended alike(Wire.Cargo cargo, RecordResult.Outcome outcome, VendorCode why, Course course) {
        return ended(cargo.allowed(), cargo.carried(), cargo.refused(), _ -> outcome, _ -> why, course);
    }

    private Ended all(Ending.Kind kind, VendorCode why, Course course) {
        var endings = attempt.positions().stream()
                .mapToObj(at -> new Ending(at, kind, why))
                .toList();
        return new Ended(attempt, endings, new BitSet(), course);
    }

    private Ended ended(
            BitSet allowed,
            BitSet carried,
            Map<Integer, Ending> refused,
            Function<Integer, RecordResult.Outcome> outcomes,
            Function<Integer, VendorCode> codes,
            Course course) {
        var endings = new ArrayList<Ending>(attempt.positions().cardinality());
        var unsaid = new BitSet();
        int nth = 0;
        for (int at = attempt.positions().nextSetBit(0);
                at >= 0;
                at = attempt.positions().nextSetBit(at + 1)) {
            if (carried.get(at)) {
                endings.add(new Ending(at, kind(outcomes.apply(nth)), codes.apply(nth)));
                nth++;
            } else if (refused.containsKey(at)) {
                endings.add(refused.get(at));
            } else if (allowed.get(at)) {
                unsaid.set(at);
                endings.add(new Ending(at, Ending.Kind.UNAVAILABLE, VendorCode.REQUEST_TOO_LARGE));
            } else {
                endings.add(new Ending(at, Ending.Kind.WITHDRAWN, VendorCode.WITHDRAWN));
            }
        }
        return new Ended(attempt, List.copyOf(endings), unsaid, course);
    }

    private static Ending.Kind kind(RecordResult.Outcome outcome) {
        return switch (outcome) {
            case ACCEPTED -> Ending.Kind.ACCEPTED;
            case APPLIED -> Ending.Kind.APPLIED;
            case REJECTED -> Ending.Kind.REJECTED;
            case RETRYABLE -> Ending.Kind.UNAVAILABLE;
            case UNCERTAIN -> Ending.Kind.UNCERTAIN;
        };
    }
}
