package io.activationgateway.connectors.courier;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Answer;
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
    private Conversation conversation = Conversation.NONE;

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
        if (call == null && conversation.isAboutJob()) {
            return Future.succeededFuture(askAgain());
        }
        if (call == null && !conversation.hasBegun()) { // what has begun is brought to its end
            return Future.succeededFuture(
                    all(Ending.Kind.UNAVAILABLE, VendorCode.CIRCUIT_OPEN, new Course.Stop(VendorCode.CIRCUIT_OPEN)));
        }
        var usual = desk.connector().endpoint(consignment.operation());
        exchange = new Exchange(desk, conversation.target(desk, usual), this::check, this::load);
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

    /** A question about a job says nothing about anybody: nothing speaks against it. */
    private LastCheck check(Reset reset) {
        return conversation.isAboutJob()
                ? Inquiry.mayAlwaysBeAsked(attempt.positions())
                : consignment.lastCheck(attempt, reset);
    }

    void cancel() {
        cancelled = true;
        if (exchange != null) {
            exchange.cancel();
        }
    }

    /** Ends an attempt that is pending. */
    Ended giveUp(VendorCode why) {
        var said = conversation.said();
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
        if (conversation.hasBegun()) {
            return conversation.further(go, now);
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
        boolean taken = conversation.isAboutJob();
        var said = conversation.said();
        return switch (wire) {
            case Wire.Answered answered -> {
                var cargo = answered.cargo();
                var answer = answered.read(desk.connector());
                count(cargo, answer);
                yield taken ? askedFor(cargo, answer) : answered(cargo, answer);
            }
            case Wire.Lost(var cargo, var why) -> {
                count(cargo, null);
                yield taken ? askAgain() : lost(cargo, why, again());
            }
            case Wire.Unsent(var why) when taken && why == VendorCode.NOT_CONNECTED -> askAgain();
            case Wire.Elsewhere(var to) -> {
                conversation = conversation.at(to);
                yield new Pending(Duration.ZERO);
            }
            case Wire.Held _ -> {
                desk.metrics().held();
                yield new Pending(null);
            }
            case Wire _ when said != null -> lost(said, VendorCode.NO_ANSWER, again());
            case Wire.Anew _ -> all(Ending.Kind.UNAVAILABLE, VendorCode.PUT_OFF, new Course.Anew());
            case Wire.Nothing _ -> all(Ending.Kind.WITHDRAWN, VendorCode.WITHDRAWN, again());
            case Wire.Unsent(var why)
            when why == VendorCode.ADDRESS_NOT_PERMITTED -> all(Ending.Kind.UNAVAILABLE, why, new Course.Stop(why));
            case Wire.Unsent(var why) -> all(Ending.Kind.UNAVAILABLE, why, again());
            case Wire.Empty empty -> Verdicts.empty(attempt, empty);
        };
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
        conversation = conversation.workedOn(cargo, job);
        return new Pending(job.delay());
    }

    /** The same question from its beginning, after the pause that the vendor wanted. */
    private Pending askAgain() {
        var delay = requireNonNull(conversation.job()).delay();
        conversation = conversation.askingAgain();
        return new Pending(delay.isPositive() ? delay : null);
    }

    private Pending goesOn(Wire.Cargo cargo, Sent sent, Duration delay) {
        conversation = conversation.goingOn(cargo, sent);
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

    private Ended lost(Wire.Cargo cargo, VendorCode why, Course course) {
        return Verdicts.lost(attempt, cargo, conversation.job(), why, course);
    }

    private Ended alike(Wire.Cargo cargo, RecordResult.Outcome outcome, VendorCode why, Course course) {
        return Verdicts.alike(attempt, cargo, outcome, why, course);
    }

    private Ended all(Ending.Kind kind, VendorCode why, Course course) {
        return Verdicts.all(attempt, kind, why, course);
    }
}
