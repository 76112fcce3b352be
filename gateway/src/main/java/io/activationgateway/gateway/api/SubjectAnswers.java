package io.activationgateway.gateway.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.register.HeldSubject;
import io.activationgateway.gateway.consents.ExportedEvents;
import io.activationgateway.gateway.ingest.RowFault;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;

/** Writes what the register holds about people, to those who may read it. Any thread. */
public final class SubjectAnswers {

    private final String region;

    public SubjectAnswers(String region) {
        this.region = region;
    }

    /** What became of one question. */
    sealed interface Result {

        record Found(SubjectRecord held) implements Result {}

        record Unclear(RowFault fault) implements Result {}
    }

    Buffer write(List<Result> results, long sequence) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("region", region);
            json.writeNumberField("consent_seq", sequence);
            json.writeArrayFieldStart("results");
            for (var result : results) {
                json.writeStartObject();
                switch (result) {
                    case Result.Found(var held) -> write(json, held);
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

    /** Writes the members {@code subjects} and {@code recipients}. */
    public static void write(JsonGenerator json, SubjectRecord held) throws IOException {
        write(json, held.subjects());
        json.writeArrayFieldStart("recipients");
        for (var recipient : held.recipients()) {
            json.writeStartObject();
            json.writeStringField("destination", recipient.destination());
            json.writeStringField("since", recipient.since().toString());
            json.writeArrayFieldStart("identifiers");
            for (var type : recipient.identifiers()) {
                json.writeString(type.wireName());
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Profile, events with their evidence, and what falls due, of each. */
    private static void write(JsonGenerator json, List<HeldSubject> subjects) throws IOException {
        json.writeArrayFieldStart("subjects");
        for (var subject : subjects) {
            json.writeStartObject();
            json.writeArrayFieldStart("keys");
            for (var key : subject.keys()) {
                json.writeString(ExportedEvents.hex(key));
            }
            json.writeEndArray();
            if (!subject.formerKeys().isEmpty()) {
                json.writeArrayFieldStart("former_keys");
                for (var key : subject.formerKeys()) {
                    json.writeString(ExportedEvents.hex(key));
                }
                json.writeEndArray();
            }
            json.writeFieldName("profile");
            write(json, subject.profile());
            json.writeArrayFieldStart("due");
            for (var due : subject.due()) {
                json.writeStartObject();
                json.writeStringField("at", due.at().toString());
                json.writeFieldName("profile");
                write(json, due.profile());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("events");
            for (var event : subject.events()) {
                ExportedEvents.write(json, event);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, ConsentProfile profile) throws IOException {
        json.writeStartObject();
        json.writeStringField("country", profile.country());
        json.writeStringField("recipient_type", profile.recipientType().name());
        json.writeStringField("age", profile.age().name());
        json.writeBooleanField("restricted", profile.restricted());
        json.writeBooleanField("erased", profile.erased());
        json.writeArrayFieldStart("objections");
        for (var objection : profile.objections()) {
            json.writeStartObject();
            json.writeStringField("brand", objection.brand());
            json.writeStringField("objection", objection.scope().name());
            json.writeStringField("channel", objection.channel().name());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("cells");
        for (var entry : profile.cells().entrySet()) {
            var cell = entry.getKey();
            var state = entry.getValue();
            json.writeStartObject();
            json.writeStringField("brand", cell.brand());
            json.writeStringField("purpose", cell.purpose().name());
            json.writeStringField("channel", cell.channel().name());
            json.writeStringField("data", state.data().name());
            json.writeStringField("message", state.message().name());
            json.writeStringField("transfer", state.transfer().name());
            json.writeArrayFieldStart("bases");
            for (var basis : state.bases()) {
                json.writeString(basis.name());
            }
            json.writeEndArray();
            json.writeBooleanField("reopened", state.reopened());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
