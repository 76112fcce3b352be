package io.activationgateway.gateway.ingest;

import io.activationgateway.gateway.ingest.Reading.Broken;
import io.activationgateway.gateway.ingest.Reading.Parsed;

/**
 * Cuts an unpacked body into rows. Pure and usable from any thread; time and memory grow with the body only.
 *
 * <p>The whole body is read within its limits before any row counts. A body of zero records is good framing: an empty
 * {@code records} array, NDJSON of blank lines or no bytes at all, a CSV header alone give no rows. A JSON body of no
 * bytes and CSV without a header are broken. A UTF-8 byte order mark at the start is skipped in every format; other
 * encodings are not read.
 */
public final class RowReader {

    private RowReader() {}

    /**
     * Reads a body.
     *
     * @param body unpacked; the rows are slices of it, so it must not be changed afterwards
     */
    public static Reading read(byte[] body, BodyFormat format, Columns columns, FieldNames fields, Limits limits) {
        if (body.length > limits.bodyBytes()) {
            return Gzip.tooLarge(limits.bodyBytes());
        }
        var names = new Names(columns, fields, limits.names());
        var text = readable(body, format);
        var builder = new RowsBuilder(body, text == body, names, limits);
        int from = Utf8.marked(body) ? 3 : 0;
        try {
            switch (format) {
                case JSON -> {
                    var row = new JsonRow(text, builder, names, fields, limits.depth());
                    new JsonBody(text, from, builder, row, limits.rowBytes()).read();
                }
                case NDJSON -> {
                    var row = new JsonRow(text, builder, names, fields, limits.depth());
                    new NdjsonBody(text, from, builder, row, limits.rowBytes()).read();
                }
                case CSV -> new CsvBody(body, from, builder, names, fields, limits).read();
            }
            return new Parsed(builder.build());
        } catch (BrokenException e) {
            return e.broken();
        }
    }

    /** The answer to a body that ends inside a row which is larger than a row may be. */
    static Broken endless(int rowBytes, int rowStart, int row) {
        return Broken.tooLarge(
                "a row that begins at byte " + rowStart + " of the body and does not end within " + rowBytes + " bytes",
                rowStart,
                row);
    }

    /**
     * The body itself where all of it can be decoded. Otherwise a copy of the same length in which what cannot be
     * decoded is a question mark: it is read in the body's place to find the rows, and the rows concerned are told by
     * the body itself.
     */
    private static byte[] readable(byte[] body, BodyFormat format) {
        var text = Utf8.firstInvalid(body, 0, body.length) < 0 ? body : Utf8.repaired(body);
        if (format != BodyFormat.CSV && JsonText.loneSurrogate(text, 0, text.length) >= 0) {
            text = text == body ? body.clone() : text;
            JsonText.repairSurrogates(text);
        }
        return text;
    }
}
