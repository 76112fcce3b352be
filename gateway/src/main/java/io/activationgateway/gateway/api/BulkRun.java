package io.activationgateway.gateway.api;

import io.activationgateway.gateway.ingest.BodyChunks;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One body of events without end, from its first chunk to the last line of its answer. Chunks stand in their order: what
 * stops the run leaves all before it appended and answered. For a virtual thread, since it waits.
 */
final class BulkRun {

    /** How many chunks may be on their way into the register. */
    private static final int AHEAD = 8;

    private final BodyChunks chunks;
    private final Taking taking;
    private final ConsentAnswers answers;
    private final Function<Buffer, Future<Void>> lines;
    private final BooleanSupplier draining;
    private final Deque<Chunk> appending = new ArrayDeque<>();
    private final BulkTally tally = new BulkTally();

    /** How many records were read so far. */
    private long read;

    private @Nullable Problem stop;

    /** What is done with a chunk, a body of its own. */
    @FunctionalInterface
    interface Taking {
        /** Fails with {@link ProblemException} at once where the chunk cannot be read. */
        Taken take(byte[] chunk);
    }

    /** The records of a chunk, and what becomes of them. */
    record Taken(int records, CompletionStage<ConsentIntake.Taken> ended) {}

    /** A chunk on its way into the register. */
    private record Chunk(long firstRow, CompletableFuture<ConsentIntake.Taken> taken) {}

    /** @param lines writes a part of the answer, and completes when the sender's side has room for more */
    BulkRun(
            BodyChunks chunks,
            Taking taking,
            ConsentAnswers answers,
            Function<Buffer, Future<Void>> lines,
            BooleanSupplier draining) {
        this.chunks = chunks;
        this.taking = taking;
        this.answers = answers;
        this.lines = lines;
        this.draining = draining;
    }

    /**
     * Takes the whole body and gives the answer's last line.
     *
     * @throws ProblemException where it stopped before anything was answered
     * @throws IOException where the sender went away
     */
    Buffer toEnd() throws IOException {
        while (stop == null && readOn()) {
            if (appending.size() > AHEAD) {
                settle(appending.remove());
            }
        }
        while (!appending.isEmpty()) {
            settle(appending.remove());
        }
        if (stop != null && tally.isEmpty()) {
            throw new ProblemException(stop);
        }
        return answers.lastLine(tally, stop);
    }

    private boolean readOn() throws IOException {
        if (draining.getAsBoolean()) {
            stop = Problems.draining();
            return false;
        }
        try {
            var chunk = chunks.next();
            if (chunk.isEmpty()) {
                return false;
            }
            var taken = taking.take(chunk.get());
            appending.add(new Chunk(read, taken.ended().toCompletableFuture()));
            read += taken.records();
            return true;
        } catch (BodyChunks.BrokenBody broken) {
            stop = Problems.broken(broken.broken());
        } catch (ProblemException broken) {
            stop = broken.problem();
        }
        return false;
    }

    /** Writes the results of a chunk. Behind one that failed nothing is answered: the sender repeats from there. */
    private void settle(Chunk chunk) throws IOException {
        if (tally.hasStopped()) {
            return;
        }
        try {
            var taken = chunk.taken.join();
            tally.add(taken);
            lines.apply(answers.lines(taken, chunk.firstRow))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException failure) {
            if (!(failure.getCause() instanceof ProblemException refused)) {
                throw new IOException("the sender went away", failure);
            }
            stop = refused.problem();
            tally.stopAt(chunk.firstRow);
        }
    }
}
