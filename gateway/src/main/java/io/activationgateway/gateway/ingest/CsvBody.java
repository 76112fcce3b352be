package io.activationgateway.gateway.ingest;

import io.activationgateway.gateway.ingest.CsvScanner.Token;
import io.activationgateway.gateway.ingest.Reading.Broken;
import io.activationgateway.residency.verdict.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/** Reads CSV with a header line. A quote that never closes breaks the framing; anything else is its row's fault. */
final class CsvBody {

    private final byte[] bytes;
    private final CsvScanner scanner;
    private final RowsBuilder builder;
    private final Names names;
    private final FieldNames fields;
    private final Limits limits;

    CsvBody(byte[] bytes, int from, RowsBuilder builder, Names names, FieldNames fields, Limits limits) {
        this.bytes = bytes;
        this.scanner = new CsvScanner(bytes, from);
        this.builder = builder;
        this.names = names;
        this.fields = fields;
        this.limits = limits;
    }

    void read() throws BrokenException {
        var header = header();
        for (var token = scanner.next(); token != Token.END_OF_BODY; token = scanner.next()) {
            builder.begin(scanner.line());
            int column = 0;
            while (token == Token.CELL) {
                if (column < header.length) {
                    cell(header[column]);
                }
                column++;
                token = scanner.next();
            }
            if (token == Token.UNTERMINATED) {
                throw unterminated(builder.row());
            }
            int end = scanner.position();
            if (end - scanner.rowStart() > limits.rowBytes() && end == bytes.length && bytes[end - 1] != '\n') {
                throw new BrokenException(RowReader.endless(limits.rowBytes(), scanner.rowStart(), builder.row()));
            }
            if (column != header.length) {
                builder.fault(Reason.INPUT_COLUMNS, column + " cells, the header has " + header.length);
            }
            builder.end(scanner.rowStart(), end, false);
        }
    }

    private int[] header() throws BrokenException {
        var token = scanner.next();
        if (token == Token.END_OF_BODY) {
            throw header("the header line is missing", scanner.position());
        }
        var texts = new ArrayList<String>();
        while (token == Token.CELL) {
            texts.add(headerCell(texts.size() + 1));
            if (texts.size() > limits.columns()) {
                throw new BrokenException(
                        Broken.tooLarge("more than " + limits.columns() + " columns", scanner.start(), -1));
            }
            token = scanner.next();
        }
        if (token == Token.UNTERMINATED) {
            throw unterminated(-1);
        }
        return resolve(texts);
    }

    private String headerCell(int column) throws BrokenException {
        int start = scanner.start();
        int end = scanner.end();
        if (scanner.malformed() || Utf8.firstInvalid(bytes, start, end) >= 0) {
            throw header("column " + column + " of the header is not a UTF-8 text cell", start);
        }
        if (start == end) {
            throw header("column " + column + " of the header has no name", start);
        }
        var text = scanner.kind() == Kind.CSV_DOUBLED
                ? CsvScanner.undoubled(bytes, start, end)
                : Arrays.copyOfRange(bytes, start, end);
        return new String(text, StandardCharsets.UTF_8);
    }

    private int[] resolve(List<String> texts) throws BrokenException {
        var numbers = new int[texts.size()];
        var catalogueNumbers = new HashSet<Integer>();
        for (int i = 0; i < numbers.length; i++) {
            var text = texts.get(i);
            numbers[i] = names.resolve(text, i);
            if (numbers[i] < i) {
                throw header("column " + Names.printable(text) + " occurs twice", scanner.rowStart());
            }
            int field = names.number(numbers[i]);
            if (field >= 0 && !catalogueNumbers.add(field)) {
                throw header(
                        "column " + Names.printable(text) + " is a second name of a field that another column has",
                        scanner.rowStart());
            }
        }
        return numbers;
    }

    private void cell(int name) {
        if (scanner.malformed()) {
            builder.fault(Reason.INPUT_SYNTAX, "a misplaced quote, carriage return or NUL");
        } else if (!scanner.absent() && builder.column(name)) {
            int field = names.number(name);
            if (field >= 0 && !fits(names.type(name))) {
                builder.fault(
                        Reason.INPUT_TYPE,
                        "column " + Names.printable(names.name(name)) + " must be "
                                + names.type(name).name().toLowerCase(Locale.ROOT));
            }
            boolean neverLeaves = field >= 0 && fields.structured(field);
            builder.add(name, scanner.kind(), scanner.start(), scanner.end(), neverLeaves);
        }
    }

    private boolean fits(FieldNames.Type type) {
        int start = scanner.start();
        int end = scanner.end();
        return switch (type) {
            case NUMBER -> start < end && JsonText.numberEnd(bytes, start, end) == end;
            case INTEGER -> start < end && JsonText.integer(bytes, start, end);
            case BOOLEAN -> word("true", start, end) || word("false", start, end);
            case STRING, DATE, DATE_TIME -> true;
        };
    }

    /** Whether the cell is this word in ASCII letters of either case, whatever the locale. */
    private boolean word(String word, int start, int end) {
        if (end - start != word.length()) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if ((bytes[i] | 0x20) != word.charAt(i - start) || bytes[i] < 'A') {
                return false;
            }
        }
        return true;
    }

    private BrokenException unterminated(int row) {
        if (bytes.length - scanner.rowStart() > limits.rowBytes()) {
            return new BrokenException(RowReader.endless(limits.rowBytes(), scanner.rowStart(), row));
        }
        int quote = scanner.start() - 1;
        return new BrokenException(
                Broken.bad(Broken.SYNTAX, "a quote is never closed (byte " + quote + " of the body)", quote, row));
    }

    private static BrokenException header(String what, int offset) {
        return new BrokenException(Broken.bad(Broken.HEADER, what, offset, -1));
    }
}
