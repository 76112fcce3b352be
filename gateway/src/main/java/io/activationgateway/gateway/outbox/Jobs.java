package io.activationgateway.gateway.outbox;

import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.courier.Ending;
import io.activationgateway.connectors.courier.JobState;
import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.register.RegisterStore;
import io.activationgateway.gateway.delivery.Activation;
import io.activationgateway.gateway.delivery.JobBook;
import io.activationgateway.gateway.storage.Backoff;
import io.activationgateway.gateway.storage.Loop;
import io.activationgateway.gateway.storage.Tables;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jobs of vendors, kept durably and asked for until each has ended: then the ledger has the end of its records. Where a
 * vendor never tells, accepted is all that is ever known. Any thread.
 */
public final class Jobs implements JobBook, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Jobs.class);

    /** How long a question is this node's; it ends well before. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private static final Duration QUESTION = Duration.ofMinutes(1);

    /** How long a vendor may work on a job. */
    private static final Duration LONGEST = Duration.ofDays(7);

    private static final int CARRIED = Integer.BYTES + 2 * Long.BYTES;

    private final Tables tables;
    private final Backoff backoff;
    private final ExecutorService desk = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("jobs-desk").daemon().factory());
    private @Nullable Loop loop;

    /** Asks a vendor, and tells the ledger. Any thread; never blocks. */
    public interface Asking {

        /** How the job stands; fails where its vendor can never be asked. */
        CompletionStage<JobState> ask(StoredJob job);

        /** Completes once the ledger has how the records ended, one ending for each in order. */
        CompletionStage<Void> ended(StoredJob job, List<Ending> endings);
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
                    tables.write((connection, now) -> Sql.update(
                            connection,
                            "INSERT INTO outbox_job (activation, source, destination, purpose, operation, audience,"
                                    + " received_millis, job, records, asked, next_millis, until_millis)"
                                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)",
                            activation.id(),
                            activation.source(),
                            activation.destination(),
                            activation.use().purpose(),
                            activation.operation().name(),
                            activation.audience(),
                            activation.since().toEpochMilli(),
                            job,
                            bytes(records),
                            now + Math.max(0, askAgain.toMillis()),
                            now + LONGEST.toMillis()));
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
                    asking.ended(job, endings).toCompletableFuture().get(QUESTION.toSeconds(), TimeUnit.SECONDS);
                    forget(job);
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
                forget(job);
            } else {
                putOff(job, backoff.pause(job.asked() + 1));
            }
        } catch (TimeoutException late) {
            putOff(job, backoff.pause(job.asked() + 1));
        }
        return true;
    }

    private @Nullable StoredJob taken() throws SQLException {
        if (!tables.read((connection, now) -> due(connection, now).isPresent())) {
            return null;
        }
        return tables.<@Nullable StoredJob>write((connection, now) -> {
            Sql.update(connection, "DELETE FROM outbox_job WHERE until_millis <= ?", now);
            var job = due(connection, now);
            return job.isPresent()
                            && Sql.update(
                                            connection,
                                            "UPDATE outbox_job SET next_millis = ?, asked = asked + 1"
                                                    + " WHERE id = ? AND next_millis <= ?",
                                            now + LEASE.toMillis(),
                                            job.get().id(),
                                            now)
                                    == 1
                    ? job.get()
                    : null;
        });
    }

    private static Optional<StoredJob> due(Connection connection, long now) throws SQLException {
        return Sql.first(
                connection,
                "SELECT id, activation, source, destination, purpose, operation, audience, received_millis, job, records,"
                        + " asked FROM outbox_job WHERE next_millis <= ? ORDER BY next_millis FETCH FIRST 1 ROWS ONLY",
                Jobs::job,
                now);
    }

    private void putOff(StoredJob job, Duration pause) throws SQLException {
        tables.write((connection, now) -> Sql.update(
                connection,
                "UPDATE outbox_job SET next_millis = ? WHERE id = ?",
                now + Math.max(100, pause.toMillis()),
                job.id()));
    }

    private void forget(StoredJob job) throws SQLException {
        tables.write((connection, _) -> Sql.update(connection, "DELETE FROM outbox_job WHERE id = ?", job.id()));
    }

    private static byte[] bytes(List<Carried> records) {
        var bytes = ByteBuffer.allocate(records.size() * CARRIED);
        records.forEach(record -> bytes.putInt(record.index())
                .putLong(record.subject().high())
                .putLong(record.subject().low()));
        return bytes.array();
    }

    private static StoredJob job(ResultSet row) throws SQLException {
        var records = new ArrayList<Carried>();
        for (var bytes = ByteBuffer.wrap(row.getBytes(10)); bytes.hasRemaining(); ) {
            records.add(new Carried(bytes.getInt(), new SubjectKey(bytes.getLong(), bytes.getLong())));
        }
        return new StoredJob(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                Operation.valueOf(row.getString(6)),
                row.getString(7),
                Instant.ofEpochMilli(row.getLong(8)),
                row.getString(9),
                records,
                row.getInt(11));
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
