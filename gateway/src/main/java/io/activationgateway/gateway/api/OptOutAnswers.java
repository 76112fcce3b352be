package io.activationgateway.gateway.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.activationgateway.gateway.ingest.RowFault;
import io.activationgateway.gateway.optout.OptOutCensus;
import io.activationgateway.gateway.optout.OptOutState;
import io.activationgateway.gateway.optout.OptOutStatus;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Writes how far opt-outs are. Any thread. */
final class OptOutAnswers {

    private final String region;

    OptOutAnswers(String region) {
        this.region = region;
    }

    /** What became of one question. */
    sealed interface Result {

        /** @param events the sources' ids of the events that asked for them, by their rows in the log */
        record Found(List<OptOutState> optOuts, Map<Long, String> events) implements Result {}

        record Unclear(RowFault fault) implements Result {}
    }

    Buffer write(List<Result> results) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("region", region);
            json.writeArrayFieldStart("results");
            for (var result : results) {
                json.writeStartObject();
                switch (result) {
                    case Result.Found(var optOuts, var events) -> {
                        json.writeArrayFieldStart("opt_outs");
                        for (var optOut : optOuts) {
                            write(json, optOut, events.get(optOut.sequence()));
                        }
                        json.writeEndArray();
                    }
                    case Result.Unclear(var fault) -> {
                        json.writeStringField("reason", fault.reason().code());
                        json.writeStringField("detail", fault.detail());
                    }
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, OptOutState optOut, @Nullable String event) throws IOException {
        json.writeStartObject();
        if (event != null) {
            json.writeStringField("event", event);
        }
        json.writeNumberField("consent_seq", optOut.sequence());
        json.writeStringField("destination", optOut.destination());
        json.writeStringField("operation", optOut.operation().wireName());
        json.writeStringField("channel", optOut.channel().name());
        json.writeStringField("status", optOut.status().wireName());
        json.writeStringField("code", optOut.code());
        json.writeStringField("changed", optOut.changed().toString());
        json.writeStringField("due", optOut.due().toString());
        json.writeNumberField("attempts", optOut.attempts());
        json.writeEndObject();
    }

    Buffer write(OptOutCensus census) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("region", region);
            json.writeArrayFieldStart("destinations");
            var names = new TreeSet<String>();
            census.counts().keySet().forEach(group -> names.add(group.destination()));
            for (var name : names) {
                json.writeStartObject();
                json.writeStringField("destination", name);
                for (var status : OptOutStatus.values()) {
                    json.writeNumberField(
                            status.wireName().replace('-', '_'),
                            census.counts().getOrDefault(new OptOutCensus.Group(name, status), 0L));
                }
                var open = census.open().get(name);
                json.writeNumberField("overdue", open == null ? 0 : open.overdue());
                if (open != null) {
                    json.writeStringField("oldest", open.oldest().toString());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}
