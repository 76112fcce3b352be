package io.activationgateway.gateway.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;

/** Tells sources what became of their activations. Called within a transaction; any thread. */
final class Reports {

    private final ChunkTable chunks;

    Reports(ChunkTable chunks) {
        this.chunks = chunks;
    }

    /** How far an activation of this source is; empty where it has none of this id. */
    Optional<ActivationStatus> status(Connection connection, String source, String id) throws SQLException {
        var activation = of(connection, source, id);
        if (activation.isEmpty()) {
            return Optional.empty();
        }
        var ends = JobTable.ends(connection, id);
        var counts = new EnumMap<RecordState, Integer>(RecordState.class);
        for (long chunk : chunks.ofActivation(connection, id)) {
            chunks.marks(connection, chunk)
                    .ifPresent(read -> read.entries.forEach(
                            entry -> counts.merge(JobEnd.state(entry, ends.get(entry.index)), 1, Integer::sum)));
        }
        boolean queued = ActivationTable.known(connection, id)
                .map(ActivationTable.Known::queued)
                .orElse(false);
        return Optional.of(
                new ActivationStatus(activation.get(), queued, counts, JobTable.recordsAtWork(connection, id)));
    }

    /** The parts of an activation's results, in their order; empty where the source has none of this id. */
    Optional<List<Long>> parts(Connection connection, String source, String id) throws SQLException {
        return of(connection, source, id).isEmpty()
                ? Optional.empty()
                : Optional.of(chunks.ofActivation(connection, id));
    }

    /** The results in one part, of the records that have ended. */
    List<byte[]> results(Connection connection, long part) throws SQLException {
        var chunk = chunks.lock(connection, part).orElse(null);
        if (chunk == null) {
            return List.of();
        }
        var ends = JobTable.ends(connection, chunk.activation);
        return chunk.entries.stream()
                .flatMap(entry -> Optional.ofNullable(entry.result).stream()
                        .map(result -> JobEnd.result(entry, result, ends.get(entry.index))))
                .toList();
    }

    private static Optional<StoredActivation> of(Connection connection, String source, String id) throws SQLException {
        return ActivationTable.find(connection, id)
                .filter(found -> found.source().equals(source));
    }
}
