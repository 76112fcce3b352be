package io.activationgateway.gateway.outbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The JSON that the outbox itself writes: results that no attempt brought, and rows that lost some columns. Pure. */
final class ResultLines {

    private static final JsonFactory JSON = new JsonFactory();

    /** What says which record a result is of. */
    private static final Set<String> WHICH = Set.of("index", "id", "forgotten");

    private ResultLines() {}

    /** The result of a record that stands where it stands without an attempt that says so. */
    static byte[] of(Entry entry, RecordState state, String reason) {
        return written(json -> {
            json.writeStartObject();
            json.writeNumberField("index", entry.index);
            if (entry.id.isEmpty()) {
                json.writeBooleanField("forgotten", true);
            } else {
                json.writeStringField("id", entry.id);
            }
            json.writeStringField("outcome", state.wireName());
            if (!reason.isEmpty() && !reason.equals("ok")) {
                json.writeStringField("reason", reason);
            }
            if (entry.attempts > 0) {
                json.writeNumberField("attempts", entry.attempts);
            }
            if (entry.touched && state == RecordState.DEAD_LETTERED) {
                json.writeBooleanField("uncertain", true);
            }
            json.writeEndObject();
        });
    }

    /** A result that was kept as accepted, now that the vendor's job has ended. */
    static byte[] after(byte[] kept, JobEnd end) {
        boolean forwarded = end.state() == RecordState.FORWARDED;
        return written(json -> {
            try (JsonParser in = JSON.createParser(kept)) {
                in.nextToken();
                json.writeStartObject();
                while (in.nextToken() == JsonToken.FIELD_NAME) {
                    var name = in.currentName();
                    in.nextToken();
                    if (name.equals("outcome")) {
                        json.writeStringField(name, end.state().wireName());
                    } else if (forwarded && name.equals("state")) {
                        json.writeStringField(name, end.applied() ? "applied" : "accepted");
                    } else if (forwarded || WHICH.contains(name)) {
                        json.writeFieldName(name);
                        copy(in, json);
                    } else {
                        in.skipChildren();
                    }
                }
                if (!forwarded) {
                    json.writeStringField("reason", end.reason());
                    if (end.state() == RecordState.FAILED) {
                        json.writeBooleanField("retry", end.retry());
                    }
                    json.writeStringField("vendor_code", end.vendorCode());
                }
                json.writeEndObject();
            }
        });
    }

    /**
     * A row without some of its columns.
     *
     * @param columns those to leave out
     * @param own those that say who the row is about: they stay
     * @return null where nothing would be left but those
     */
    static byte @Nullable [] without(byte[] row, Set<String> columns, Set<String> own) {
        var left = new boolean[1];
        var reduced = written(json -> {
            try (JsonParser in = JSON.createParser(row)) {
                in.nextToken();
                json.writeStartObject();
                while (in.nextToken() == JsonToken.FIELD_NAME) {
                    var name = in.currentName();
                    in.nextToken();
                    if (columns.contains(name) && !own.contains(name)) {
                        in.skipChildren();
                    } else {
                        left[0] |= !own.contains(name);
                        json.writeFieldName(name);
                        copy(in, json);
                    }
                }
                json.writeEndObject();
            }
        });
        return left[0] ? reduced : null;
    }

    /** Numbers keep the sender's spelling. */
    private static void copy(JsonParser in, JsonGenerator json) throws IOException {
        int depth = 0;
        do {
            switch (in.currentToken()) {
                case START_OBJECT -> {
                    json.writeStartObject();
                    depth++;
                }
                case START_ARRAY -> {
                    json.writeStartArray();
                    depth++;
                }
                case END_OBJECT -> {
                    json.writeEndObject();
                    depth--;
                }
                case END_ARRAY -> {
                    json.writeEndArray();
                    depth--;
                }
                case FIELD_NAME -> json.writeFieldName(in.currentName());
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.writeNumber(in.getText());
                default -> json.copyCurrentEvent(in);
            }
        } while (depth > 0 && in.nextToken() != null);
    }

    @FunctionalInterface
    private interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    private static byte[] written(Writing writing) {
        var bytes = new ByteArrayOutputStream();
        try (var json = JSON.createGenerator(bytes)) {
            writing.to(json);
        } catch (IOException broken) {
            throw new UncheckedIOException("a stored row is no JSON any more", broken);
        }
        return bytes.toByteArray();
    }
}
