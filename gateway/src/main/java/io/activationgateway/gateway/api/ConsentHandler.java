package io.activationgateway.gateway.api;

import static java.util.Objects.requireNonNull;

import io.activationgateway.gateway.config.Right;
import io.activationgateway.gateway.config.SourceConfig;
import io.activationgateway.gateway.consents.ConsentEvents;
import io.activationgateway.gateway.consents.EventReading;
import io.activationgateway.gateway.consents.EventSource;
import io.activationgateway.gateway.consents.ExportedEventReading;
import io.activationgateway.gateway.ingest.BodyFormat;
import io.activationgateway.gateway.ingest.Limits;
import io.activationgateway.gateway.ingest.Reading;
import io.activationgateway.gateway.ingest.Rows;
import io.activationgateway.gateway.ingest.Unpacking;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;

/** Takes what people said into the register, and answers when it holds (promise P1). Event loop. */
final class ConsentHandler {

    private final BodyReader bodies;
    private final Limits limits;
    private final ConsentIntake intake;
    private final ConsentBulk bulk;
    private final ConsentAnswers answers;

    ConsentHandler(BodyReader bodies, Limits limits, ConsentIntake intake, ConsentBulk bulk, ConsentAnswers answers) {
        this.bodies = bodies;
        this.limits = limits;
        this.intake = intake;
        this.bulk = bulk;
        this.answers = answers;
    }

    /** Completes when every event that was applied holds on every node of the region. */
    Future<Buffer> write(HttpServerRequest http, SourceConfig source, StatementEndpoint endpoint) {
        if (!source.may(endpoint.right())) {
            throw new ProblemException(
                    Problems.forbidden("right", endpoint.right().wireName()));
        }
        var format = BodyFormat.ofContentType(http.getHeader(HttpHeaders.CONTENT_TYPE))
                .orElseThrow(() -> new ProblemException(Problems.mediaType()));
        var unpacking = Unpacking.ofContentEncoding(http.getHeader(HttpHeaders.CONTENT_ENCODING))
                .orElseThrow(() -> new ProblemException(Problems.encoding()));
        if (asksForLines(http)) {
            return bulk.write(http, format, unpacking, chunk -> {
                var readings = readings(rows(format, chunk, limits), source, endpoint);
                return new BulkRun.Taken(readings.size(), intake.take(readings, source));
            });
        }
        // Phone numbers take a while each: thousands of events would hold up the event loop.
        return bodies.with(
                        http,
                        unpacking,
                        body -> requireNonNull(Vertx.currentContext(), "the request belongs to an event loop")
                                .executeBlocking(() -> readings(rows(format, body, limits), source, endpoint), false)
                                .compose(readings -> Future.fromCompletionStage(
                                        intake.take(readings, source), Vertx.currentContext())))
                .map(answers::write);
    }

    /** Takes back what was exported, a line per event, each with its own time of arrival; answers in lines. */
    Future<Buffer> restore(HttpServerRequest http, SourceConfig source) {
        if (!source.may(Right.EXPORT)) {
            throw new ProblemException(Problems.forbidden("right", Right.EXPORT.wireName()));
        }
        var format = BodyFormat.ofContentType(http.getHeader(HttpHeaders.CONTENT_TYPE))
                .orElseThrow(() -> new ProblemException(Problems.mediaType()));
        var unpacking = Unpacking.ofContentEncoding(http.getHeader(HttpHeaders.CONTENT_ENCODING))
                .orElseThrow(() -> new ProblemException(Problems.encoding()));
        return bulk.write(http, format, unpacking, chunk -> {
            var results = ExportedEventReading.of(rows(format, chunk, limits));
            return new BulkRun.Taken(results.size(), intake.restore(results));
        });
    }

    private static boolean asksForLines(HttpServerRequest http) {
        var accept = http.getHeader(HttpHeaders.ACCEPT);
        return accept != null && accept.toLowerCase(Locale.ROOT).contains(BodyFormat.NDJSON.mediaType());
    }

    private static List<EventReading> readings(Rows rows, SourceConfig source, StatementEndpoint endpoint) {
        return ConsentEvents.of(rows, new EventSource(source.brand(), source.trustedClock()), endpoint.statement());
    }

    static Rows rows(BodyFormat format, byte[] body, Limits limits) {
        return switch (ConsentEvents.read(body, format, limits)) {
            case Reading.Parsed(var rows) -> rows;
            case Reading.Broken broken -> throw new ProblemException(Problems.broken(broken));
        };
    }
}
