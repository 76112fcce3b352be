package io.activationgateway.gateway.ingest;

import io.activationgateway.connectors.JsonBytes;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads a body with the defaults and says in one line what came of it, so that a table can expect it. */
final class Reads {

    private Reads() {}

    static Reading read(BodyFormat format, byte[] body) {
        return RowReader.read(body, format, Columns.DEFAULT, new Catalogue(), Limits.DEFAULT);
    }

    static Reading read(BodyFormat format, String body) {
        return read(format, body.getBytes(StandardCharsets.UTF_8));
    }

    static Rows rows(BodyFormat format, String body) {
        return ((Reading.Parsed) read(format, body)).rows();
    }

    /** {@code c-1 ok, c-2 input.syntax} for rows, {@code 400 body-syntax @17} for a broken body. */
    static String answer(Reading reading) {
        return switch (reading) {
            case Reading.Broken broken -> broken.status() + " " + broken.type() + " @" + broken.offset();
            case Reading.Parsed(var rows) ->
                IntStream.range(0, rows.size())
                        .mapToObj(row -> rows.recordId(row) + " " + fault(rows, row))
                        .collect(Collectors.joining(", "));
        };
    }

    private static String fault(Rows rows, int row) {
        var fault = rows.fault(row);
        return fault == null ? "ok" : fault.reason().code();
    }

    /** The row as a JSON object of all its fields, those included that would never leave. */
    static String json(Rows rows, int row) {
        var out = new JsonBytes(64).ascii("{");
        for (int field = rows.firstField(row); field < rows.endField(row); field++) {
            if (field > rows.firstField(row)) {
                out.ascii(",");
            }
            var name = rows.nameJson(rows.nameNumber(field));
            out.raw(name, 0, name.length).ascii(":");
            rows.writeJson(field, out);
        }
        return new String(out.ascii("}").toByteArray(), StandardCharsets.UTF_8);
    }

    static int field(Rows rows, int row, String name) {
        for (int field = rows.firstField(row); field < rows.endField(row); field++) {
            if (rows.name(rows.nameNumber(field)).equals(name)) {
                return field;
            }
        }
        return -1;
    }
}
