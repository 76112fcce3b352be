package io.activationgateway.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonGenerator;
import io.activationgateway.gateway.delivery.Activation;
import io.activationgateway.gateway.delivery.RecordEnd;
import io.activationgateway.gateway.outbox.ActivationStatus;
import io.activationgateway.gateway.outbox.Arrival.Arriving;
import io.activationgateway.gateway.outbox.Outbox;
import io.activationgateway.gateway.outbox.Placing;
import io.activationgateway.gateway.outbox.RecordState;
import io.activationgateway.gateway.screening.ScreenedBatch;
import io.activationgateway.residency.verdict.Verdict;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What of activations goes into the outbox, and what their senders are told of it. Event loop. */
final class OutboxDesk {

    private static final Logger log = LoggerFactory.getLogger(OutboxDesk.class);

    private final Outbox outbox;
    private final Arrivals arrivals;
    private final OlderRecords older;

    OutboxDesk(Outbox outbox, AnswerWriter answers) {
        this.outbox = outbox;
        this.arrivals = new Arrivals(outbox, answers);
        this.older = new OlderRecords(outbox, arrivals);
    }

    /** What the outbox holds when an activation is sent at once. */
    OlderRecords older() {
        return older;
    }

    /**
     * A batch on its way into the outbox.
     *
     * @param content equal for bodies that ask for the same
     */
    record Batch(
            ActivationHandler.Prepared prepared,
            Posting posting,
            Supplier<byte[]> content,
            Activation activation,
            ScreenedBatch screened) {

        @Override
        public String toString() {
            return "Batch[" + posting.id() + "]";
        }
    }

    /** Throws 503 where the outbox takes nothing now. */
    void refuseFull() {
        if (outbox.isFull()) {
            throw new ProblemException(Problems.outboxFull());
        }
    }

    /** Refuses a repetition of what is still under way here: its answer is not known yet. */
    <T> Future<T> alone(Posting posting, Supplier<Future<T>> work) {
        if (!posting.chosen()) {
            return work.get();
        }
        if (!outbox.begin(posting.id())) {
            return Future.failedFuture(new ProblemException(Problems.activationRunning()));
        }
        Future<T> begun;
        try {
            begun = work.get();
        } catch (RuntimeException failure) {
            begun = Future.failedFuture(failure);
        }
        return begun.onComplete(_ -> outbox.done(posting.id()));
    }

    /** Tells the same content in the same words; with the key, since bodies are personal data. */
    byte[] content(ActivationRequest request, byte[] body) {
        var question = String.join(
                "\n",
                request.destination(),
                request.purpose(),
                request.operation().wireName(),
                String.valueOf(request.audience()),
                request.format().name());
        return outbox.content(question.getBytes(UTF_8), body);
    }

    /** The answer to an activation that was posted before; empty where it is new, a problem where another has its id. */
    Future<Optional<Buffer>> known(HttpServerRequest http, String source, Posting posting, Supplier<byte[]> content) {
        if (!posting.chosen()) {
            return Future.succeededFuture(Optional.empty());
        }
        return on(outbox.posted(source, posting.id(), content.get()))
                .compose(known -> known.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : again(http, source, posting.id(), known.get()).map(Optional::of));
    }

    /** Stores a batch, of which {@code staying} has ended already, and answers 202. */
    Future<Buffer> queue(HttpServerRequest http, Batch batch, Map<Integer, RecordEnd> staying) {
        var rows = batch.screened().rows();
        var records = new ArrayList<Arriving>(rows.size());
        for (int row = 0; row < rows.size(); row++) {
            var end = staying.get(row);
            records.add(
                    end == null
                            ? new Arriving.Waiting(
                                    row,
                                    rows.recordId(row),
                                    StoredRows.json(rows, row),
                                    arrivals.keys(batch.screened(), row))
                            : arrivals.ended(batch, row, end));
        }
        var source = batch.activation().source();
        return on(outbox.place(arrivals.of(batch, records))).compose(placing -> switch (placing) {
            case STORED -> accepted(http, batch, staying);
            case FULL -> Future.failedFuture(new ProblemException(Problems.outboxFull()));
            case KNOWN, OTHER -> again(http, source, batch.posting().id(), placing);
        });
    }

