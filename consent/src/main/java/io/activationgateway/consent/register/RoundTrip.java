package io.activationgateway.consent.register;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Statements that do not wait for each other's results. PostgreSQL gets them at once and in order, so that they cost one
 * round trip, which is what an append pays most for while it holds the log's lock; a database in this process gets them
 * one by one. Not thread-safe.
 */
public final class RoundTrip {

    /** More of them make a text that is not worth parsing. */
    private static final int MOST = 64;

    private final List<Statement> statements = new ArrayList<>();

    private record Statement(
            String sql, List<Object> parameters, @Nullable Answer<?> answer) {}

    /** Makes something of what a query found. */
    @FunctionalInterface
    interface Reading<T> {
        T of(ResultSet rows) throws SQLException;
    }

    /** What a query found, once the round trip is made. */
    private static final class Answer<T> implements Supplier<T> {

        private final Reading<T> reading;
        private @Nullable T found;

        private Answer(Reading<T> reading) {
            this.reading = reading;
        }

        private void read(ResultSet rows) throws SQLException {
            found = reading.of(rows);
        }

        @Override
        public T get() {
            return requireNonNull(found, "the round trip is not made yet");
        }
    }

    /** A parameter that is an array. */
    static final class Array {

        private final String type;
        private final Object[] elements;

        /** @param type as the database calls that of the elements */
        Array(String type, Object[] elements) {
            this.type = type;
            this.elements = elements;
        }

        java.sql.Array of(Connection connection) throws SQLException {
            return connection.createArrayOf(type, elements);
        }
    }

    /** Adds a query, whose result is there once the round trip is made. */
    <T> Supplier<T> ask(String sql, Reading<T> reading, Object... parameters) {
        var answer = new Answer<>(reading);
        statements.add(new Statement(sql, List.of(parameters), answer));
        return answer;
    }

    /** Adds a change. Parameters are {@code Long}, {@code Integer}, {@code String}, {@code byte[]} or {@link Array}. */
    void change(String sql, Object... parameters) {
        statements.add(new Statement(sql, List.of(parameters), null));
    }

    /** Runs the statements within the caller's transaction, and forgets them. */
    void run(Connection connection) throws SQLException {
        int together = connection.isWrapperFor(PGConnection.class) ? MOST : 1;
        for (int from = 0; from < statements.size(); from += together) {
            run(connection, statements.subList(from, Math.min(statements.size(), from + together)));
        }
        statements.clear();
    }

    /** The same, and ends the caller's transaction with it: what others wait for is released without another trip. */
    void commit(Connection connection) throws SQLException {
        if (connection.isWrapperFor(PGConnection.class)) {
            change("COMMIT");
            run(connection);
        } else {
            run(connection);
            connection.commit();
        }
    }

    private static void run(Connection connection, List<Statement> together) throws SQLException {
        var sql = String.join("; ", together.stream().map(Statement::sql).toList());
        try (var prepared = connection.prepareStatement(sql)) {
            int parameter = 1;
            for (var each : together) {
                for (var value : each.parameters) {
                    set(prepared, parameter++, value);
                }
            }
            prepared.execute();
            for (var each : together) {
                if (each.answer != null) {
                    try (var rows = prepared.getResultSet()) {
                        each.answer.read(rows);
                    }
                }
                prepared.getMoreResults();
            }
        }
    }

    static void set(PreparedStatement prepared, int at, Object value) throws SQLException {
        switch (value) {
            case Long number -> prepared.setLong(at, number);
            case Integer number -> prepared.setInt(at, number);
            case String text -> prepared.setString(at, text);
            case byte[] bytes -> prepared.setBytes(at, bytes);
            case Array array -> prepared.setArray(at, array.of(prepared.getConnection()));
            default -> throw new IllegalArgumentException("a parameter of " + value.getClass());
        }
    }
}
