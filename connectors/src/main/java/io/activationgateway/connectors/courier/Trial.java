package io.activationgateway.connectors.courier;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.RecordResult;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.VendorCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
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

    /** The job that the vendor has made of the records, once it has taken them and only their end is open. */
    private Answer.@Nullable Working working;

    /** Where the next line must lead, where that is not the operation's endpoint. */
    private @Nullable Endpoint elsewhere;

    /** The request that is under way, as the breaker knows it; null where it goes past the breaker. */
    private Breaker.@Nullable Call call;

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
     * @param open the job whose end is not known yet; null where there is none
     */
    record Ended(
            Attempt attempt,
            List<Ending> endings,
            BitSet unsaid,
            Course course,
            @Nullable Open open) implements Result {}

    /** A job that some of the records have become. */
    record Open(String job, BitSet positions, Duration askAgain) {}

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
                return Future.<Result>succeededFuture(new Ended(attempt, List.of(), new BitSet(), again(), null));
            }
            return resume();
        });
    }

    /** Sends what is next: the records, or the further request that the vendor asked for. */
    Future<Result> resume() {
        if (cancelled) {
            return Future.succeededFuture(giveUp(VendorCode.OUT_OF_TIME));
        }
        call = desk.breaker().enter();
        if (call == null && working != null) {
            return Future.succeededFuture(askAgain());
        }
        if (call == null && said == null) { // what has begun is brought to its end
            return Future.succeededFuture(
                    all(Ending.Kind.UNAVAILABLE, VendorCode.CIRCUIT_OPEN, new Course.Stop(VendorCode.CIRCUIT_OPEN)));
        }
        exchange = new Exchange(desk, target(), this::check, this::load);
        desk.metrics().inFlight(1);
        return exchange.begin().map(wire -> {
            desk.metrics().inFlight(-1);
            exchange = null;
            if (call != null && !(wire instanceof Wire.Answered)) {
                call.end(Breaker.Health.of(wire));
            }
            return arrived(wire);
        });
    }

    private Endpoint target() {
        if (next != null) {
            return desk.endpoint(next);
        }
        return elsewhere == null ? desk.connector().endpoint(consignment.operation()) : elsewhere;
    }

    /** A question about a job says nothing about anybody: nothing speaks against it. */
    private LastCheck check(Reset reset) {
        return working == null ? consignment.lastCheck(attempt, reset) : Inquiry.mayAlwaysBeAsked(attempt.positions());
    }

    void cancel() {
        cancelled = true;
        if (exchange != null) {
            exchange.cancel();
        }
    }

    /** Ends an attempt that is pending. */
    Ended giveUp(VendorCode why) {
        return said == null ? all(Ending.Kind.UNAVAILABLE, why, again()) : lost(said, VendorCode.NO_ANSWER, again());
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
            case Wire.Answered(var cargo, var response) -> {
                var answer = read(cargo, response);
                count(cargo, answer);
                yield working == null ? answered(cargo, answer) : askedFor(cargo, answer);
            }
            case Wire.Lost(var cargo, var why) -> {
                count(cargo, null);
                yield working == null ? lost(cargo, why, again()) : askAgain();
            }
            case Wire.Unsent(var why) when working != null && why == VendorCode.NOT_CONNECTED -> askAgain();
            case Wire.Elsewhere(var to) -> {
                elsewhere = to;
                yield new Pending(Duration.ZERO);
            }
            case Wire.Held _ -> {
                desk.metrics().held();
                yield new Pending(null);
            }
            case Wire other when said != null -> lost(said, VendorCode.NO_ANSWER, again());
            case Wire.Anew _ -> all(Ending.Kind.UNAVAILABLE, VendorCode.PUT_OFF, new Course.Anew());
            case Wire.Nothing _ -> all(Ending.Kind.WITHDRAWN, VendorCode.WITHDRAWN, again());
            case Wire.Unsent(var why)
            when why == VendorCode.ADDRESS_NOT_PERMITTED -> all(Ending.Kind.UNAVAILABLE, why, new Course.Stop(why));
            case Wire.Unsent(var why) -> all(Ending.Kind.UNAVAILABLE, why, again());
            case Wire.Empty empty -> Verdicts.empty(attempt, empty);
        };
    }

    private @Nullable Answer read(Wire.Cargo cargo, io.activationgateway.connectors.VendorResponse response) {
        try {
            var answer = desk.connector().read(cargo.sent(), response);
            return answer instanceof Answer.Done(var results)
                            && results.size() != cargo.carried().cardinality()
                    ? null
                    : answer;
        } catch (RuntimeException broken) {
            LOG.error("An answer could not be read: {}", Fault.of(broken));
            return null;
        }
    }

    private Result answered(Wire.Cargo cargo, @Nullable Answer answer) {
        return switch (answer) {
            case null -> lost(cargo, VendorCode.ANSWER_UNREADABLE, again());
            case Answer.Done(var results) -> Verdicts.each(attempt, cargo, results::get, new Course.Rest());
            case Answer.Retry(var after, var why, var uncertain) -> {
                desk.heed(consignment.operation(), after, why);
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
            case Answer.Working job -> works(cargo, job);
        };
    }

    /** The answer to a question about the job: whatever it is, the records were taken. */
    private Result askedFor(Wire.Cargo cargo, @Nullable Answer answer) {
        return switch (answer) {
            case Answer.Done(var results) -> Verdicts.each(attempt, cargo, results::get, new Course.Rest());
            case Answer.Next(var sent, var delay) -> goesOn(cargo, sent, delay);
            case Answer.Working job -> works(cargo, job);
            case Answer.Stop(var why) -> lost(cargo, why, new Course.Stop(why));
            case Answer.Retry(var after, var why, var _) -> {
                desk.heed(consignment.operation(), after, why);
                yield askAgain();
            }
            case Answer.Split _ -> askAgain();
            case null -> askAgain();
        };
    }

    private Pending works(Wire.Cargo cargo, Answer.Working job) {
        working = job;
        return goesOn(cargo, job.next(), job.delay());
    }

    /** The same question from its beginning, after the pause that the vendor wanted. */
    private Pending askAgain() {
        var job = requireNonNull(working);
        next = job.next();
        return new Pending(job.delay().isPositive() ? job.delay() : null);
    }

    private Pending goesOn(Wire.Cargo cargo, Sent sent, Duration delay) {
        said = cargo;
        next = sent;
        return new Pending(delay);
    }

    private void count(Wire.Cargo cargo, @Nullable Answer answer) {
        if (call != null) {
            call.end(Breaker.Health.of(answer));
        }
        desk.metrics().attempted(CourierMetrics.AnswerClass.of(answer), desk.now() - cargo.handedOverAt());
    }

    private static Course again() {
        return new Course.Again(null);
    }

    /** Nobody knows more of the records than that their bytes left, or that the vendor took them as a job. */
    private Ended lost(Wire.Cargo cargo, VendorCode why, Course course) {
        var job = working;
        if (job == null) {
            // Only the question for a token has left, the records wait behind it.
            boolean nothingLeft =
                    cargo.sent().later() != null && cargo.sent().request().elsewhere() != null;
            var outcome = nothingLeft ? RecordResult.Outcome.RETRYABLE : RecordResult.Outcome.UNCERTAIN;
            return alike(cargo, outcome, why, course);
        }
        var taken = alike(cargo, RecordResult.Outcome.ACCEPTED, VendorCode.OK, course);
        var open = new Open(requireNonNull(job.next().job()), cargo.carried(), job.delay());
        return new Ended(attempt, taken.endings(), taken.unsaid(), course, open);
    }

    private Ended alike(Wire.Cargo cargo, RecordResult.Outcome outcome, VendorCode why, Course course) {
        return Verdicts.alike(attempt, cargo, outcome, why, course);
    }

    private Ended all(Ending.Kind kind, VendorCode why, Course course) {
        return Verdicts.all(attempt, kind, why, course);
    }
}
