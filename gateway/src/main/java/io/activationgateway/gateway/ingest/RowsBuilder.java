package io.activationgateway.gateway.ingest;

import io.activationgateway.residency.verdict.Reason;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Collects rows field by field. A row begins, gets its fields and faults, and ends; at its end a row with a fault loses
 * its fields. Not thread-safe.
 */
final class RowsBuilder {

    /** The bits of a stored kind that are the kind; the sign says that the value never leaves. */
    static final int KIND = 0x7f;

    private static final int NEVER_LEAVES = 0x80;

    /** A longer record id is not kept for the result of a row with a fault. */
    private static final int KEPT_ID_BYTES = 1024;

    /** Name, value and punctuation of a usual column; room for more grows. */
    private static final int BYTES_OF_A_FIELD = 26;

    private static final int LEAST_FIELDS = 64;
    private static final int MOST_EXPECTED_FIELDS = 1 << 18;

    private final byte[] bytes;
    private final boolean flawless;
    private final Names names;
    private final Limits limits;
    private final Map<Integer, RowFault> faults = new HashMap<>();
    private int rows;
    private int fields;
    private int columns;
    private int line;
    private int[] firstFields = new int[256];
    private int[] fieldNames;
    private int[] starts;
    private int[] ends;
    private byte[] kinds;
    private int[] nameSeen = new int[64];
    private int[] catalogueSeen = new int[64];

    /** @param flawless whether all bytes are known to be UTF-8 without lone surrogates, so that no row is looked at for that */
    RowsBuilder(byte[] bytes, boolean flawless, Names names, Limits limits) {
        this.bytes = bytes;
        this.flawless = flawless;
        this.names = names;
        this.limits = limits;
        int expected = Math.clamp(bytes.length / BYTES_OF_A_FIELD, LEAST_FIELDS, MOST_EXPECTED_FIELDS);
        fieldNames = new int[expected];
        starts = new int[expected];
        ends = new int[expected];
        kinds = new byte[expected];
    }

    /** The index of the row being collected, or of the next one. */
    int row() {
        return rows;
    }

    /** @param line its line in the body, from 1, for details of faults; 0 where lines mean nothing */
    void begin(int line) throws BrokenException {
        if (rows == limits.records()) {
            throw new BrokenException(Reading.Broken.tooLarge(
                    "more than " + limits.records() + " records: send them in several requests", -1, rows));
        }
        this.line = line;
        columns = 0;
        fields = firstFields[rows];
    }

    /** Notes that the row has a column of this name; says whether its value counts. */
    boolean column(int name) {
        if (++columns > limits.columns()) {
            fault(Reason.INPUT_COLUMNS, "more than " + limits.columns() + " columns");
            return false;
        }
        int stamp = rows + 1;
        if (name >= nameSeen.length) {
            nameSeen = Arrays.copyOf(nameSeen, Math.max(name + 1, nameSeen.length * 2));
        }
        if (nameSeen[name] == stamp) {
            duplicate(name, "occurs twice");
            return false;
        }
        nameSeen[name] = stamp;
        int field = names.number(name);
        if (field < 0 || names.family(name)) {
            return true;
        }
        if (field >= catalogueSeen.length) {
            catalogueSeen = Arrays.copyOf(catalogueSeen, Math.max(field + 1, catalogueSeen.length * 2));
        }
        if (catalogueSeen[field] == stamp) {
            duplicate(name, "is a second name of a field that the row has already");
            return false;
        }
        catalogueSeen[field] = stamp;
        return true;
    }

    void add(int name, Kind kind, int start, int end, boolean neverLeaves) {
        check(name, kind, start == end);
        if (fields == starts.length) {
            grow();
        }
        fieldNames[fields] = name;
        starts[fields] = start;
        ends[fields] = end;
        kinds[fields] = (byte) (neverLeaves ? kind.code() | NEVER_LEAVES : kind.code());
        fields++;
    }

    /** The first fault of a row is the one that is told. */
    void fault(Reason reason, String detail) {
        if (!faults.containsKey(rows)) {
            faults.put(rows, new RowFault(reason, line > 0 ? "line " + line + ": " + detail : detail));
        }
    }

