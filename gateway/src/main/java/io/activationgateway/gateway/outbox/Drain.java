package io.activationgateway.gateway.outbox;

import io.activationgateway.gateway.storage.Loop;
import io.activationgateway.gateway.storage.Sql;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has one lane at work for each destination with something due, and keeps house. */
final class Drain implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Drain.class);
    private static final long CLOSE_SECONDS = 30;
    private static final int PASSES_BETWEEN_CENSUSES = 4;

    private final LaneParts parts;
    private final Emptiness emptiness;
    private final Map<String, Working> lanes = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("outbox-", 0).factory());
    private final DrainHealth health;
    private final Loop loop;
    private volatile boolean started;
    private volatile boolean closing;
    private volatile OutboxCensus census = OutboxCensus.NOTHING;
    private int passes;

    private record Working(Lane lane, AtomicBoolean busy) {}

    Drain(LaneParts parts, Emptiness emptiness) {
        this.parts = parts;
        this.emptiness = emptiness;
        this.health = new DrainHealth(parts.ticker());
        this.loop = new Loop("outbox", "activations in the outbox", this::pass, () -> {});
    }

    void start() {
        started = true;
        loop.start();
    }

    /** Something may be due. Any thread. */
    void wake() {
        if (started) {
            loop.wake();
        }
    }

    OutboxCensus census() {
        return census;
    }

    /** Why nothing is drained. */
    Optional<OutboxTrouble> trouble() {
        return health.trouble();
    }

    private boolean pass() throws SQLException {
        try {
            drain();
            health.asked();
            return false;
        } catch (SQLException | RuntimeException failure) {
            health.notAsked();
            throw failure;
        }
    }

    private void drain() throws SQLException {
        var due = parts.tables()
                .read((connection, now) -> Sql.list(
                        connection,
                        "SELECT destination FROM outbox_chunk WHERE due_millis <= ?"
                                + " UNION SELECT destination FROM outbox_wake",
                        row -> row.getString(1),
                        now));
        for (var working : lanes.values()) {
            if (working.busy().get()) {
                working.lane().renew();
            }
        }
        for (var destination : due) {
            var working =
                    lanes.computeIfAbsent(destination, name -> new Working(new Lane(name, parts), new AtomicBoolean()));
            if (!closing && working.busy().compareAndSet(false, true)) {
                threads.execute(() -> work(destination, working));
            }
        }
        if (passes++ % PASSES_BETWEEN_CENSUSES == 0) {
            tidy();
            long mark = emptiness.mark();
            var counted = OutboxCensus.of(parts);
            if (counted.waiting().isEmpty() && counted.dead().isEmpty()) {
                emptiness.nothingSince(mark);
            }
            census = counted;
        }
    }

    private void work(String destination, Working working) {
        try {
            working.lane().work(() -> closing);
            health.opened(destination, true);
        } catch (SealLocked locked) {
            health.opened(destination, false);
            log.warn("{}", locked.getMessage());
            handOver(working.lane());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (SQLException | RuntimeException failure) {
            log.warn("the outbox puts records off: {}", failure.getClass().getName());
        } finally {
            working.busy().set(false);
        }
    }

    /** To a node that may have the key. */
    private static void handOver(Lane lane) {
        try {
            lane.release();
        } catch (SQLException | RuntimeException away) {
            log.warn("a destination was not handed over; another node takes it when its lease has ended");
        }
    }

    /** Forgets activations whose results were kept long enough. */
    void tidy() throws SQLException {
        var past = parts.tables()
                .read((connection, now) -> Sql.list(
                        connection,
                        "SELECT id FROM outbox_activation WHERE delete_millis <= ?",
                        row -> row.getString(1),
                        now));
        for (var id : past) {
            parts.tables().write((connection, _) -> {
                for (long chunk : parts.chunks().ofActivation(connection, id)) {
                    parts.chunks().delete(connection, chunk);
                }
                JobTable.deleteEnds(connection, id);
                return Sql.update(connection, "DELETE FROM outbox_activation WHERE id = ?", id);
            });
        }
    }

    /** Lets attempts end, and other nodes take over at once. */
    @Override
    public void close() {
        closing = true;
        loop.close();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                log.warn("attempts of the outbox are still under way; they are taken up again as uncertain");
                return;
            }
            parts.tables().write((connection, _) -> {
                LaneTable.release(connection, parts.owner());
                return true;
            });
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (SQLException | RuntimeException away) {
            log.warn("the outbox was not handed over; another node takes it when its lease has ended");
        }
    }
}
