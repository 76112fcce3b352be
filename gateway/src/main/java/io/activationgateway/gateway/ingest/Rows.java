package io.activationgateway.gateway.ingest;

import com.fasterxml.jackson.core.JsonParser;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.signal.SignalField;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one body, as slices of its bytes. Rows are numbered from 0; fields are numbered over the whole body, and
 * those of a row are {@code firstField(row)} to {@code endField(row)} exclusively, in the order of the row. Names are
 * numbered in a dictionary of the body, in the order of their first appearance.
 *
 * <p>A usable row ({@code fault(row) == null}) is valid UTF-8 without unpaired surrogates, holds no name and no
 * catalogue field twice, and its identifiers, record id, country and date of birth are plain values. A row with a fault
 * has no fields, except perhaps its record id, so that nothing of it can leave.
 *
 * <p>Immutable as long as nobody changes the bytes; usable from any thread. Personal data: it does not print.
 */
public final class Rows {

    private final byte[] bytes;
    private final Names names;
    private final RowsBuilder.Columnar data;

    Rows(byte[] bytes, Names names, RowsBuilder.Columnar data) {
        this.bytes = bytes;
        this.names = names;
        this.data = data;
    }

    /** The body, unpacked. Not a copy. */
    public byte[] bytes() {
        return bytes;
    }

    /** How many rows there are, those with a fault included. */
    public int size() {
        return data.rows();
    }

    /** Why the row cannot be used, or null where it can. */
    public @Nullable RowFault fault(int row) {
        return data.faults().get(row);
    }

    public int firstField(int row) {
        return data.firstFields()[row];
    }

    public int endField(int row) {
        return data.firstFields()[row + 1];
    }

    /** The sender's id of the row, unescaped; its index as decimal text where it has none. */
    public String recordId(int row) {
        int field = role(row, ColumnRole.RECORD_ID);
        var text = field < 0 ? null : text(field);
        return text == null || text.isEmpty() ? Integer.toString(row) : text;
    }

    /** Whether the row has an id of its own, other than its index. */
    public boolean hasRecordId(int row) {
        int field = role(row, ColumnRole.RECORD_ID);
        return field >= 0 && start(field) < end(field);
    }

    /** The field of the row that has this role and holds a value, or -1. */
    public int role(int row, ColumnRole role) {
        return find(row, names.roleName(role));
    }

    /** The person's country as the row tells it, in capital letters; null where it tells none. */
    public @Nullable String country(int row) {
        int field = role(row, ColumnRole.COUNTRY);
        var text = field < 0 ? null : text(field);
        return text == null ? null : text.strip().toUpperCase(Locale.ROOT);
    }

    /** The field of the row that holds an identifier of this type, or -1. */
    public int identifier(int row, IdentifierType type) {
        return find(row, names.identifierName(type));
    }

    /** The field of the row that carries this signal and holds a value, or -1. */
    public int signal(int row, SignalField signal) {
        return find(row, names.signalName(signal));
    }

    /** Whether the source calls the column of this field a consent signal. */
    public boolean isSignal(int field) {
        return names.signals(nameNumber(field));
    }

    /** Whether any row of the body may carry this signal. */
    public boolean mayCarry(SignalField signal) {
        return names.signalName(signal) >= 0;
    }

    /** How many distinct names the body has. */
    public int names() {
        return names.size();
    }

    /** A name as the sender means it, unescaped. */
    public String name(int nameNumber) {
        return names.name(nameNumber);
    }

    /** A name as a JSON string in UTF-8, with its quotes. Not a copy. */
    public byte[] nameJson(int nameNumber) {
        return names.json(nameNumber);
    }

    /** The catalogue's number of a name, or {@link FieldNames#UNKNOWN}. */
    public int catalogueNumber(int nameNumber) {
        return names.number(nameNumber);
    }

    /** The number of a field's name. */
    public int nameNumber(int field) {
        return data.names()[field];
    }

    /**
     * The catalogue's number of a field, or {@link FieldNames#UNKNOWN} where its name is not classified, or where it
     * holds an object or array and the catalogue does not declare the field structured or does not know an inner name:
     * such a field never leaves.
     */
    public int catalogueField(int field) {
        return data.kinds()[field] < 0 ? FieldNames.UNKNOWN : names.number(nameNumber(field));
    }

