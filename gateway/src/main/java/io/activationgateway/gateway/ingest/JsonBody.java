package io.activationgateway.gateway.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.activationgateway.gateway.ingest.Reading.Broken;
import io.activationgateway.residency.verdict.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads {@code {"records":[{...},...]}}. Its syntax is its framing: one error and nothing of it counts. */
final class JsonBody {

    private static final String RECORDS = "records";

    private final byte[] text;
    private final int from;
    private final RowsBuilder builder;
    private final JsonRow row;
    private final int rowBytes;
    private int rowStart = -1;

    JsonBody(byte[] text, int from, RowsBuilder builder, JsonRow row, int rowBytes) {
        this.text = text;
        this.from = from;
        this.builder = builder;
        this.row = row;
        this.rowBytes = rowBytes;
    }

    void read() throws BrokenException {
        try (var parser = row.open(JsonRow.factory(), from)) {
            try {
                body(parser);
            } catch (StreamConstraintsException e) {
                throw broken(Broken.SYNTAX, "nested deeper than " + JsonRow.PARSER_DEPTH, offset(parser, e));
            } catch (JsonProcessingException e) {
                throw syntax(offset(parser, e));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    private void body(JsonParser parser) throws IOException, BrokenException {
        var token = parser.nextToken();
        if (token == null) {
            throw broken(Broken.SYNTAX, "the body is empty", from);
        }
        if (token != JsonToken.START_OBJECT) {
            throw shape("the body is not an object", row.position(parser));
        }
        boolean found = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            int at = row.position(parser);
            if (!name.equals(RECORDS)) {
                throw shape("unknown member " + Names.printable(name), at);
            }
            if (found) {
                throw shape("\"records\" occurs twice", at);
            }
            found = true;
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw shape("\"records\" is not an array", row.position(parser));
            }
            records(parser);
        }
        if (!found) {
            throw shape("\"records\" is missing", row.position(parser));
        }
        if (parser.nextToken() != null) {
            throw broken(Broken.SYNTAX, "something follows the body's object", row.position(parser));
        }
    }

    private void records(JsonParser parser) throws IOException, BrokenException {
        for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            rowStart = row.position(parser);
            builder.begin(0);
            if (token == JsonToken.START_OBJECT) {
                int end = row.read(parser, text.length);
                if (end == JsonRow.UNFINISHED) {
                    throw syntax(text.length);
                }
                builder.end(rowStart, end, true);
            } else {
                parser.skipChildren();
                builder.fault(Reason.INPUT_NOT_OBJECT, "the record is not an object");
                builder.end(rowStart, rowStart, true);
            }
            rowStart = -1;
        }
    }

    /** Where the parser gave up; it knows the place better than its exception does when the body just ends. */
    private int offset(JsonParser parser, JsonProcessingException e) {
        var location = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
        return Math.clamp(from + location.getByteOffset(), from, text.length);
    }

    private BrokenException syntax(int offset) {
        return rowStart >= 0 && offset - rowStart > rowBytes && offset >= text.length
                ? new BrokenException(RowReader.endless(rowBytes, rowStart, builder.row()))
                : broken(Broken.SYNTAX, "not valid JSON", offset);
    }

    private BrokenException shape(String what, int offset) {
        return broken(Broken.SHAPE, what + ": send {\"records\":[{...}]}", offset);
    }

    private BrokenException broken(String type, String what, int offset) {
        return new BrokenException(Broken.bad(
                type, what + " (byte " + offset + " of the body)", offset, rowStart < 0 ? -1 : builder.row()));
    }
}
