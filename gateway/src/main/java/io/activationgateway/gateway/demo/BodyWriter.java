package io.activationgateway.gateway.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes rows as senders do. */
final class BodyWriter {

    private static final JsonFactory JSON = new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

    private BodyWriter() {}

    static byte[] write(Audience audience) {
        var bytes = new ByteArrayOutputStream();
        try (var out = audience.body().gzip() ? new GZIPOutputStream(bytes) : bytes) {
            switch (audience.body().format()) {
                case JSON -> json(audience.rows(), out);
                case NDJSON -> ndjson(audience.rows(), out);
                case CSV -> csv(audience.rows(), out);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return bytes.toByteArray();
    }

    /** One JSON object a line. */
    static byte[] ndjson(Collection<? extends Map<String, ? extends @Nullable Object>> objects) {
        var bytes = new ByteArrayOutputStream();
        try {
            for (var object : objects) {
                object(object, bytes);
                bytes.write('\n');
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return bytes.toByteArray();
    }

    private static void json(List<Row> rows, OutputStream out) throws IOException {
        out.write("{\"records\":[".getBytes(UTF_8));
        boolean first = true;
        for (var row : rows) {
            if (!first) {
                out.write(',');
            }
            first = false;
            row(row, out);
        }
        out.write("]}".getBytes(UTF_8));
    }

    private static void ndjson(List<Row> rows, OutputStream out) throws IOException {
        for (var row : rows) {
            row(row, out);
            out.write('\n');
        }
    }

    private static void row(Row row, OutputStream out) throws IOException {
        var raw = row.raw();
        if (raw != null) {
            out.write(raw.getBytes());
        } else {
            object(row.fields(), out);
        }
    }

    private static void object(Map<String, ? extends @Nullable Object> fields, OutputStream out) throws IOException {
        try (var json = JSON.createGenerator(out)) {
            object(fields, json);
        }
    }

    private static void object(Map<?, ?> fields, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (var field : fields.entrySet()) {
            json.writeFieldName(String.valueOf(field.getKey()));
            switch (field.getValue()) {
                case null -> json.writeNull();
                case Integer number -> json.writeNumber(number);
                case Double number -> json.writeNumber(number);
                case Boolean flag -> json.writeBoolean(flag);
                case Map<?, ?> inner -> object(inner, json);
                case Object text -> json.writeString(text.toString());
            }
        }
        json.writeEndObject();
    }

    private static void csv(List<Row> rows, OutputStream out) throws IOException {
        var columns = new LinkedHashSet<String>();
        rows.forEach(row -> columns.addAll(row.fields().keySet()));
        out.write((String.join(",", columns) + "\r\n").getBytes(UTF_8));
        for (var row : rows) {
            var raw = row.raw();
            if (raw != null) {
                out.write(raw.getBytes());
            } else {
                var cells = columns.stream()
                        .map(column -> cell(row.fields().get(column)))
                        .toList();
                out.write(String.join(",", cells).getBytes(UTF_8));
            }
            out.write("\r\n".getBytes(UTF_8));
        }
    }

    /** An empty unquoted cell is an absent value. */
    private static String cell(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case String text -> '"' + text.replace("\"", "\"\"") + '"';
            default -> value.toString();
        };
    }
}
