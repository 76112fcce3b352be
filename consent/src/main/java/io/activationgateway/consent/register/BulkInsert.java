package io.activationgateway.consent.register;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rows for a table, which go there in one statement: a column is one array parameter. That is one round trip and one
 * plan, whatever the number of rows, on H2 and PostgreSQL alike.
 */
final class BulkInsert {

    private final String sql;
    private final List<Type> types;
    private final List<List<@Nullable Object>> columns = new ArrayList<>();

    /** The type of a column. */
    enum Type {
        BIGINT,
        INTEGER,
        VARCHAR,
        BYTEA;

        private Object[] array(List<@Nullable Object> values) {
            return switch (this) {
                case BIGINT -> values.toArray(new Long[0]);
                case INTEGER -> values.toArray(new Integer[0]);
                case VARCHAR -> values.toArray(new String[0]);
                case BYTEA -> values.toArray(new byte[0][]);
            };
        }
    }

    /** @param columns the names of the columns, one for each type */
    BulkInsert(String table, List<String> columns, Type... types) {
        var names = String.join(", ", columns);
        var parameters = Stream.generate(() -> "?").limit(types.length).collect(Collectors.joining(", "));
        sql = "INSERT INTO " + table + " (" + names + ") SELECT " + names + " FROM UNNEST(" + parameters + ") AS r("
                + names + ")";
        this.types = Arrays.asList(types);
        this.types.forEach(_ -> this.columns.add(new ArrayList<>()));
    }

    void add(@Nullable Object... row) {
        for (int i = 0; i < row.length; i++) {
            columns.get(i).add(row[i]);
        }
    }

    void run(Connection connection) throws SQLException {
        if (columns.getFirst().isEmpty()) {
            return;
        }
        try (var insert = connection.prepareStatement(sql)) {
            for (int i = 0; i < types.size(); i++) {
                var type = types.get(i);
                insert.setArray(i + 1, connection.createArrayOf(type.name(), type.array(columns.get(i))));
            }
            insert.executeUpdate();
        }
    }
}
