package io.activationgateway.consent.register;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import io.activationgateway.consent.event.EvidenceDetail;
import io.activationgateway.consent.event.EvidenceDetails;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import org.jspecify.annotations.Nullable;

/** Evidence's details as the database keeps them: a JSON object of texts under their wire names. Any thread. */
final class DetailsJson {

    private static final JsonFactory JSON = new JsonFactory();

    private DetailsJson() {}

    /** Null where there are none. */
    static @Nullable String write(EvidenceDetails details) {
        if (details.values().isEmpty()) {
            return null;
        }
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (var detail : details.values().entrySet()) {
                json.writeStringField(detail.getKey().wireName(), detail.getValue());
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return text.toString();
    }

    /** What {@link #write} wrote; a newer node may have written names that this one does not know. */
    static EvidenceDetails read(@Nullable String text) {
        if (text == null) {
            return EvidenceDetails.NONE;
        }
        var values = new EnumMap<EvidenceDetail, String>(EvidenceDetail.class);
        try (var json = JSON.createParser(text)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                var known = EvidenceDetail.named(json.currentName());
                var value = json.nextTextValue();
                if (known.isPresent() && value != null) {
                    values.put(known.get(), value);
                }
            }
        } catch (IOException damaged) {
            throw new UncheckedIOException("table evidence: details that are no JSON", damaged);
        }
        return new EvidenceDetails(values);
    }
}