    public Kind kind(int field) {
        return Kind.ofCode(data.kinds()[field] & RowsBuilder.KIND);
    }

    /** Whether the field leaves as a JSON number. */
    public boolean isNumber(int field) {
        return switch (kind(field)) {
            case NUMBER -> true;
            case CSV_TEXT, CSV_QUOTED ->
                switch (names.type(nameNumber(field))) {
                    case NUMBER, INTEGER -> true;
                    case STRING, BOOLEAN, DATE, DATE_TIME -> false;
                };
            case TEXT, ESCAPED_TEXT, TRUE, FALSE, NULL, OBJECT, ARRAY, CSV_DOUBLED -> false;
        };
    }

    /** The first byte of the field's text or JSON, without the opening quote of a string or quoted cell. */
    public int start(int field) {
        return data.starts()[field];
    }

    /** The byte after the field's text or JSON, without the closing quote of a string or quoted cell. */
    public int end(int field) {
        return data.ends()[field];
    }

    /** The value as text, unescaped, where it is a string, a cell, a number or a boolean; null otherwise. */
    public @Nullable String text(int field) {
        return switch (kind(field)) {
            case TEXT, NUMBER, CSV_TEXT, CSV_QUOTED ->
                new String(bytes, start(field), end(field) - start(field), StandardCharsets.UTF_8);
            case ESCAPED_TEXT -> JsonText.unescape(bytes, start(field), end(field));
            case CSV_DOUBLED -> new String(undoubled(field), StandardCharsets.UTF_8);
            case TRUE -> "true";
            case FALSE -> "false";
            case NULL, OBJECT, ARRAY -> null;
        };
    }

    /** As {@link #text}; of an object or array its JSON as the sender wrote it. */
    public @Nullable String textOrJson(int field) {
        return kind(field).nested()
                ? new String(bytes, start(field), end(field) - start(field), StandardCharsets.UTF_8)
                : text(field);
    }

    /**
     * Writes the value as JSON. What is JSON text already is copied byte by byte, with the sender's white space inside
     * objects and arrays; a CSV cell is written as its catalogue type says.
     */
    public void writeJson(int field, JsonBytes out) {
        int start = start(field);
        int end = end(field);
        switch (kind(field)) {
            case TEXT, ESCAPED_TEXT -> out.raw(bytes, start - 1, end + 1);
            case NUMBER, TRUE, FALSE, NULL, OBJECT, ARRAY -> out.raw(bytes, start, end);
            case CSV_TEXT, CSV_QUOTED -> writeCell(field, out);
            case CSV_DOUBLED -> {
                var text = undoubled(field);
                out.string(text, 0, text.length);
            }
        }
    }

    /**
     * The members of an object as text, in their order; a null member is left out.
     *
     * @return empty where the field is not an object, or a member is itself an object or array or occurs twice
     */
    public Optional<Map<String, String>> members(int field) {
        return kind(field) == Kind.OBJECT ? JsonText.members(bytes, start(field), end(field)) : Optional.empty();
    }

    /** The tokens of an object or array, read again within the same limits: what could be read once can be read twice. */
    public JsonParser parser(int field) {
        return JsonText.parser(bytes, start(field), end(field));
    }

    @Override
    public String toString() {
        return "Rows[" + size() + " rows, " + names.size() + " names]";
    }

    private void writeCell(int field, JsonBytes out) {
        switch (names.type(nameNumber(field))) {
            case NUMBER, INTEGER -> out.raw(bytes, start(field), end(field));
            case BOOLEAN -> out.ascii((bytes[start(field)] | 0x20) == 't' ? "true" : "false");
            case STRING, DATE, DATE_TIME -> out.string(bytes, start(field), end(field));
        }
    }

    private byte[] undoubled(int field) {
        return CsvScanner.undoubled(bytes, start(field), end(field));
    }

    private int find(int row, int nameNumber) {
        if (nameNumber < 0) {
            return -1;
        }
        for (int field = firstField(row), end = endField(row); field < end; field++) {
            if (data.names()[field] == nameNumber) {
                return kind(field) == Kind.NULL ? -1 : field;
            }
        }
        return -1;
    }
}
