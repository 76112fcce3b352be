package io.activationgateway.consent.register;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Rows for a table, which go there in one statement, whatever their number: on PostgreSQL many of them with COPY, which
 * takes no plan and no parameters, else with a column as one array parameter. Not thread-safe.
 */
public final class BulkInsert {

    /** Fewer rows are not worth the round trips that begin and end a COPY. */
    private static final int COPIED = 16;

    private final String table;
    private final String names;
    private final List<Type> types;
    private final List<List<@Nullable Object>> columns = new ArrayList<>();

    /** The type of a column. */
    public enum Type {
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

    /**
     * No rows yet.
     *
     * @param columns the names of the columns, one for each type
     */
    public BulkInsert(String table, List<String> columns, Type... types) {
        this.table = table;
        this.names = String.join(", ", columns);
        this.types = Arrays.asList(types);
        this.types.forEach(_ -> this.columns.add(new ArrayList<>()));
    }

    /** Adds a row: {@code Long}, {@code Integer}, {@code String}, {@code byte[]} or null, as the types of the columns say. */
    public void add(@Nullable Object... row) {
        for (int i = 0; i < row.length; i++) {
            columns.get(i).add(row[i]);
        }
    }

    /** Inserts the rows within the caller's transaction. */
    public void run(Connection connection) throws SQLException {
        var trip = new RoundTrip();
        run(connection, trip);
        trip.run(connection);
    }

    /** The same, where few rows go with what else makes this round trip. */
    void run(Connection connection, RoundTrip trip) throws SQLException {
        int rows = columns.getFirst().size();
        if (rows >= COPIED && connection.isWrapperFor(PGConnection.class)) {
            BinaryCopy.run(connection.unwrap(PGConnection.class), "COPY " + table + " (" + names + ")", columns);
        } else if (rows > 0) {
            insert(trip);
        }
    }

    private void insert(RoundTrip trip) {
        var parameters = Stream.generate(() -> "?").limit(types.size()).collect(Collectors.joining(", "));
        trip.change(
                "INSERT INTO " + table + " (" + names + ") SELECT " + names + " FROM UNNEST(" + parameters + ") AS r("
                        + names + ")",
                IntStream.range(0, types.size())
                        .mapToObj(i -> new RoundTrip.Array(
                                types.get(i).name(), types.get(i).array(columns.get(i))))
                        .toArray());
    }
}
