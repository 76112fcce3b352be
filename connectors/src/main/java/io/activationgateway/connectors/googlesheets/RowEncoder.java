package io.activationgateway.connectors.googlesheets;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.Fields;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.Moment;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.Positions;
import io.activationgateway.connectors.VendorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes one row: what the gateway says of a record, then the configured columns. */
final class RowEncoder implements BatchDraft.Encoder {

    /** Key, time, act, audience or channel, purpose, consent. */
    static final int OWN_COLUMNS = 6;

    /** More digits than a sheet's numbers hold exactly. */
    private static final int MAX_NUMBER = 15;

    private final Attempt attempt;
    private final String[] columns;
    /** Where each column stood in the row before; most rows are alike. */
    private final int[] guesses;

    private final byte[] said;
    private final Positions positions = new Positions();
    private final Moment moment = new Moment();

    RowEncoder(Attempt attempt, List<String> columns) {
        this.attempt = attempt;
        this.columns = columns.toArray(String[]::new);
        this.guesses = new int[this.columns.length];
        this.said = new JsonBytes(128)
                .ascii(",\"")
                .ascii(attempt.since().toString())
                .ascii("\",\"")
                .ascii(act(attempt.operation()))
                .ascii("\",")
                .string(stored(about(attempt)))
                .ascii(",")
                .string(stored(attempt.use().purpose()))
                .ascii(",")
                .toByteArray();
    }

    /** What the third column says. */
    static String act(Operation operation) {
        return switch (operation) {
            case UPSERT -> "profile.upsert";
            case ADD -> "audience.add";
            case REMOVE -> "audience.remove";
            case TRACK -> "event.track";
            case SUBSCRIBE -> "channel.subscribe";
            case UNSUBSCRIBE -> "channel.unsubscribe";
            case SUPPRESS -> "person.suppress";
            case ERASE -> "person.erase";
        };
    }

    private static String about(Attempt attempt) {
        return switch (attempt.operation()) {
            case ADD, REMOVE -> attempt.requireAudience();
            case SUBSCRIBE, UNSUBSCRIBE -> attempt.use().channel().name();
            case UPSERT, TRACK, SUPPRESS, ERASE -> "";
        };
    }

    @Override
    public @Nullable VendorCode encode(OutgoingRecord record, JsonBytes out) {
        if (attempt.operation() == Operation.SUBSCRIBE && !record.consented()) {
            return VendorCode.CONSENT_MISSING;
        }
        positions.of(record);
        if (attempt.operation() == Operation.TRACK) {
            var refusal = event(record, out);
            if (refusal != null) {
                return refusal;
            }
        }
        out.ascii("[").string(record.dedupeKey()).raw(said, 0, said.length);
        out.ascii(record.consented() ? "true" : "false");
        boolean named = false;
        for (int column = 0; column < columns.length; column++) {
            out.ascii(",");
            int field = field(record, column);
            boolean filled = field >= 0 && cell(record, field, out);
            named |= filled && positions.isIdentifier(field);
            if (!filled) {
                out.ascii("\"\"");
            }
        }
        out.ascii("]");
        return named ? null : VendorCode.IDENTIFIER_MISSING;
    }

    private @Nullable VendorCode event(OutgoingRecord record, JsonBytes room) {
        if (!Fields.hasText(record, positions.eventName(), room)) {
            return VendorCode.EVENT_NAME_MISSING;
        }
        var told = moment.read(record, positions.eventTime(), room);
        return told == Moment.Told.NONSENSE ? VendorCode.EVENT_TIME_INVALID : null;
    }

    private int field(OutgoingRecord record, int column) {
        int guess = guesses[column];
        if (guess < record.size() && record.name(guess).equals(columns[column])) {
            return guess;
        }
        for (int field = 0; field < record.size(); field++) {
            if (record.name(field).equals(columns[column])) {
                guesses[column] = field;
                return field;
            }
        }
        return -1;
    }

    /** False where the value is null or empty text; then nothing is written. */
    private static boolean cell(OutgoingRecord record, int field, JsonBytes out) {
        int from = out.length();
        record.writeValue(field, out);
        int length = out.length() - from;
        switch (out.at(from)) {
            case 'n' -> {
                out.truncate(from);
                return false;
            }
            case 't', 'f' -> {
                return true;
            }
            case '"' -> {
                if (length <= 2) {
                    out.truncate(from);
                    return false;
                }
                if (mayBeFormula(out, from + 1)) {
                    var text = requireNonNull(record.text(field), "the text of a string");
                    again(stored(text), from, out);
                }
                return true;
            }
            // A cell holds no structure: its JSON text stands for it.
            case '{', '[' -> {
                out.quote(from);
                return true;
            }
            default -> {
                if (length > MAX_NUMBER) {
                    out.quote(from);
                }
                return true;
            }
        }
    }

    private static void again(String text, int from, JsonBytes out) {
        out.truncate(from);
        out.string(text);
    }

    /** Text as it stands in a cell. */
    static String stored(String text) {
        return !text.isEmpty() && isFormula(text) ? "'" + text : text;
    }

    /** Whether the text of a JSON string has to be looked at: a backslash may begin a tab. */
    private static boolean mayBeFormula(JsonBytes out, int from) {
        return switch (out.at(from)) {
            case '=', '@', '\\' -> true;
            case '+', '-' -> !isNumber(out, from + 1);
            default -> false;
        };
    }

    /** Whether nothing but digits and points follows, as in a phone number. */
    private static boolean isNumber(JsonBytes out, int from) {
        for (int at = from; at < out.length() - 1; at++) {
            if (out.at(at) != '.' && (out.at(at) < '0' || out.at(at) > '9')) {
                return false;
            }
        }
        return true;
    }

    /** Whether a spreadsheet may calculate with the text, once somebody exports and opens it; numbers and phones aside. */
    private static boolean isFormula(String text) {
        return switch (text.charAt(0)) {
            case '=', '@', '\t', '\r', '\n' -> true;
            case '+', '-' -> !text.substring(1).chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.');
            default -> false;
        };
    }
}
