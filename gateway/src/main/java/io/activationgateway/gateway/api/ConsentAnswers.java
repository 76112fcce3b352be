package io.activationgateway.gateway.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.activationgateway.consent.event.Effect;
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

    Buffer write(List<Result> results, List<AppendResult> applied, long sequence) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("region", region);
            json.writeNumberField("consent_seq", sequence);
            json.writeObjectFieldStart("counts");
            for (var count : counts(results, applied).entrySet()) {
                json.writeNumberField(count.getKey(), count.getValue());
            }
            json.writeEndObject();
            json.writeArrayFieldStart("results");
            for (var result : results) {
                json.writeStartObject();
                write(json, result, applied);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static Map<String, Integer> counts(List<Result> results, List<AppendResult> applied) {
        var counts = new LinkedHashMap<String, Integer>();
        counts.put("received", results.size());
        for (var name : List.of("applied", "superseded-by", "misdirected", "failed")) {
            counts.put(name, 0);
        }
        results.forEach(result -> counts.merge(name(result, applied), 1, Integer::sum));
        return counts;
    }

    private static String name(Result result, List<AppendResult> applied) {
        return switch (result) {
            case Misdirected _ -> "misdirected";
            case Failed _ -> "failed";
            case Taken(var _, var number, var _) ->
                switch (applied.get(number)) {
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

    private static void write(JsonGenerator json, Result result, List<AppendResult> applied) throws IOException {
        switch (result) {
            case Misdirected(var event, var home) -> {
                head(json, event, "misdirected");
                json.writeStringField("reason", Reason.RESIDENCY_HOME_REGION.code());
                json.writeStringField("home", home);
            }
            case Failed(var event, var reason, var detail) -> failed(json, event, reason, detail);
            case Taken(var event, var number, var home) -> {
                switch (applied.get(number)) {
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
