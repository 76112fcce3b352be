package io.activationgateway.connectors.googlesheets;

import static java.util.Objects.requireNonNull;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One sheet of one spreadsheet, and what its columns hold after the gateway's own.
 *
 * @param spreadsheet the path of the spreadsheet
 * @param name as ranges name it, quoted where that is needed
 */
record Sheet(String spreadsheet, String name, List<String> columns) {

    /** What needs no quotes in a range. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    Sheet {
        requireNonNull(spreadsheet, "spreadsheet");
        name = PLAIN.matcher(name).matches() ? name : "'" + name.replace("'", "''") + "'";
        columns = List.copyOf(columns);
    }

    /** How many columns a row has. */
    int width() {
        return RowEncoder.OWN_COLUMNS + columns.size();
    }

    /** The call that appends rows. */
    String appending() {
        return values("A:" + letters(width())) + ":append?valueInputOption=RAW&insertDataOption=INSERT_ROWS";
    }

    /** The call that reads some columns in full, counted from 1. */
    String reading(int first, int last) {
        return values(letters(first) + ":" + letters(last))
                + "?majorDimension=COLUMNS&valueRenderOption=UNFORMATTED_VALUE";
    }

    /** The call that writes over rows. */
    String overwriting() {
        return spreadsheet + "/values:batchUpdate";
    }

    /** The range of one row, counted from 1. */
    String row(int number) {
        return name + "!A" + number + ":" + letters(width()) + number;
    }

    private String values(String range) {
        var encoded =
                URLEncoder.encode(name + "!" + range, StandardCharsets.UTF_8).replace("+", "%20");
        return spreadsheet + "/values/" + encoded;
    }

    /** The letters of a column, counted from 1: A, B, ..., Z, AA. */
    static String letters(int column) {
        var letters = new StringBuilder();
        for (int rest = column; rest > 0; rest = (rest - 1) / 26) {
            letters.insert(0, (char) ('A' + (rest - 1) % 26));
        }
        return letters.toString();
    }
}
