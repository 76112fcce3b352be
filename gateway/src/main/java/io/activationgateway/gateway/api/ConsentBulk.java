package io.activationgateway.gateway.api;

import static java.util.Objects.requireNonNull;

import io.activationgateway.gateway.ingest.BodyChunks;
import io.activationgateway.gateway.ingest.BodyFormat;
import io.activationgateway.gateway.ingest.Limits;
import io.activationgateway.gateway.ingest.Unpacking;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.BooleanSupplier;

/**
 * Takes events without end: the body is cut into chunks of whole records, each stands once it is appended, and the
 * answer, one line per record, is written while the body arrives. Memory does not grow with the body. Event loop; each
 * body is read by a virtual thread of its own.
 */
final class ConsentBulk {

    /** What one body may hold: chunks read ahead, those being appended, their results. */
    private static final long ROOM = 16L << 20;

    private static final int RECORDS = 1_000;
    private static final int CHUNK_BYTES = 1 << 18;

    private final Limits limits;
    private final BytesInFlight inFlight;
    private final ConsentAnswers answers;
    private final BooleanSupplier draining;

    ConsentBulk(Limits limits, BytesInFlight inFlight, ConsentAnswers answers, BooleanSupplier draining) {
        this.limits = limits;
        this.inFlight = inFlight;
        this.answers = answers;
        this.draining = draining;
    }

    /** Completes with the last line; fails with {@link ProblemException} where nothing was answered yet. */
    Future<Buffer> write(HttpServerRequest http, BodyFormat format, Unpacking unpacking, BulkRun.Taking taking) {
        if (format == BodyFormat.JSON) {
            throw new ProblemException(Problems.bulkMediaType());
        }
        if (!inFlight.take(ROOM)) {
            throw new ProblemException(Problems.busy());
        }
        var body = new BodyStream(http);
        if (HttpHeaders.CONTINUE.toString().equalsIgnoreCase(http.getHeader(HttpHeaders.EXPECT))) {
            http.response().writeContinue();
        }
        http.response().setChunked(true).putHeader(HttpHeaders.CONTENT_TYPE, BodyFormat.NDJSON.mediaType());
        var context = requireNonNull(Vertx.currentContext(), "the request belongs to an event loop");
        Promise<Buffer> ended = Promise.promise();
        var run = new BulkRun(
                new BodyChunks(unpacking.stream(body), format, RECORDS, CHUNK_BYTES, limits),
                taking,
                answers,
                lines -> {
                    Promise<Void> written = Promise.promise();
                    context.runOnContext(_ -> http.response().write(lines).onComplete(written));
                    return written.future();
                },
                draining);
        Thread.ofVirtual().name("consents-bulk").start(() -> {
            try {
                var last = run.toEnd();
                context.runOnContext(_ -> ended.complete(last));
            } catch (Exception failure) {
                context.runOnContext(_ -> ended.fail(failure));
            }
        });
        return ended.future().onComplete(_ -> inFlight.giveBack(ROOM));
    }
}
