package io.activationgateway.connectors.sandbox;

import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;

/** The rows of a simulated sheet, counted from 1. Not thread-safe. */
final class SheetRows {

    private final List<JsonArray> rows = new ArrayList<>();

    int size() {
        return rows.size();
    }

    void add(JsonArray row) {
        rows.add(row);
    }

    void clear() {
        rows.clear();
    }

    /** Writes over a row; false where there is none. */
    boolean replace(int number, JsonArray row) {
        if (number > rows.size()) {
            return false;
        }
        rows.set(number - 1, row);
        return true;
    }

    /** What stands in some columns, counted from 1, as arrays from the first row on. */
    JsonArray columns(int first, int last) {
        var columns = new JsonArray();
        for (int column = first - 1; column < last; column++) {
            var cells = new JsonArray();
            for (var row : rows) {
                cells.add(column < row.size() ? row.getValue(column) : "");
            }
            columns.add(cells);
        }
        return columns;
    }
}
