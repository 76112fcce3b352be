package io.activationgateway.gateway.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.activationgateway.consent.event.Effect;
import io.activationgateway.consent.register.Acknowledgement;
import io.activationgateway.consent.register.AppendResult;
import io.activationgateway.residency.verdict.Reason;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the answers to consent events, one result per event. Any thread. */
final class ConsentAnswers {

    private final String region;

    ConsentAnswers(String region) {
        this.region = region;
    }

    /** What became of one event, as far as the handler knows. */
    sealed interface Result {}

    /**
     * The register has it.
     *
     * @param number among those that the register has, from 0
     * @param home the person's home region where it is another one
     */
    record Taken(String event, int number, @Nullable String home) implements Result {}

    /** It belongs to another region and is not stored here. */
    record Misdirected(String event, String home) implements Result {}

    /** It cannot be used. */
    record Failed(@Nullable String event, Reason reason, String detail) implements Result {}

    /** The answer to a body that was read as a whole. */
    Buffer write(ConsentIntake.Taken taken) {
        return Json.write(json -> {
            json.writeStartObject();
            var appended = taken.appended();
            summary(
                    json,
                    taken.sequence(),
                    appended == null ? null : appended.acknowledgement(),
                    taken.results().size(),
                    counts(taken));
            json.writeArrayFieldStart("results");
            for (var result : taken.results()) {
                json.writeStartObject();
                write(json, result, taken);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** The results of one chunk of a body without end, a line each; {@code firstRow} is the first one's place in it. */
    Buffer lines(ConsentIntake.Taken taken, long firstRow) {
        return Json.write(json -> {
            json.setRootValueSeparator(null);
            long row = firstRow;
            for (var result : taken.results()) {
                json.writeStartObject();
                json.writeNumberField("row", row++);
                write(json, result, taken);
                json.writeEndObject();
                json.writeRaw('\n');
            }
        });
    }

    /** The last line of such an answer: what it all came to, and what stopped it, if anything did. */
    Buffer lastLine(BulkTally tally, @Nullable Problem stop) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("summary");
            summary(json, tally.sequence(), tally.acknowledgement(), tally.received(), tally.counts());
            json.writeEndObject();
            if (stop != null) {
                json.writeObjectFieldStart("stopped");
                json.writeNumberField("first_row_not_taken", tally.received());
                json.writeStringField("code", stop.code());
                json.writeStringField("detail", stop.detail());
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeRaw('\n');
        });
    }

    /** How many ended in which way; all ways are named. */
    static Map<String, Integer> counts(ConsentIntake.Taken taken) {
        var counts = new LinkedHashMap<String, Integer>();
        for (var name : List.of("applied", "superseded-by", "misdirected", "failed")) {
            counts.put(name, 0);
        }
        taken.results().forEach(result -> counts.merge(name(result, taken), 1, Integer::sum));
        return counts;
    }

    private void summary(
            JsonGenerator json,
            long sequence,
            @Nullable Acknowledgement acknowledgement,
            long received,
            Map<String, ? extends Number> counts)
            throws IOException {
        json.writeStringField("region", region);
        json.writeNumberField("consent_seq", sequence);
        if (acknowledgement != null) {
            json.writeStringField(
                    "reached",
                    switch (acknowledgement.reached()) {
                        case REPORTS -> "reports";
                        case LEASES -> "leases";
                    });
        }
        json.writeObjectFieldStart("counts");
        json.writeNumberField("received", received);
        for (var count : counts.entrySet()) {
            json.writeNumberField(count.getKey(), count.getValue().longValue());
        }
        json.writeEndObject();
    }

    private static String name(Result result, ConsentIntake.Taken taken) {
        return switch (result) {
            case Misdirected _ -> "misdirected";
            case Failed _ -> "failed";
            case Taken(var _, var number, var _) ->
                switch (appended(taken, number)) {
                    case AppendResult.Refused _ -> "failed";
                    case AppendResult.Appended(var _, var effect) -> name(effect);
                };
        };
    }

    private static String name(Effect effect) {
        return switch (effect) {
            case Effect.Applied _ -> "applied";
            case Effect.SupersededBy _ -> "superseded-by";
            case Effect.Unproven _, Effect.Lapsed _, Effect.Unregistered _ -> "failed";
        };
    }

    private static AppendResult appended(ConsentIntake.Taken taken, int number) {
        var appended = taken.appended();
        if (appended == null) {
            throw new IllegalStateException("an event was taken, yet the register has none");
        }
        return appended.results().get(number);
    }

    private static void write(JsonGenerator json, Result result, ConsentIntake.Taken taken) throws IOException {
        switch (result) {
            case Misdirected(var event, var home) -> {
                head(json, event, "misdirected");
                json.writeStringField("reason", Reason.RESIDENCY_HOME_REGION.code());
                json.writeStringField("home", home);
            }
            case Failed(var event, var reason, var detail) -> failed(json, event, reason, detail);
            case Taken(var event, var number, var home) -> {
                switch (appended(taken, number)) {
                    case AppendResult.Refused(var refusal) ->
                        failed(json, event, Reason.INPUT_IDENTIFIER, refusal.detail());
                    case AppendResult.Appended(var sequence, var effect) -> {
                        write(json, event, effect);
                        json.writeNumberField("seq", sequence);
                    }
                }
                if (home != null) {
                    json.writeStringField("home", home);
                }
            }
        }
    }

    private static void write(JsonGenerator json, String event, Effect effect) throws IOException {
        switch (effect) {
            case Effect.Applied _ -> head(json, event, "applied");
            case Effect.SupersededBy(var other) -> {
                head(json, event, "superseded-by");
                json.writeStringField("by", other);
            }
            case Effect.Unproven _ ->
                failed(json, event, Reason.CONSENT_VOID, "evidence: what the basis needs is missing");
            case Effect.Lapsed _ -> failed(json, event, Reason.CONSENT_EXPIRED, "expires: the grant is over already");
            case Effect.Unregistered _ ->
                failed(
                        json,
                        event,
                        Reason.CONSENT_VOID,
                        "registered: İYS did not know the approval within three business days");
        }
    }

    private static void head(JsonGenerator json, @Nullable String event, String result) throws IOException {
        json.writeStringField("event", event);
        json.writeStringField("result", result);
    }

    private static void failed(JsonGenerator json, @Nullable String event, Reason reason, String detail)
            throws IOException {
        head(json, event, "failed");
        json.writeStringField("reason", reason.code());
        json.writeStringField("detail", detail);
    }
}