    /**
     * Keeps the results of a batch that was sent at once, for a sender that went away or asks again. Never fails.
     *
     * @param gone whether nobody waits for the answer any more
     */
    Future<Void> keep(Batch batch, List<RecordEnd> ends, boolean gone) {
        if (!batch.posting().remembered() && !gone) {
            return Future.succeededFuture();
        }
        var records = IntStream.range(0, ends.size())
                .mapToObj(row -> arrivals.ended(batch, row, ends.get(row)))
                .toList();
        return on(outbox.keep(arrivals.of(batch, records)))
                .compose(placing -> placing == Placing.FULL
                        ? Future.<Void>failedFuture(new ProblemException(Problems.outboxFull()))
                        : Future.<Void>succeededFuture())
                .recover(failure -> {
                    log.warn("The results of an activation could not be kept: {}", Failures.describe(failure));
                    return Future.succeededFuture();
                });
    }

    private Future<Buffer> accepted(HttpServerRequest http, Batch batch, Map<Integer, RecordEnd> staying) {
        int received = batch.screened().rows().size();
        var counts = ActivationAnswers.counts(
                received,
                state -> state == RecordState.WAITING
                        ? received - staying.size()
                        : (int) staying.values().stream()
                                .filter(end -> RecordStates.of(end) == state)
                                .count());
        accept(http, batch.posting().id());
        return Future.succeededFuture(Json.write(json -> {
            json.writeStartObject();
            ActivationAnswers.members(json, arrivals.head(batch));
            json.writeStringField(
                    "status", ActivationAnswers.location(batch.posting().id()));
            counts.write(json);
            misdirected(json, batch.screened(), staying);
            json.writeEndObject();
        }));
    }

    private static void misdirected(JsonGenerator json, ScreenedBatch screened, Map<Integer, RecordEnd> staying)
            throws IOException {
        json.writeArrayFieldStart("misdirected");
        for (var entry : staying.entrySet()) {
            if (entry.getValue() instanceof RecordEnd.Misdirected(Verdict.Misdirected verdict)) {
                json.writeStartObject();
                json.writeNumberField("index", entry.getKey());
                json.writeStringField("id", screened.rows().recordId(entry.getKey()));
                json.writeStringField("home", verdict.home());
                json.writeStringField("reason", verdict.reason().reason().code());
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    /** What was answered before, as it stands now. */
    private Future<Buffer> again(HttpServerRequest http, String source, String id, Placing placing) {
        if (placing == Placing.OTHER) {
            return Future.failedFuture(new ProblemException(Problems.otherActivation()));
        }
        return on(outbox.status(source, id)).compose(found -> {
            var status = found.orElseThrow(() -> new ProblemException(Problems.unknownActivation()));
            return status.queued() ? stillAccepted(http, status) : whole(source, status);
        });
    }

    private static Future<Buffer> stillAccepted(HttpServerRequest http, ActivationStatus status) {
        accept(http, status.activation().id());
        return Future.succeededFuture(ActivationAnswers.status(status));
    }

    private Future<Buffer> whole(String source, ActivationStatus status) {
        var id = status.activation().id();
        return on(outbox.resultParts(source, id)).compose(parts -> {
            Future<List<byte[]>> all = Future.succeededFuture(new ArrayList<>());
            for (long part : parts.orElse(List.of())) {
                all = all.compose(results -> on(outbox.results(part)).map(more -> {
                    results.addAll(more);
                    return results;
                }));
            }
            return all.map(results -> ActivationAnswers.whole(status, results));
        });
    }

    private static void accept(HttpServerRequest http, String id) {
        http.response().setStatusCode(202).putHeader("Location", ActivationAnswers.location(id));
    }

    /** Completes on the event loop; fails with the problem to be told where the database is away. */
    static <T> Future<T> on(CompletionStage<T> stage) {
        return Future.fromCompletionStage(
                        stage, requireNonNull(Vertx.currentContext(), "the request belongs to an event loop"))
                .recover(failure -> Future.failedFuture(
                        failure instanceof ProblemException ? failure : new ProblemException(Problems.outboxAway())));
    }
}
