package io.activationgateway.gateway.opendsr;

import io.activationgateway.gateway.storage.Backoff;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries requests out, again and again until each is done: an erasure must not be lost to a database that is away for a
 * while. One thread; blocks.
 */
final class RequestWork {

    private static final Logger log = LoggerFactory.getLogger(RequestWork.class);

    /** How long a request is this node's; a try ends well before. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private static final Duration TRY = Duration.ofMinutes(1);

    private final RequestStore requests;
    private final Seal seal;
    private final Erasures erasures;
    private final SubjectReport report;
    private final Backoff backoff;

    RequestWork(RequestStore requests, Seal seal, Erasures erasures, SubjectReport report, Backoff backoff) {
        this.requests = requests;
        this.seal = seal;
        this.erasures = erasures;
        this.report = report;
        this.backoff = backoff;
    }

    /** Takes what is due and works on it; answers whether there was any. */
    boolean pass() throws SQLException, InterruptedException {
        var taken = requests.take(LEASE);
        for (var request : taken) {
            work(request);
        }
        return !taken.isEmpty();
    }

    private void work(StoredRequest request) throws SQLException, InterruptedException {
        try {
            requests.complete(request, carriedOut(request), Processor.RESULTS_KEPT);
        } catch (ExecutionException | TimeoutException | IllegalStateException failure) {
            log.warn(
                    "data subject request {} could not be carried out at try {}, it is tried again: {}",
                    request.id(),
                    request.attempts(),
                    describe(failure));
            requests.putOff(request, backoff.pause(request.attempts()));
        }
    }

    /** How many results there are, null where the request is for none. */
    private @Nullable Integer carriedOut(StoredRequest request)
            throws ExecutionException, InterruptedException, TimeoutException, SQLException {
        var sealed = request.sealed();
        if (sealed == null) {
            throw new IllegalStateException("its identifiers are gone");
        }
        var identifiers = seal.open(StoredRequest.sealedTo(request.source(), request.id()), sealed);
        return switch (request.kind()) {
            case ACCESS, PORTABILITY ->
                report.of(identifiers)
                        .toCompletableFuture()
                        .get(TRY.toSeconds(), TimeUnit.SECONDS)
                        .subjects();
            case ERASURE -> {
                erasures.erase(request.id(), identifiers).toCompletableFuture().get(TRY.toSeconds(), TimeUnit.SECONDS);
                erasures.forget(
                        identifiers,
                        erasures.held(identifiers).toCompletableFuture().get(TRY.toSeconds(), TimeUnit.SECONDS));
                yield null;
            }
        };
    }

    /** The message of an exception may quote what it failed on; its type never does. */
    static String describe(Throwable failure) {
        var cause = failure.getCause();
        return failure.getClass().getName()
                + (cause == null ? "" : ", " + cause.getClass().getName());
    }
}