    /** Ends the row that lies in these bytes; JSON text has escapes to look at. */
    void end(int from, int to, boolean json) {
        if (to - from > limits.rowBytes()) {
            fault(Reason.INPUT_ROW_SIZE, "larger than " + limits.rowBytes() + " bytes");
        }
        if (!flawless && Utf8.firstInvalid(bytes, from, to) >= 0) {
            fault(Reason.INPUT_UTF8, "not valid UTF-8");
        }
        if (json && !flawless && !faults.containsKey(rows) && JsonText.loneSurrogate(bytes, from, to) >= 0) {
            fault(Reason.INPUT_SURROGATE, "an escaped surrogate without its other half");
        }
        if (faults.containsKey(rows)) {
            keepRecordId();
        }
        rows++;
        if (rows == firstFields.length) {
            firstFields = Arrays.copyOf(firstFields, rows * 2);
        }
        firstFields[rows] = fields;
    }

    Rows build() {
        return new Rows(bytes, names, new Columnar(rows, firstFields, fieldNames, starts, ends, kinds, faults));
    }

    private void check(int name, Kind kind, boolean empty) {
        boolean scalarText = !kind.nested() && kind != Kind.TRUE && kind != Kind.FALSE;
        if (names.decides(name) && !scalarText) {
            fault(
                    Reason.INPUT_IDENTIFIER,
                    "column " + Names.printable(names.name(name)) + " must be a string or a number");
        } else if (names.identifies(name) && empty) {
            fault(
                    Reason.INPUT_IDENTIFIER,
                    "column " + Names.printable(names.name(name)) + " is empty: leave it out or send null");
        } else if (names.tells(name) && !scalarText) {
            fault(Reason.INPUT_TYPE, "column " + Names.printable(names.name(name)) + " must be a string or a number");
        }
    }

    private void duplicate(int name, String what) {
        fault(Reason.INPUT_DUPLICATE_NAME, "column " + Names.printable(names.name(name)) + " " + what);
        if (name == names.roleName(ColumnRole.RECORD_ID)) {
            fields = firstFields[rows];
        }
    }

    /** Of a row with a fault only the record id is left, if it can be read: it names the row in the results. */
    private void keepRecordId() {
        int first = firstFields[rows];
        int last = fields;
        fields = first;
        for (int i = first; i < last; i++) {
            if (fieldNames[i] == names.roleName(ColumnRole.RECORD_ID) && readable(i)) {
                fieldNames[first] = fieldNames[i];
                starts[first] = starts[i];
                ends[first] = ends[i];
                kinds[first] = (byte) (kinds[i] | NEVER_LEAVES);
                fields = first + 1;
                return;
            }
        }
    }

    private boolean readable(int field) {
        int start = starts[field];
        int end = ends[field];
        return end - start <= KEPT_ID_BYTES
                && Utf8.firstInvalid(bytes, start, end) < 0
                && switch (Kind.ofCode(kinds[field] & KIND)) {
                    case TEXT, NUMBER, CSV_TEXT, CSV_QUOTED, CSV_DOUBLED -> true;
                    case ESCAPED_TEXT -> JsonText.loneSurrogate(bytes, start, end) < 0;
                    case TRUE, FALSE, NULL, OBJECT, ARRAY -> false;
                };
    }

    private void grow() {
        int capacity = fields * 2;
        fieldNames = Arrays.copyOf(fieldNames, capacity);
        starts = Arrays.copyOf(starts, capacity);
        ends = Arrays.copyOf(ends, capacity);
        kinds = Arrays.copyOf(kinds, capacity);
    }

    /** What was collected, one array for each part of a field; {@code firstFields} has one entry more than rows. */
    @SuppressWarnings("ArrayRecordComponent") // handed on once and never compared
    record Columnar(
            int rows,
            int[] firstFields,
            int[] names,
            int[] starts,
            int[] ends,
            byte[] kinds,
            Map<Integer, RowFault> faults) {}
}
