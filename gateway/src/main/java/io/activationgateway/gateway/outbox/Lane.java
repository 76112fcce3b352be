package io.activationgateway.gateway.outbox;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Drains one destination as long as this node holds it: takes what is due, in order per person, has it tried, and writes
 * what became of it. What it writes counts only under the epoch it was begun under. One thread; blocks.
 */
final class Lane {

    private static final long ATTEMPT_MINUTES = 5;

    private final String destination;
    private final LaneParts parts;
    private final Dequeue dequeue;
    private final Disposition disposition;
    private volatile @Nullable Claim claim;

    Lane(String destination, LaneParts parts) {
        this.destination = destination;
        this.parts = parts;
        this.dequeue = new Dequeue(destination, parts);
        this.disposition = new Disposition(parts);
    }

    /** Works until nothing is due, or another node has the destination. */
    void work(BooleanSupplier closing) throws SQLException, InterruptedException {
        while (!closing.getAsBoolean() && renew()) {
            var mine = claim;
            if (mine == null) {
                return;
            }
            var wave = parts.tables().write((connection, now) -> dequeue.next(connection, now, mine.epoch));
            if (!wave.looked() || !tried(wave.loads(), mine)) {
                return;
            }
        }
    }

    /** Takes the destination, or keeps it; false where another node has it. Any thread. */
    synchronized boolean renew() throws SQLException {
        var asked = Claim.Begun.now(parts.wall(), parts.ticker());
        var epoch = parts.tables()
                .write((connection, now) -> LaneTable.claim(
                        connection,
                        destination,
                        parts.owner(),
                        now,
                        parts.settings().lease(),
                        parts.settings().request()));
        var held = claim;
        if (epoch.isEmpty()) {
            claim = null;
            return false;
        }
        if (held != null && held.epoch == epoch.getAsLong()) {
            held.renewed(asked);
        } else {
            claim = new Claim(epoch.getAsLong(), parts.settings().lease(), asked, parts.wall(), parts.ticker());
        }
        return true;
    }

    /** Lets another node take the destination at once: nothing of this one is under way. */
    synchronized void release() throws SQLException {
        claim = null;
        parts.tables().write((connection, _) -> LaneTable.release(connection, destination, parts.owner()));
    }

    /**
     * Tries all of them at the same time, and writes the end of each as soon as it is known. False where that of one is
     * not: it is taken up again as one of which bytes may have left. Returns, and fails, only when none is under way.
     */
    private boolean tried(List<Wave.Load> loads, Claim mine) throws SQLException, InterruptedException {
        var ends = new LinkedBlockingQueue<Tried>();
        for (var load : loads) {
            parts.dispatch()
                    .attempt(load.parcel(), mine::held)
                    .whenComplete(
                            (attempted, failure) -> ends.add(new Tried(load, failure == null ? attempted : null)));
        }
        return written(ends, loads.size(), mine);
    }

    private boolean written(BlockingQueue<Tried> ends, int open, Claim mine) throws SQLException, InterruptedException {
        var tried = open == 0 ? null : ends.poll(ATTEMPT_MINUTES, TimeUnit.MINUTES);
        if (tried == null) {
            return open == 0;
        }
        boolean known;
        boolean others;
        try {
            known = written(tried, mine);
        } finally {
            // Also where this one cannot be written: nothing is taken up again while it is under way.
            others = written(ends, open - 1, mine);
        }
        return known && others;
    }

    private boolean written(Tried tried, Claim mine) throws SQLException {
        var attempted = tried.attempted();
        return attempted != null
                && parts.tables()
                        .write((connection, now) ->
                                disposition.write(connection, now, mine.epoch, tried.load(), attempted));
    }

    /** Null where its end is not known. */
    private record Tried(Wave.Load load, @Nullable List<Attempted> attempted) {}
}
