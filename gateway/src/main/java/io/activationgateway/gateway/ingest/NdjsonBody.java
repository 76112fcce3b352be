package io.activationgateway.gateway.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.activationgateway.residency.verdict.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object a line. The line is the frame: a bad one is that row's fault. Blank lines are skipped. One
 * parser serves all good lines, and a new one starts behind each bad line.
 */
final class NdjsonBody {

    private final byte[] text;
    private final RowsBuilder builder;
    private final JsonRow row;
    private final int rowBytes;
    private final JsonFactory factory = JsonRow.factory();
    private int position;
    private int line;
    private @Nullable JsonParser parser;

    NdjsonBody(byte[] text, int from, RowsBuilder builder, JsonRow row, int rowBytes) {
        this.text = text;
        this.position = from;
        this.builder = builder;
        this.row = row;
        this.rowBytes = rowBytes;
    }

    void read() throws BrokenException {
        try {
            while (position < text.length) {
                int end = lineEnd(position);
                line++;
                int start = skipBlank(position, end);
                if (start < end) {
                    line(start, end);
                }
                position = end + 1;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        } finally {
            close();
        }
    }

    private void line(int start, int end) throws IOException, BrokenException {
        if (end - start > rowBytes) {
            if (end == text.length) {
                throw new BrokenException(RowReader.endless(rowBytes, start, builder.row()));
            }
            builder.begin(line);
            close();
        } else {
            builder.begin(line);
            if (!object(start, end)) {
                close();
            }
        }
        builder.end(start, end, true);
    }

    /** Reads the line's object; false where the parser cannot go on behind it. */
    private boolean object(int start, int end) throws IOException, BrokenException {
        try {
            var reader = parser == null ? row.open(factory, start) : parser;
            parser = reader;
            if (reader.nextToken() != JsonToken.START_OBJECT) {
                builder.fault(Reason.INPUT_NOT_OBJECT, "not an object");
                return false;
            }
            int close = row.read(reader, end);
            if (close == JsonRow.UNFINISHED || skipBlank(close, end) < end) {
                builder.fault(Reason.INPUT_SYNTAX, "not one JSON object");
                return false;
            }
            return true;
        } catch (StreamConstraintsException e) {
            builder.fault(Reason.INPUT_DEPTH, "nested deeper than " + JsonRow.PARSER_DEPTH);
            return false;
        } catch (JsonProcessingException e) {
            builder.fault(Reason.INPUT_SYNTAX, "not valid JSON");
            return false;
        }
    }

    private void close() {
        if (parser != null) {
            try {
                parser.close();
            } catch (IOException e) {
                throw new UncheckedIOException("closing what lies in memory", e);
            }
            parser = null;
        }
    }

    private int lineEnd(int from) {
        int i = from;
        while (i < text.length && text[i] != '\n') {
            i++;
        }
        return i;
    }

    private int skipBlank(int from, int end) {
        int i = from;
        while (i < end && (text[i] == ' ' || text[i] == '\t' || text[i] == '\r')) {
            i++;
        }
        return i;
    }
}
