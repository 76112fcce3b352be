package io.activationgateway.connectors.courier;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.RecordResult;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.Use;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.consent.profile.Channel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One question about the end of a job: one request, or as many as the vendor asks for. Confined to one context. */
final class Inquiry {

    /** A request without a record of anybody is nothing that the fence has to know of. */
    private static final Passage UNWATCHED = new Passage() {
        @Override
        public void handedToKernel() {}

        @Override
        public void abandoned() {}
    };

    private final Desk desk;
    private final OpenJob job;
    private final ContextInternal context;
    private final Promise<JobState> done = Promise.promise();
    private Gate.@Nullable Waiter waiter;
    private @Nullable Exchange exchange;

    Inquiry(Desk desk, OpenJob job, ContextInternal context) {
        this.desk = desk;
        this.job = job;
        this.context = context;
    }

    /** The last check of a question about a job: it says nothing of anybody, so that nothing can speak against it. */
    static LastCheck mayAlwaysBeAsked(BitSet positions) {
        return new LastCheck.Go(positions, false, UNWATCHED, "");
    }

    /** Call it once, on the context. Fails only where the connector cannot ask for the job. */
    Future<JobState> begin(long deadline) {
        Sent question;
        try {
            question = question();
        } catch (IllegalArgumentException unknown) {
            return Future.failedFuture(unknown);
        }
        long left = deadline - desk.now();
        if (left <= 0) {
            return Future.succeededFuture(unanswered(VendorCode.OUT_OF_TIME, null));
        }
        var callOff = desk.after(left, this::expire);
        ask(question);
        return done.future().onComplete(_ -> callOff.run());
    }

    private Sent question() {
        var now = desk.time().clocks().legal().instant();
        var attempt = new io.activationgateway.connectors.Attempt(
                job.operation(), null, new Use("", Channel.NONE), "poll", now, now, 0);
        var request = desk.connector().poll(job.name());
        var indexes = job.indexes().stream().mapToInt(Integer::intValue).toArray();
        return new Sent(request, attempt, indexes).polling(job.name(), request);
    }

    private void ask(Sent sent) {
        waiter = desk.gate().ask(job.operation(), context, () -> {
            waiter = null;
            if (done.future().isComplete()) {
                desk.gate().release();
            } else {
                send(sent);
            }
        });
    }

    private void send(Sent sent) {
        var call = desk.breaker().enter();
        if (call == null) {
            desk.gate().release();
            done.tryComplete(unanswered(VendorCode.CIRCUIT_OPEN, null));
            return;
        }
        var all = new BitSet();
        all.set(0, job.indexes().size());
        exchange = new Exchange(
                desk,
                desk.endpoint(sent),
                _ -> mayAlwaysBeAsked(all),
                (_, now) -> new Exchange.Load.Ready(new Wire.Cargo(all, all, Map.of(), sent, now)));
        desk.metrics().inFlight(1);
        exchange.begin().onComplete(wire -> {
            exchange = null;
            desk.metrics().inFlight(-1);
            desk.gate().release();
            call.end(arrived(wire.result()));
        });
    }

    private Breaker.Health arrived(Wire wire) {
        switch (wire) {
            case Wire.Answered answered -> {
                var answer = answered.read(desk.connector());
                long since = answered.cargo().handedOverAt();
                desk.metrics().attempted(CourierMetrics.AnswerClass.of(answer), desk.now() - since);
                answered(answer);
                return Breaker.Health.of(answer);
            }
            case Wire.Lost(var _, var why) -> done.tryComplete(unanswered(why, null));
            case Wire.Unsent(var why) -> done.tryComplete(unanswered(why, null));
            default -> done.tryComplete(unanswered(VendorCode.NOT_WRITTEN, null));
        }
        return Breaker.Health.of(wire);
    }

    private void answered(@Nullable Answer answer) {
        switch (answer) {
            case null -> done.tryComplete(unanswered(VendorCode.ANSWER_UNREADABLE, null));
            case Answer.Done(var results) -> done.tryComplete(new JobState.Ended(endings(results)));
            case Answer.Working(var _, var delay) -> done.tryComplete(new JobState.Running(delay));
            case Answer.Next(var sent, var delay) ->
                desk.after(Math.max(1, Backoff.capped(delay)), () -> {
                    if (!done.future().isComplete()) {
                        ask(sent);
                    }
                });
            case Answer.Retry(var after, var why, var _) -> {
                desk.heed(job.operation(), after, why);
                done.tryComplete(unanswered(why, after));
            }
            case Answer.Split(var why) -> done.tryComplete(unanswered(why, null));
            case Answer.Stop(var why) -> done.tryComplete(unanswered(why, null));
        }
    }

    private List<Ending> endings(List<RecordResult> results) {
        return IntStream.range(0, results.size())
                .mapToObj(nth -> Verdicts.ending(requireNonNull(job.indexes().get(nth)), results.get(nth)))
                .toList();
    }

    private static JobState unanswered(VendorCode why, @Nullable Duration after) {
        return new JobState.Unanswered(why, after == null || after.isNegative() ? Duration.ZERO : after);
    }

    private void expire() {
        if (waiter != null && desk.gate().cancel(waiter)) {
            waiter = null;
        }
        if (exchange != null) {
            exchange.cancel();
        }
        done.tryComplete(unanswered(VendorCode.OUT_OF_TIME, null));
    }
}
