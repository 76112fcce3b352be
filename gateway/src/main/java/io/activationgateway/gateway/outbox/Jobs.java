package io.activationgateway.gateway.outbox;

import io.activationgateway.connectors.courier.Ending;
import io.activationgateway.connectors.courier.JobState;
import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.register.RegisterStore;
import io.activationgateway.gateway.delivery.Activation;
import io.activationgateway.gateway.delivery.JobBook;
import io.activationgateway.gateway.optout.OpenJobs;
import io.activationgateway.gateway.storage.Backoff;
import io.activationgateway.gateway.storage.Loop;
import io.activationgateway.gateway.storage.Tables;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jobs of vendors, kept durably and asked for until each has ended: then the ledger has the end of its records, and so have
 * the results of their activation as long as they are kept. Where a vendor never tells, accepted is all that is ever
 * known. Any thread.
 */
public final class Jobs implements JobBook, OpenJobs, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Jobs.class);

    /** How long a question is this node's; it ends well before. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private static final Duration QUESTION = Duration.ofMinutes(1);

    private final Tables tables;
    private final Backoff backoff;
    private final ExecutorService desk = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("jobs-desk").daemon().factory());
    private @Nullable Loop loop;

    /** Asks a vendor, and tells the ledger. Any thread; never blocks. */
    public interface Asking {

        /** How the job stands; fails where its vendor can never be asked. */
        CompletionStage<JobState> ask(StoredJob job);

        /**
         * Completes once the ledger has how the records ended, one ending for each in order.
         *
         * @return the same as results tell it
         */
        CompletionStage<List<JobEnd>> ended(StoredJob job, List<Ending> endings);
    }

    private Jobs(Tables tables, Backoff backoff) {
        this.tables = tables;
        this.backoff = backoff;
    }

    /** Opens the book; nothing is asked before {@link #follow}. Blocks. */
    public static Jobs open(RegisterStore store, RandomGenerator jitter) {
        return new Jobs(
                Tables.open(store, "outbox", "outbox_schema_history"),
                new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(10), jitter));
    }

    /** Asks for what is due from now on. Once. */
    public void follow(Asking asking) {
        var following = new Loop("jobs", "jobs of vendors", () -> pass(asking), () -> {});
        loop = following;
        following.start();
    }

    @Override
    public CompletionStage<Void> open(Activation activation, String job, List<Carried> records, Duration askAgain) {
        var written = new CompletableFuture<Void>();
        try {
            desk.execute(() -> {
                try {
                    tables.write((connection, now) -> {
                        JobTable.insert(connection, activation, job, records, askAgain, now);
                        return true;
                    });
                    written.complete(null);
                } catch (SQLException | RuntimeException failure) {
                    log.warn("a job of {} could not be written down: its end stays unknown", activation.destination());
                    written.completeExceptionally(failure);
                }
            });
        } catch (RejectedExecutionException closed) {
            written.completeExceptionally(closed);
        }
        return written;
    }

    /** Asks for one job that is due; answers whether there was any. */
    boolean pass(Asking asking) throws SQLException, InterruptedException {
        var job = taken();
        if (job == null) {
            return false;
        }
        try {
            var state = asking.ask(job).toCompletableFuture().get(QUESTION.toSeconds(), TimeUnit.SECONDS);
            switch (state) {
                case JobState.Ended(var endings) -> {
                    var ends = asking.ended(job, endings)
                            .toCompletableFuture()
                            .get(QUESTION.toSeconds(), TimeUnit.SECONDS);
                    tables.write((connection, now) -> JobTable.end(connection, job, ends, now));
                }
                case JobState.Running(var askAgain) -> putOff(job, askAgain);
                case JobState.Unanswered(var _, var askAgain) -> {
                    var pause = backoff.pause(job.asked() + 1);
                    putOff(job, pause.compareTo(askAgain) > 0 ? pause : askAgain);
                }
            }
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof IllegalArgumentException) {
                log.warn("a job of {} can be asked for no more: its end stays unknown", job.destination());
                tables.write((connection, _) -> JobTable.delete(connection, job));
            } else {
                putOff(job, backoff.pause(job.asked() + 1));
            }
        } catch (TimeoutException late) {
            putOff(job, backoff.pause(job.asked() + 1));
        }
        return true;
    }

    @Override
    public void read(String destination, Consumer<SubjectKey> into) throws SQLException {
        tables.read((connection, _) -> JobTable.people(connection, destination)).forEach(into);
    }

    private @Nullable StoredJob taken() throws SQLException {
        if (!tables.read((connection, now) -> JobTable.due(connection, now).isPresent())) {
            return null;
        }
        return tables.<@Nullable StoredJob>write((connection, now) -> {
            JobTable.tidy(connection, now);
            var job = JobTable.due(connection, now).orElse(null);
            return job != null && JobTable.take(connection, job, LEASE, now) ? job : null;
        });
    }

    private void putOff(StoredJob job, Duration pause) throws SQLException {
        tables.write((connection, now) -> JobTable.putOff(connection, job, pause, now));
    }

    /** Lets a question end; what is open is asked for again at the next start. */
    @Override
    public void close() {
        var following = loop;
        if (following != null) {
            following.close();
        }
        desk.shutdown();
    }
}
