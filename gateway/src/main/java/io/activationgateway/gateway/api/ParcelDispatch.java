package io.activationgateway.gateway.api;

import io.activationgateway.connectors.Use;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.courier.Ending;
import io.activationgateway.connectors.courier.JobState;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.SubjectKeys;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.register.ConsentView;
import io.activationgateway.gateway.config.SourceConfig;
import io.activationgateway.gateway.delivery.Activation;
import io.activationgateway.gateway.delivery.Evidence;
import io.activationgateway.gateway.delivery.Grounds;
import io.activationgateway.gateway.delivery.JobBook;
import io.activationgateway.gateway.delivery.Lot;
import io.activationgateway.gateway.delivery.RecordEnd;
import io.activationgateway.gateway.ingest.BodyFormat;
import io.activationgateway.gateway.ingest.Unpacking;
import io.activationgateway.gateway.ledger.LedgerEntry.End;
import io.activationgateway.gateway.outbox.Attempted;
import io.activationgateway.gateway.outbox.Dispatch;
import io.activationgateway.gateway.outbox.Jobs;
import io.activationgateway.gateway.outbox.Parcel;
import io.activationgateway.gateway.outbox.StoredActivation;
import io.activationgateway.gateway.outbox.StoredJob;
import io.activationgateway.gateway.screening.Occasion;
import io.activationgateway.gateway.screening.ScreenedBatch;
import io.activationgateway.gateway.screening.Screening;
import io.activationgateway.residency.policy.Purpose;
import io.activationgateway.residency.table.PolicyTable;
import io.activationgateway.residency.verdict.Reason;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries records of the outbox: reads and screens them as a request would be, on an event loop of its own, and sends what
 * may go. Any thread.
 */
public final class ParcelDispatch implements Dispatch, Jobs.Asking {

    private static final Logger log = LoggerFactory.getLogger(ParcelDispatch.class);

    /** Over the courier's tries; the outbox has more time, and tries again. */
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Map<String, SourceConfig> sources;
    private final Map<String, Outlet> outlets;
    private final Grounds grounds;
    private final Tools tools;
    private final Screening screening;
    private final BatchReader reader;

    /**
     * What it works with.
     *
     * @param context an event loop's
     * @param pseudonymKeys under which the view finds people
     * @param ticker monotonic, in nanoseconds; the couriers' too
     */
    public record Tools(
            Context context,
            ConsentView view,
            KeyRing pseudonymKeys,
            LongSupplier ticker,
            RecordMeter meter,
            String region) {}

    /** Any thread. */
    public ParcelDispatch(
            Map<String, SourceConfig> sources, Map<String, Outlet> outlets, Grounds grounds, Tools tools) {
        this.sources = Map.copyOf(sources);
        this.outlets = Map.copyOf(outlets);
        this.grounds = grounds;
        this.tools = tools;
        this.screening = new Screening(tools.view(), new SubjectKeys(tools.pseudonymKeys()));
        this.reader = new BatchReader(StoredRows.LIMITS, grounds.clock());
    }

    @Override
    public CompletionStage<List<Attempted>> attempt(Parcel parcel, BooleanSupplier mine) {
        return onLoop(() -> tried(parcel, mine)).exceptionally(failure -> {
            log.error("Records of the outbox could not be judged: {}", Failures.describe(failure));
            return putOff(parcel, Reason.ERROR_EVALUATION);
        });
    }

    @Override
    public CompletionStage<Map<String, Integer>> judge(Parcel parcel) {
        return onLoop(() -> {
            var request = request(parcel.activation());
            if (request == null || !(grounds.footing() instanceof Grounds.Footing.Firm(var table, var _))) {
                return Future.failedFuture(new ProblemException(Problems.stale(Reason.STALE_POLICY)));
            }
            var body = StoredRows.body(parcel.items());
            return reader.read(request, body, table)
                    .compose(batch -> screened(request, batch))
                    .map(screened -> {
                        var counts = new TreeMap<String, Integer>();
                        for (int row = 0; row < screened.rows().size(); row++) {
                            counts.merge(Outcomes.ofVerdict(screened, row), 1, Integer::sum);
                        }
                        return (Map<String, Integer>) counts;
                    });
        });
    }

