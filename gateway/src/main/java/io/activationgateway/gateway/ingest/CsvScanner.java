package io.activationgateway.gateway.ingest;

import java.util.Arrays;

/**
 * Cuts CSV (RFC 4180, comma, UTF-8) into cells. Lines end with CRLF or LF; blank lines are skipped. A quote inside an
 * unquoted cell, text behind a closing quote, a carriage return alone and a NUL make the cell {@link #malformed()}, and
 * reading goes on with the next comma or line. Not thread-safe.
 */
public final class CsvScanner {

    private final byte[] bytes;
    private int position;
    private int line = 1;
    private int rowLine;
    private int rowStart;
    private boolean inRow;
    private boolean more;
    private int start;
    private int end;
    private boolean quoted;
    private boolean doubled;
    private boolean malformed;

    /** A scanner that begins at this byte. */
    public CsvScanner(byte[] bytes, int from) {
        this.bytes = bytes;
        this.position = from;
    }

    /** What {@link #next()} came to. */
    public enum Token {
        CELL,
        END_OF_ROW,
        END_OF_BODY,
        /** A quote opens at {@link #start()} minus one and never closes: nothing behind it can be read. */
        UNTERMINATED
    }

    /** Goes on to the next cell or to the end of the row. */
    public Token next() {
        if (!inRow) {
            skipBlankLines();
            if (position >= bytes.length) {
                return Token.END_OF_BODY;
            }
            inRow = true;
            more = true;
            rowLine = line;
            rowStart = position;
        }
        if (!more) {
            inRow = false;
            endLine();
            return Token.END_OF_ROW;
        }
        return cell();
    }

    /** The first byte of the cell's text. */
    public int start() {
        return start;
    }

    /** The byte after the cell's text. */
    public int end() {
        return end;
    }

    /** Whether the cell holds no value: unquoted and empty. */
    public boolean absent() {
        return !quoted && start == end;
    }

    public Kind kind() {
        return quoted ? doubled ? Kind.CSV_DOUBLED : Kind.CSV_QUOTED : Kind.CSV_TEXT;
    }

    /** Whether the cell breaks the rules of quoting; its text means nothing then. */
    public boolean malformed() {
        return malformed;
    }

    /** The line on which the row begins, from 1. */
    public int line() {
        return rowLine;
    }

    /** The first byte of the row. */
    public int rowStart() {
        return rowStart;
    }

    /** The byte after what was read so far. */
    public int position() {
        return position;
    }

    /** The text of a quoted cell whose doubled quotes count once. */
    static byte[] undoubled(byte[] bytes, int from, int to) {
        var text = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            text[length++] = bytes[i];
            if (bytes[i] == '"') {
                i++;
            }
        }
        return Arrays.copyOf(text, length);
    }

    private Token cell() {
        quoted = position < bytes.length && bytes[position] == '"';
        doubled = false;
        malformed = false;
        if (quoted && !quotedText()) {
            return Token.UNTERMINATED;
        }
        int from = position;
        unquotedText();
        if (quoted) {
            malformed |= position > from;
        } else {
            start = from;
            end = position;
        }
        more = position < bytes.length && bytes[position] == ',';
        if (more) {
            position++;
        }
        return Token.CELL;
    }

    private boolean quotedText() {
        start = ++position;
        for (; position < bytes.length; position++) {
            byte b = bytes[position];
            if (b == '"') {
                if (position + 1 == bytes.length || bytes[position + 1] != '"') {
                    end = position++;
                    return true;
                }
                doubled = true;
                position++;
            } else if (b == '\n') {
                line++;
            } else if (b == 0) {
                malformed = true;
            }
        }
        return false;
    }

    private void unquotedText() {
        for (; position < bytes.length; position++) {
            byte b = bytes[position];
            if (b == ',' || atLineEnd()) {
                return;
            }
            malformed |= b == '"' || b == '\r' || b == 0;
        }
    }

    private void endLine() {
        if (position < bytes.length && bytes[position] == '\r') {
            position++;
        }
        if (position < bytes.length && bytes[position] == '\n') {
            position++;
            line++;
        }
    }

    private void skipBlankLines() {
        while (position < bytes.length && atLineEnd()) {
            endLine();
        }
    }

    private boolean atLineEnd() {
        byte b = bytes[position];
        return b == '\n' || (b == '\r' && position + 1 < bytes.length && bytes[position + 1] == '\n');
    }
}
