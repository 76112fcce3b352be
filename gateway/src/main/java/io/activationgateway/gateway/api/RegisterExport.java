package io.activationgateway.gateway.api;

import io.activationgateway.consent.register.ConsentRegister;
import io.activationgateway.consent.register.LoggedEvent;
import io.activationgateway.gateway.config.Right;
import io.activationgateway.gateway.config.SourceConfig;
import io.activationgateway.gateway.consents.ExportedEvents;
import io.activationgateway.gateway.ingest.BodyFormat;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the whole log of the register, a line per event, page by page as the receiver takes it. An export that breaks
 * off ends without HTTP's last chunk, which every client reports. Event loop.
 */
final class RegisterExport {

    private static final int PAGE = 1_000;

    private final ConsentRegister register;

    RegisterExport(ConsentRegister register) {
        this.register = register;
    }

    /** Completes with the last page, up to the sequence that the log had when it was asked. */
    Future<Buffer> write(HttpServerRequest http, SourceConfig source) {
        if (!source.may(Right.EXPORT)) {
            throw new ProblemException(Problems.forbidden("right", Right.EXPORT.wireName()));
        }
        long after = after(http.getParam("after"));
        http.response().setChunked(true).putHeader(HttpHeaders.CONTENT_TYPE, BodyFormat.NDJSON.mediaType());
        return pages(http, after, register.position().sequence());
    }

    private Future<Buffer> pages(HttpServerRequest http, long after, long upTo) {
        return page(after)
                .recover(failure -> {
                    if (http.response().headWritten()) {
                        http.connection().close();
                    }
                    return Future.failedFuture(new ProblemException(Problems.unread()));
                })
                .compose(page -> {
                    var events = page.stream()
                            .filter(event -> event.sequence() <= upTo)
                            .toList();
                    var lines = lines(events);
                    if (page.size() < PAGE || events.size() < PAGE) {
                        return Future.succeededFuture(lines);
                    }
                    return http.response()
                            .write(lines)
                            .compose(_ -> pages(http, events.getLast().sequence(), upTo));
                });
    }

    private Future<List<LoggedEvent>> page(long after) {
        return Future.fromCompletionStage(register.read(after, PAGE), Vertx.currentContext());
    }

    private static Buffer lines(List<LoggedEvent> events) {
        return Json.write(json -> {
            json.setRootValueSeparator(null);
            for (var event : events) {
                ExportedEvents.write(json, event);
                json.writeRaw('\n');
            }
        });
    }

    private static long after(@Nullable String text) {
        try {
            long after = text == null ? 0 : Long.parseLong(text);
            if (after >= 0) {
                return after;
            }
        } catch (NumberFormatException e) {
            // Answered below.
        }
        throw new ProblemException(Problems.parameter("after", "a sequence number, 0 or more"));
    }
}