    @Override
    public CompletionStage<Void> note(StoredActivation activation, List<Noted> records) {
        var outlet = outlets.get(activation.destination());
        var source = sources.get(activation.source());
        var table = grounds.policy().table();
        if (outlet == null || source == null || table.isEmpty()) {
            return CompletableFuture.failedStage(
                    new IllegalStateException("the source, the destination or the policy is not there"));
        }
        // The outbox has keys of the first generation, the ledger's pseudonyms are of the one that counts.
        var keys = new SubjectKeys(tools.pseudonymKeys()).under(grounds.view().generation());
        return outlet.delivery()
                .note(
                        delivered(activation, source, table.get()),
                        table.get(),
                        grounds.view().position(),
                        records.stream()
                                .map(record -> new Evidence.Noted(
                                        record.index(),
                                        record.subject() == null ? null : keys.wrap(record.subject(), 0),
                                        RecordStates.end(record.state()),
                                        record.reason()))
                                .toList());
    }

    @Override
    public CompletionStage<JobState> ask(StoredJob job) {
        return onLoop(() -> {
            var outlet = outlets.get(job.destination());
            return outlet == null
                    ? Future.failedFuture(new IllegalArgumentException("the destination is not configured any more"))
                    : outlet.delivery().poll(job.question(), DEADLINE);
        });
    }

    @Override
    public CompletionStage<Void> ended(StoredJob job, List<Ending> endings) {
        var outlet = outlets.get(job.destination());
        var source = sources.get(job.source());
        var table = grounds.policy().table();
        if (outlet == null || source == null || table.isEmpty()) {
            return CompletableFuture.failedStage(
                    new IllegalStateException("the source, the destination or the policy is not there"));
        }
        return outlet.delivery()
                .note(
                        delivered(job.of(), source, table.get()),
                        table.get(),
                        grounds.view().position(),
                        IntStream.range(0, endings.size())
                                .mapToObj(nth -> noted(job.records().get(nth), endings.get(nth)))
                                .toList());
    }

    private static Evidence.Noted noted(JobBook.Carried record, Ending ending) {
        return switch (ending.kind()) {
            case APPLIED -> new Evidence.Noted(record.index(), record.subject(), End.APPLIED, "ok");
            case ACCEPTED -> new Evidence.Noted(record.index(), record.subject(), End.ACCEPTED, "ok");
            case REJECTED, UNAVAILABLE, UNCERTAIN, WITHDRAWN -> {
                var end = RecordEnd.ofFailure(ending);
                yield new Evidence.Noted(
                        record.index(),
                        record.subject(),
                        end instanceof RecordEnd.Uncertain ? End.UNCERTAIN : End.FAILED,
                        RecordStates.reason(end));
            }
        };
    }

    private Future<List<Attempted>> tried(Parcel parcel, BooleanSupplier mine) {
        var request = request(parcel.activation());
        var outlet = outlets.get(parcel.activation().destination());
        if (request == null || outlet == null) {
            return Future.succeededFuture(putOff(parcel, Reason.GAP_DESTINATION));
        }
        return switch (grounds.footing()) {
            case Grounds.Footing.Stale(var reason) -> Future.succeededFuture(putOff(parcel, reason));
            case Grounds.Footing.Firm(var table, var _) -> {
                var body = StoredRows.body(parcel.items());
                var activation = delivered(parcel.activation(), request.source(), table);
                var lot = new Lot(parcel.key(), row -> parcel.items().get(row).index(), mine);
                yield reader.read(request, body, table)
                        .compose(batch -> screened(request, batch)
                                .compose(screened -> outlet.delivery()
                                        .deliver(
                                                activation,
                                                lot,
                                                screened,
                                                new BitSet(),
                                                later -> screen(
                                                        request,
                                                        reader.readAgain(request, body, later, batch.signals())))
                                        .map(ends -> attempted(parcel, outlet, screened, ends))));
            }
        };
    }

    private List<Attempted> attempted(Parcel parcel, Outlet outlet, ScreenedBatch screened, List<RecordEnd> ends) {
        var answers = new AnswerWriter(tools.region());
        boolean repeatable = outlet.connector().repeatable(parcel.activation().operation());
        var attempted = IntStream.range(0, ends.size())
                .mapToObj(row -> {
                    var item = parcel.items().get(row);
                    var end = ends.get(row);
                    var again = again(item, end, repeatable);
                    if (again != null) {
                        return again;
                    }
                    var kept = honest(item, end);
                    return (Attempted) new Attempted.Ended(
                            item.index(),
                            RecordStates.of(kept),
                            RecordStates.reason(kept),
                            answers.result(item.index(), item.id(), screened, row, kept),
                            kept instanceof RecordEnd.Forwarded(var _, var verdict, var by)
                                    ? RecordStates.written(by, row, verdict)
                                    : Set.of());
                })
                .toList();
        var ended = IntStream.range(0, ends.size())
                .filter(row -> attempted.get(row) instanceof Attempted.Ended)
                .mapToObj(row -> honest(parcel.items().get(row), ends.get(row)))
                .toList();
        tools.meter().ended(parcel.activation().source(), parcel.activation().destination(), ended);
        return attempted;
    }

