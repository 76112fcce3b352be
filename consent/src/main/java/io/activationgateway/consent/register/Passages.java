package io.activationgateway.consent.register;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what this node has applied past its own fence, one passage at a time: whatever is applied meanwhile goes with
 * the next. For the storage thread.
 */
final class Passages {

    private static final Logger log = LoggerFactory.getLogger(Passages.class);

    private final Replica replica;
    private final SendFence fence;
    private final Executor storage;
    private final Consumer<Position> bound;

    /** Nothing decided before this position can leave the node any more. */
    private @Nullable Position passed;

    private boolean underway;

    /** @param bound told of each position that was passed, on the storage thread */
    Passages(Replica replica, SendFence fence, Executor storage, Consumer<Position> bound) {
        this.replica = replica;
        this.fence = fence;
        this.storage = storage;
        this.bound = bound;
    }

    /** This node has loaded the log, and sent nothing yet. */
    void begin() {
        passed = replica.position();
        bound.accept(passed);
    }

    /** Passes what was applied since. */
    void advance() {
        var position = replica.position();
        var before = passed;
        if (underway || before == null || before.equals(position)) {
            return;
        }
        underway = true;
        fence.passed(replica.changesSince(before.mark()))
                .whenComplete((_, failure) -> storage.execute(() -> {
                    underway = false;
                    if (failure == null) {
                        passed = position;
                        bound.accept(position);
                        advance();
                    } else {
                        log.error("The fence of the sending side failed; answers wait for the end of leases", failure);
                    }
                }));
    }

    /** Says again what was passed: a report may have been lost. */
    void repeat() {
        if (passed != null) {
            bound.accept(passed);
        }
    }
}
