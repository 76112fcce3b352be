package io.activationgateway.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonGenerator;
import io.activationgateway.gateway.config.SourceConfig;
import io.activationgateway.gateway.outbox.ActivationStatus;
import io.activationgateway.gateway.outbox.Outbox;
import io.activationgateway.gateway.outbox.RecordState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.ToIntFunction;

/** Tells a source how far its activations are and what became of their records. Event loop. */
final class ActivationAnswers {

    private static final byte[] NEWLINE = {'\n'};

    /** Where a record can only stand that was not sent at once. */
    private static final Set<RecordState> LATER =
            Set.of(RecordState.WAITING, RecordState.DEAD_LETTERED, RecordState.SUPERSEDED);

    private final Outbox outbox;

    ActivationAnswers(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Where an activation's status is found. */
    static String location(String id) {
        return "/v1/activations/" + id;
    }

    /** How many records there are in each state; they sum to those received. */
    record Counts(int received, Map<RecordState, Integer> states) {

        void write(JsonGenerator json) throws IOException {
            json.writeObjectFieldStart("counts");
            json.writeNumberField("received", received);
            for (var state : states.entrySet()) {
                json.writeNumberField(state.getKey().wireName(), state.getValue());
            }
            json.writeEndObject();
        }
    }

    static Counts counts(int received, ToIntFunction<RecordState> count) {
        var states = new EnumMap<RecordState, Integer>(RecordState.class);
        for (var state : RecordState.values()) {
            states.put(state, count.applyAsInt(state));
        }
        return new Counts(received, states);
    }

    /** How far an activation is. */
    Future<Buffer> status(SourceConfig source, String id) {
        return on(outbox.status(source.name(), known(id)))
                .map(found -> status(found.orElseThrow(() -> new ProblemException(Problems.unknownActivation()))));
    }

    static Buffer status(ActivationStatus status) {
        return Json.write(json -> {
            json.writeStartObject();
            members(json, status.activation().head());
            json.writeStringField("status", location(status.activation().id()));
            json.writeBooleanField("done", status.isDone());
            json.writeNumberField("in_vendor_jobs", status.atWork());
            json.writeStringField("received_at", status.activation().received().toString());
            if (status.queued()) {
                json.writeStringField(
                        "expires_at", status.activation().expires().toString());
            }
            counts(status.received(), status::count).write(json);
            json.writeEndObject();
        });
    }

    /** An activation that was answered at once, again. */
    static Buffer whole(ActivationStatus status, List<byte[]> results) {
        return Json.write(json -> {
            json.writeStartObject();
            members(json, status.activation().head());
            var counts = counts(status.received(), status::count);
            counts.states().keySet().removeAll(LATER);
            counts.write(json);
            json.writeArrayFieldStart("results");
            for (int row = 0; row < results.size(); row++) {
                json.writeRawValue(unnumbered(new String(results.get(row), UTF_8), row));
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** A kept result as it stood in the answer, where the order tells the row: of others' rows there is no id. */
    private static String unnumbered(String result, int row) {
        var rest = result.substring(result.indexOf(',') + 1);
        return rest.startsWith("\"id\":") ? "{" + rest : "{\"id\":\"" + row + "\"," + rest;
    }

    /** The members of a JSON object that was written here. */
    static void members(JsonGenerator json, String object) throws IOException {
        var inner = object.substring(1, object.length() - 1);
        if (!inner.isEmpty()) {
            int colon = inner.indexOf(':');
            json.writeFieldName(inner.substring(1, colon - 1));
            // The generator writes the first name, so that it puts the commas; the rest is as it was written.
            json.writeRawValue(inner.substring(colon + 1));
        }
    }

    /** One line for each record that has ended, a part at a time: as fast as the sender reads. */
    Future<Buffer> results(HttpServerRequest request, SourceConfig source, String id) {
        return on(outbox.resultParts(source.name(), known(id))).compose(parts -> {
            var response = request.response();
            var found = parts.orElseThrow(() -> new ProblemException(Problems.unknownActivation()));
            response.putHeader("Content-Type", "application/x-ndjson").setChunked(true);
            return lines(response, found, 0).map(_ -> Buffer.buffer());
        });
    }

    private Future<Void> lines(HttpServerResponse response, List<Long> parts, int at) {
        if (at == parts.size()) {
            return Future.succeededFuture();
        }
        return on(outbox.results(parts.get(at)))
                .compose(results -> {
                    var lines = Buffer.buffer();
                    results.forEach(result -> lines.appendBytes(result).appendBytes(NEWLINE));
                    return response.write(lines);
                })
                .compose(_ -> lines(response, parts, at + 1));
    }

    private static String known(String id) {
        if (!Posting.isUlid(id)) {
            throw new ProblemException(Problems.unknownActivation());
        }
        return id;
    }

    private static <T> Future<T> on(CompletionStage<T> stage) {
        return Future.fromCompletionStage(
                        stage, requireNonNull(Vertx.currentContext(), "the request belongs to an event loop"))
                .recover(_ -> Future.failedFuture(new ProblemException(Problems.outboxUnread())));
    }
}
