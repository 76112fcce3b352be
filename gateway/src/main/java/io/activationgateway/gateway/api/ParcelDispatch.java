package io.activationgateway.gateway.api;

import io.activationgateway.connectors.VendorCode;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.SubjectKeys;
import io.activationgateway.consent.register.ConsentView;
import io.activationgateway.gateway.config.SourceConfig;
import io.activationgateway.gateway.delivery.Evidence;
import io.activationgateway.gateway.delivery.Grounds;
import io.activationgateway.gateway.delivery.Lot;
import io.activationgateway.gateway.delivery.RecordEnd;
import io.activationgateway.gateway.ingest.BodyFormat;
import io.activationgateway.gateway.ingest.Unpacking;
import io.activationgateway.gateway.outbox.Attempted;
import io.activationgateway.gateway.outbox.Dispatch;
import io.activationgateway.gateway.outbox.Jobs;
import io.activationgateway.gateway.outbox.Parcel;
import io.activationgateway.gateway.outbox.StoredActivation;
import io.activationgateway.gateway.screening.Occasion;
import io.activationgateway.gateway.screening.ScreenedBatch;
import io.activationgateway.gateway.screening.Screening;
import io.activationgateway.residency.verdict.Reason;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries records of the outbox: reads and screens them as a request would be, on an event loop of its own, and sends what
 * may go. Any thread.
 */
public final class ParcelDispatch implements Dispatch {

    private static final Logger log = LoggerFactory.getLogger(ParcelDispatch.class);

    /** What is answered at once finds three places in four. */
    private static final int SHARE_OF_PLACES = 4;

    private final Map<String, SourceConfig> sources;
    private final Map<String, Outlet> outlets;
    private final Grounds grounds;
    private final Tools tools;
    private final Noting noting;
    private final LoopWork loop;
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
        this.noting = new Noting(this.sources, this.outlets, grounds, tools.ticker());
        this.loop = new LoopWork(tools.context());
        this.screening = new Screening(tools.view(), new SubjectKeys(tools.pseudonymKeys()));
        this.reader = new BatchReader(StoredRows.LIMITS, grounds.clock());
    }

    /** Asks for the ends of vendors' jobs by the same ways. */
    public Jobs.Asking jobs() {
        return new VendorJobs(outlets, noting, loop);
    }

    @Override
    public CompletionStage<List<Attempted>> attempt(Parcel parcel, BooleanSupplier mine) {
        return loop.call(() -> tried(parcel, mine)).exceptionally(failure -> {
            log.error("Records of the outbox could not be judged: {}", Failures.describe(failure));
            return putOff(parcel, Reason.ERROR_EVALUATION);
        });
    }

    @Override
    public int atOnce(String destination) {
        var outlet = outlets.get(destination);
        return outlet == null ? 1 : Math.max(1, outlet.delivery().places() / SHARE_OF_PLACES);
    }

    @Override
    public CompletionStage<Map<String, Integer>> judge(Parcel parcel) {
        return loop.call(() -> {
            var request = request(parcel.activation());
            if (request == null) {
                return Future.failedFuture(new ProblemException(Problems.stale(Reason.STALE_POLICY)));
            }
            return switch (grounds.footing()) {
                case Grounds.Footing.Stale(var reason) ->
                    Future.failedFuture(new ProblemException(Problems.stale(reason)));
                case Grounds.Footing.Firm(var table, var _) ->
                    reader.read(request, StoredRows.body(parcel.items()), table)
                            .compose(batch -> screened(request, batch))
                            .map(ParcelDispatch::verdicts);
            };
        });
    }

    private static Map<String, Integer> verdicts(ScreenedBatch screened) {
        var counts = new TreeMap<String, Integer>();
        for (int row = 0; row < screened.rows().size(); row++) {
            counts.merge(Outcomes.ofVerdict(screened, row), 1, Integer::sum);
        }
        return counts;
    }

    @Override
    public CompletionStage<Void> note(StoredActivation activation, List<Noted> records) {
        // The outbox has keys of the first generation, the ledger's pseudonyms are of the one that counts.
        var keys = new SubjectKeys(tools.pseudonymKeys()).under(grounds.view().generation());
        return noting.note(
                activation,
                records.stream()
                        .map(record -> new Evidence.Noted(
                                record.index(),
                                record.subject() == null ? null : keys.wrap(record.subject(), 0),
                                RecordStates.end(record.state()),
                                record.reason()))
                        .toList());
    }

    private Future<List<Attempted>> tried(Parcel parcel, BooleanSupplier mine) {
        var request = request(parcel.activation());
        var outlet = outlets.get(parcel.activation().destination());
        if (request == null || outlet == null || !outlet.operations().contains(request.operation())) {
            // The configuration has changed since it was stored, and may change back.
            return Future.succeededFuture(putOff(parcel, Reason.GAP_DESTINATION));
        }
        return switch (grounds.footing()) {
            case Grounds.Footing.Stale(var reason) -> Future.succeededFuture(putOff(parcel, reason));
            case Grounds.Footing.Firm(var table, var _) -> {
                var body = StoredRows.body(parcel.items());
                var activation = noting.delivered(parcel.activation(), request.source(), table);
                var lot = new Lot(parcel.key(), row -> parcel.items().get(row).index(), mine, true);
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
                            kept.code(),
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

    /**
     * Whether it is tried again: a stale state is no attempt, unless it was met after one, and lost bytes are said again
     * where that does no harm.
     */
    private static @Nullable Attempted again(Parcel.Item item, RecordEnd end, boolean repeatable) {
        return switch (end) {
            case RecordEnd.Failed(var reason, var _, var _, var attempts)
            when reason.retryable() ->
                attempts > 0
                        ? new Attempted.Again(item.index(), Reason.VENDOR_UNAVAILABLE.code(), true, false)
                        : new Attempted.Again(item.index(), reason.code(), isAttempt(reason), false);
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
            case RecordEnd.Failed(var reason, var vendor, var _, var _)
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
                        Noting.DEADLINE,
                        0,
                        activation.optedOut());
    }
}
