package io.activationgateway.gateway.api;

import io.activationgateway.connectors.courier.Ending;
import io.activationgateway.connectors.courier.JobState;
import io.activationgateway.gateway.delivery.Evidence;
import io.activationgateway.gateway.delivery.JobBook;
import io.activationgateway.gateway.delivery.RecordEnd;
import io.activationgateway.gateway.ledger.LedgerEntry.End;
import io.activationgateway.gateway.outbox.JobEnd;
import io.activationgateway.gateway.outbox.Jobs;
import io.activationgateway.gateway.outbox.RecordState;
import io.activationgateway.gateway.outbox.StoredJob;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/** Asks vendors how their jobs have ended, and says so to the ledger and to whoever reads results. Any thread. */
final class VendorJobs implements Jobs.Asking {

    private final Map<String, Outlet> outlets;
    private final Noting noting;
    private final LoopWork loop;

    VendorJobs(Map<String, Outlet> outlets, Noting noting, LoopWork loop) {
        this.outlets = outlets;
        this.noting = noting;
        this.loop = loop;
    }

    @Override
    public CompletionStage<JobState> ask(StoredJob job) {
        return loop.call(() -> {
            var outlet = outlets.get(job.destination());
            return outlet == null
                    ? Future.failedFuture(new IllegalArgumentException("the destination is not configured any more"))
                    : outlet.delivery().poll(job.question(), Noting.DEADLINE);
        });
    }

    @Override
    public CompletionStage<List<JobEnd>> ended(StoredJob job, List<Ending> endings) {
        var noted = IntStream.range(0, endings.size())
                .mapToObj(nth -> noted(job.records().get(nth), endings.get(nth)))
                .toList();
        var ends = IntStream.range(0, endings.size())
                .mapToObj(nth -> told(job.records().get(nth).index(), endings.get(nth)))
                .toList();
        return noting.note(job.of(), noted).thenApply(_ -> ends);
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
                        end.code());
            }
        };
    }

    private static JobEnd told(int index, Ending ending) {
        return switch (ending.kind()) {
            case APPLIED -> new JobEnd(index, RecordState.FORWARDED, true, "ok", false, null);
            case ACCEPTED -> new JobEnd(index, RecordState.FORWARDED, false, "ok", false, null);
            case REJECTED, UNAVAILABLE, UNCERTAIN, WITHDRAWN -> {
                var end = RecordEnd.ofFailure(ending);
                yield new JobEnd(
                        index,
                        RecordStates.of(end),
                        false,
                        end.code(),
                        end instanceof RecordEnd.Failed(var reason, var _, var _, var _) && reason.retryable(),
                        ending.code().wireName());
            }
        };
    }
}
