package io.activationgateway.gateway.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.activationgateway.residency.explanation.Explanation;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Writes explanations as JSON: for programs the codes, for people the texts. Any thread. */
public final class ExplanationWriter {

    private ExplanationWriter() {}

    /** Writes the members of an explanation into the object that the caller has begun. */
    public static void members(JsonGenerator json, Explanation explanation) throws IOException {
        json.writeStringField("language", explanation.language().tag());
        json.writeStringField("answer", explanation.answer());
        strings(json, "facts", explanation.facts());
        json.writeArrayFieldStart("chain");
        for (var link : explanation.chain()) {
            var step = link.step();
            json.writeStartObject();
            json.writeStringField("stage", code(step.stage()));
            json.writeStringField("speaker", code(step.speaker()));
            json.writeStringField("law", step.law());
            json.writeStringField("name", step.name());
            if (!step.tool().isEmpty()) {
                json.writeStringField("mechanism", step.tool());
            }
            json.writeStringField("outcome", code(step.outcome()));
            var reason = step.reason();
            if (reason != null) {
                json.writeStringField("reason", reason.code());
            }
            strings(json, "articles", step.articles());
            json.writeStringField("text", link.text());
            json.writeEndObject();
        }
        json.writeEndArray();
        strings(json, "remedies", explanation.remedies());
    }

    private static String code(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void strings(JsonGenerator json, String name, List<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (var value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
