package io.activationgateway.gateway.api;

import static java.util.Objects.requireNonNull;

import io.activationgateway.gateway.config.Right;
import io.activationgateway.gateway.config.SourceConfig;
import io.activationgateway.gateway.outbox.DeadLetterGroup;
import io.activationgateway.gateway.outbox.Outbox;
import io.activationgateway.gateway.outbox.RedriveSelection;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Counts dead letters, says what a redrive would find, and redrives. Tells nothing of anybody. Event loop. */
final class DeadLetterHandler {

    private static final Set<String> PARAMETERS = Set.of("destination", "reason", "dry");

    private final Outbox outbox;

    DeadLetterHandler(Outbox outbox) {
        this.outbox = outbox;
    }

    Future<Buffer> list(SourceConfig source) {
        require(source);
        return on(outbox.deadLetters(), Problems.outboxUnread()).map(DeadLetterHandler::listed);
    }

    /** With {@code dry=true} nothing is put back: the answer says what consent and policy would say now. */
    Future<Buffer> redrive(HttpServerRequest request, SourceConfig source) {
        require(source);
        QueryParameters.only(request, PARAMETERS);
        var selection = new RedriveSelection(request.getParam("destination"), request.getParam("reason"));
        var dry = request.getParam("dry");
        if (dry != null && !dry.equals("true") && !dry.equals("false")) {
            throw new ProblemException(Problems.parameter("dry", "true or false"));
        }
        return "true".equals(dry)
                ? on(outbox.judge(selection), Problems.outboxUnread()).map(DeadLetterHandler::judged)
                : on(outbox.redrive(selection), Problems.outboxUnsure())
                        .map(count -> Json.write(json -> {
                            json.writeStartObject();
                            json.writeBooleanField("dry", false);
                            json.writeNumberField("redriven", count);
                            json.writeEndObject();
                        }));
    }

    private static Buffer listed(List<DeadLetterGroup> groups) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeNumberField(
                    "count", groups.stream().mapToLong(DeadLetterGroup::count).sum());
            json.writeArrayFieldStart("dead_letters");
            for (var group : groups) {
                json.writeStartObject();
                json.writeStringField("destination", group.destination());
                json.writeStringField("reason", group.reason());
                json.writeBooleanField("uncertain", group.uncertain());
                json.writeNumberField("count", group.count());
                json.writeStringField("since", group.since().toString());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static Buffer judged(Map<String, Integer> verdicts) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeBooleanField("dry", true);
            json.writeNumberField(
                    "count",
                    verdicts.values().stream().mapToInt(Integer::intValue).sum());
            json.writeObjectFieldStart("verdicts");
            for (var verdict : verdicts.entrySet()) {
                json.writeNumberField(verdict.getKey(), verdict.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static void require(SourceConfig source) {
        if (!source.may(Right.DEAD_LETTERS)) {
            throw new ProblemException(Problems.forbidden("right", Right.DEAD_LETTERS.wireName()));
        }
    }

    /** {@code away} is told where the outbox does not answer. */
    private static <T> Future<T> on(CompletionStage<T> stage, Problem away) {
        return Future.fromCompletionStage(
                        stage, requireNonNull(Vertx.currentContext(), "the request belongs to an event loop"))
                .recover(failure -> Future.failedFuture(
                        failure instanceof ProblemException ? failure : new ProblemException(away)));
    }
}
