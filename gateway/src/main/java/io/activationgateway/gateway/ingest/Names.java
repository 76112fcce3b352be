package io.activationgateway.gateway.ingest;

import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.signal.SignalField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The dictionary of one body: each distinct name is resolved once. Grows while the body is read, then stands still. */
@SuppressWarnings("EnumOrdinal") // arrays of this run, asked for every row, that nobody stores
final class Names {

    /** Answer of look-ups: no such name, or no room for it. */
    static final int NONE = -1;

    private static final Pattern COLUMN = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,39}");

    private final Columns columns;
    private final FieldNames fields;
    private final int limit;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<Name> names = new ArrayList<>();
    private final int[] roles = none(ColumnRole.values().length);
    private final int[] identifiers = none(IdentifierType.values().length);
    private final Map<SignalField, Integer> signals = new EnumMap<>(SignalField.class);

    Names(Columns columns, FieldNames fields, int limit) {
        this.columns = columns;
        this.fields = fields;
        this.limit = limit;
    }

    /**
     * The number of a name, given one now if it is new, or {@link #NONE} where the dictionary is full.
     *
     * @param guess the number to try first: rows of one body tend to have the same names in the same order
     */
    int resolve(String text, int guess) {
        if (guess < names.size() && names.get(guess).text.equals(text)) {
            return guess;
        }
        var known = numbers.get(text);
        if (known != null) {
            return known;
        }
        return names.size() == limit ? NONE : append(text);
    }

    int size() {
        return names.size();
    }

    String name(int number) {
        return names.get(number).text;
    }

    byte[] json(int number) {
        return names.get(number).json;
    }

    int number(int number) {
        return names.get(number).field;
    }

    FieldNames.Type type(int number) {
        return names.get(number).type;
    }

    /** Whether other columns of the same row may be the same field. */
    boolean family(int number) {
        return names.get(number).family;
    }

    /** Whether a decision about the person depends on the column. */
    boolean decides(int number) {
        return names.get(number).decides;
    }

    boolean identifies(int number) {
        return names.get(number).identifies;
    }

    /** Whether the column is the name or the time of an event. */
    boolean tells(int number) {
        return names.get(number).tells;
    }

    int roleName(ColumnRole role) {
        return roles[role.ordinal()];
    }

    int identifierName(IdentifierType type) {
        return identifiers[type.ordinal()];
    }

    /** Whether the column carries a consent signal, or its time. */
    boolean signals(int number) {
        return signals.containsValue(number) || roleName(ColumnRole.SIGNAL_TIME) == number;
    }

    int signalName(SignalField signal) {
        return signals.getOrDefault(signal, NONE);
    }

    /** A name for an error: a name that does not look like one of a column may be somebody's data and is not shown. */
    static String printable(String name) {
        return COLUMN.matcher(name).matches() ? "\"" + name + "\"" : "(a name not shown)";
    }

    private static int[] none(int length) {
        var numbers = new int[length];
        Arrays.fill(numbers, NONE);
        return numbers;
    }

    private int append(String text) {
        int number = names.size();
        boolean decides = false;
        boolean tells = false;
        for (var role : columns.roles().entrySet()) {
            if (role.getValue().equals(text)) {
                roles[role.getKey().ordinal()] = number;
                decides |= role.getKey().decides();
                tells |= role.getKey().tells();
            }
        }
        boolean identifies = false;
        for (var identifier : columns.identifiers().entrySet()) {
            if (identifier.getValue().equals(text)) {
                identifiers[identifier.getKey().ordinal()] = number;
                identifies = true;
            }
        }
        for (var signal : columns.signals().entrySet()) {
            if (signal.getValue().equals(text)) {
                signals.put(signal.getKey(), number);
            }
        }
        int field = fields.number(text);
        var type = field < 0 ? FieldNames.Type.STRING : fields.type(field);
        var json = new JsonBytes(text.length() + 2).string(text).toByteArray();
        boolean family = field >= 0 && fields.family(field);
        names.add(new Name(text, json, field, type, family, decides || identifies, identifies, tells));
        numbers.put(text, number);
        return number;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Name(
            String text,
            byte[] json,
            int field,
            FieldNames.Type type,
            boolean family,
            boolean decides,
            boolean identifies,
            boolean tells) {}
}
