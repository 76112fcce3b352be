package io.activationgateway.gateway.delivery;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.register.ConsentView;
import io.activationgateway.gateway.optout.Disclosures.Recipient;
import io.activationgateway.gateway.screening.Recalled;
import io.activationgateway.gateway.screening.ScreenedBatch;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;

/**
 * Finds out whom of a removal the recipient was sent: what takes away follows them across borders that have closed (GDPR
 * Art 19). The disclosure record is asked once a batch, on a worker. Event loop.
 */
final class Recall {

    private final Recipient recipient;

    Recall(Recipient recipient) {
        this.recipient = recipient;
    }

    /**
     * A batch with what the record says; the same where it takes nobody out.
     *
     * @param until what was sent later does not count
     * @return fails where the record cannot be read and a row depends on it
     */
    Future<ScreenedBatch> of(ScreenedBatch batch, ConsentView view, Instant until) {
        if (!batch.isRemoval()) {
            return Future.succeededFuture(batch);
        }
        var rows = new HashMap<SubjectKey, BitSet>();
        int generation = 0;
        for (int row = 0; row < batch.rows().size(); row++) {
            var key = batch.sharedKey(row);
            if (key != null) {
                rows.computeIfAbsent(key, _ -> new BitSet()).set(row);
                generation = batch.generation(row);
            }
        }
        if (rows.isEmpty()) {
            return Future.succeededFuture(batch);
        }
        int keys = generation;
        // Before the look-up, so that whoever leaves the record during it is noticed.
        long mark = recipient.departures();
        return requireNonNull(Vertx.currentContext(), "a batch belongs to an event loop")
                .executeBlocking(() -> recipient.sent(keys, rows.keySet(), until), false)
                .map(sent -> {
                    var known = new BitSet();
                    sent.forEach(key -> known.or(rows.getOrDefault(key, new BitSet())));
                    return batch.recalling(new Recalled(known, mark), view);
                })
                .recover(failure ->
                        batch.needsRecall(view) ? Future.failedFuture(failure) : Future.succeededFuture(batch));
    }

    /** Whether what the record said may not hold any more: somebody has left it since. */
    boolean isOutdated(Recalled recalled) {
        return recalled.mark() != recipient.departures();
    }

    /** Whether nobody can say whether what the record said still holds. */
    boolean isDeaf() {
        return !recipient.isCurrent();
    }
}