    /** Whether it is tried again: a stale state is no attempt, and lost bytes are said again where that does no harm. */
    private static @Nullable Attempted again(Parcel.Item item, RecordEnd end, boolean repeatable) {
        return switch (end) {
            case RecordEnd.Failed(var reason, var _, var _)
            when reason.retryable() -> new Attempted.Again(item.index(), reason.code(), isAttempt(reason), false);
            case RecordEnd.Uncertain(var reason, var _, var _)
            when reason == Reason.VENDOR_UNCERTAIN && repeatable ->
                new Attempted.Again(item.index(), reason.code(), true, true);
            default -> null;
        };
    }

    private static boolean isAttempt(Reason reason) {
        return switch (reason) {
            case STALE_CONSENT, STALE_POLICY, ERROR_EVALUATION, ERROR_LEDGER, ERROR_REGISTER -> false;
            default -> true;
        };
    }

    /**
     * Counts earlier tries too; after one of which bytes may have left, a record ends only as forwarded or uncertain
     * (promise P3).
     */
    private static RecordEnd honest(Parcel.Item item, RecordEnd end) {
        return switch (end) {
            case RecordEnd.Withheld(var verdict, var by, var attempts) ->
                item.touched()
                        ? new RecordEnd.Uncertain(
                                verdict.reason().reason(), VendorCode.WITHDRAWN, item.attempts() + attempts)
                        : new RecordEnd.Withheld(verdict, by, item.attempts() + attempts);
            case RecordEnd.Misdirected(var verdict)
            when item.touched() ->
                new RecordEnd.Uncertain(verdict.reason().reason(), VendorCode.WITHDRAWN, item.attempts());
            case RecordEnd.Failed(var reason, var vendor, var _)
            when item.touched() -> new RecordEnd.Uncertain(reason, vendor == null ? VendorCode.NO_ANSWER : vendor, 0);
            case RecordEnd.Uncertain(var reason, var vendor, var attempts)
            when attempts > 0 -> new RecordEnd.Uncertain(reason, vendor, item.attempts() + attempts);
            default -> end;
        };
    }

    private static List<Attempted> putOff(Parcel parcel, Reason reason) {
        return parcel.items().stream()
                .map(item -> (Attempted) new Attempted.Again(item.index(), reason.code(), false, false))
                .toList();
    }

    /** With what the disclosure record says of the people whom the batch takes out. */
    private Future<ScreenedBatch> screened(ActivationRequest request, BatchReader.Batch batch) {
        var screened = screen(request, batch);
        var outlet = outlets.get(request.destination());
        return outlet == null
                ? Future.succeededFuture(screened)
                : outlet.delivery().recalled(screened, grounds.view(), Instant.MAX);
    }

    private ScreenedBatch screen(ActivationRequest request, BatchReader.Batch batch) {
        long began = tools.ticker().getAsLong();
        var occasion =
                new Occasion(request.source().controller(), grounds.clock().instant());
        var screened = screening.screen(batch.rows(), batch.table(), batch.route(), occasion, batch.signals());
        tools.meter().screened(batch.rows().size(), tools.ticker().getAsLong() - began);
        return screened;
    }

    /** Null where the source is not configured any more. */
    private @Nullable ActivationRequest request(StoredActivation activation) {
        var source = sources.get(activation.source());
        return source == null
                ? null
                : new ActivationRequest(
                        source,
                        activation.destination(),
                        activation.purpose(),
                        activation.operation(),
                        activation.audience(),
                        BodyFormat.JSON,
                        Unpacking.IDENTITY,
                        DEADLINE,
                        0,
                        activation.optedOut());
    }

    private Activation delivered(StoredActivation activation, SourceConfig source, PolicyTable table) {
        return new Activation(
                activation.id(),
                source.name(),
                source.controller(),
                activation.destination(),
                new Use(
                        activation.purpose(),
                        table.purpose(activation.purpose())
                                .map(Purpose::channel)
                                .orElse(Channel.NONE)),
                activation.operation(),
                activation.audience(),
                activation.received(),
                tools.ticker().getAsLong() + DEADLINE.toNanos());
    }

    private <T> CompletableFuture<T> onLoop(Supplier<Future<T>> work) {
        var done = new CompletableFuture<T>();
        tools.context().runOnContext(_ -> {
            Future<T> begun;
            try {
                begun = work.get();
            } catch (RuntimeException failure) {
                begun = Future.failedFuture(failure);
            }
            begun.onComplete(done::complete, done::completeExceptionally);
        });
        return done;
    }
}
